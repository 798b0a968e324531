"""Not a crime: what a case shares with others is taken out, its own person's conduct is still seen, and all comes back."""

import pytest
from django.db import DatabaseError, connection, transaction

from hub import pathway
from hub.aside.models import Original, Written
from hub.aside.terms import IsSetAside
from hub.audit.models import Reason
from hub.cases import queries as cases_known
from hub.cases.models import Case, CaseReport, Dismissal, Membership, Shared, Suggestion
from hub.cases.terms import Alike
from hub.common import clock
from hub.content.models import Account
from hub.pathway import belonging, bulk, casework, clusters, transferring
from hub.queue.models import Bulk
from hub.queue.terms import Act, LineState
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from hub.triage.terms import Belongs
from tests.pathway.aside_world import version
from tests.walks import AMINA, BO, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
POSTED = {"platform": "X", "account_handle": "@quark_zeb_1"}
POST = "https://x.com/quark_zeb_1/status/1"


def case(number, **given):
    """A case of a victim of its own."""
    mine = {"reporter_name": f"Invented {number}", "reporter_email": f"v{number}@example.org"}
    return arrive(telling(number, **{**mine, **POSTED, **given}))[0].placed.case


def set_aside(subject):
    return pathway.set_aside(subject=subject, decided_at=clock.now(), by=BO)


def restore(subject):
    pathway.restore(subject=subject, reason="They asked.", by=BO)


def beside(reference):
    found = cases_known.file(reference)
    assert found is not None
    return dict(found.suggestions)


def shared():
    return set(Shared.objects.values_list("suggestion__case", "suggestion__other", "alike", "at"))


def test_what_a_case_shares_is_taken_out_and_comes_back_as_it_was():
    one, two = case(1, content_urls=POST), case(2, content_urls=POST)
    three = case(3, content_urls="https://x.com/quark_zeb_1/status/2")
    before, sentences = shared(), [beside(each) for each in (one, two, three)]
    assert sentences[1] == {three: "the same account", one: "the same post, the same account"}
    set_aside(two)
    assert beside(one) == {three: "the same account"}
    number = Case.objects.get(reference=two).pk
    assert not Suggestion.objects.filter(case=number).exists()
    assert not Suggestion.objects.filter(other=number).exists()
    assert Written.objects.filter(place="cases_suggestion", verb="taken").count() == 2
    restore(two)
    assert shared() == before
    assert [beside(each) for each in (one, two, three)] == sentences


def test_a_mark_is_the_number_that_an_account_has_now_so_that_nothing_is_suggested_twice():
    one = case(1, content_urls=POST)
    gone = Account.objects.get().pk
    set_aside(one)
    assert not Account.objects.exists()
    restore(one)
    two = case(2, content_urls=POST)
    assert Account.objects.get().pk != gone
    set_aside(one)
    restore(one)
    assert beside(two) == {one: "the same post, the same account"}
    assert Shared.objects.count() == 2


def test_what_was_dismissed_stays_dismissed_and_its_reason_is_kept_nowhere_meanwhile():
    one, two = case(1, content_urls=POST), case(2, content_urls=POST)
    clusters.dismiss(case=two, other=one, reason="Quarkwright is another.", seen=None, by=actor("bo"))
    assert beside(one) == beside(two) == {}
    set_aside(two)
    assert not Dismissal.objects.exists()
    assert not Reason.objects.filter(text__contains="Quarkwright").exists()
    restore(two)
    assert Dismissal.objects.get().reason == "Quarkwright is another."
    assert beside(one) == beside(two) == {}


def test_what_stayed_suggested_hides_nothing_that_came_back_and_is_not_hidden_by_it():
    one = arrive(telling(1, **AMINA, **POSTED, content_urls=POST))[0].placed.case
    set_aside(one)
    two = arrive(telling(2, **AMINA, **POSTED, content_urls=POST))[0].placed.case
    assert beside(two) == {one: str(Alike.CONDUCT.label)}
    restore(one)
    assert set(beside(two)[one].split(", ")) >= {"the same post", "the same account"}
    clusters.dismiss(case=two, other=one, reason="Another matter.", seen=None, by=actor("bo"))
    set_aside(one)
    assert beside(two) == {one: str(Alike.CONDUCT.label)}, "her own conduct is still seen"
    restore(one)
    assert beside(two) == {}, "it was dismissed with all of that"


def test_nothing_that_comes_later_is_put_beside_it_by_arrival_fact_or_decision_but_her_own_conduct():
    one = arrive(telling(1, **AMINA, **POSTED, content_urls=POST))[0].placed.case
    set_aside(one)
    number = Case.objects.get(reference=one).pk
    case(2, content_urls=POST)
    arrive(telling(3, **POSTED, content_urls=POST, online="no"))
    report = Report.objects.latest("pk")
    pathway.refuse_exit(report=report.reference, reason="It is online.", by=BO)
    assert CaseReport.objects.filter(report=report).exists()
    pathway.add_fact(report=report.reference, kind=AdditionKind.ANSWER, text="Seen.", by=BO)
    assert not Shared.objects.filter(suggestion__other=number).exists()
    again = arrive(telling(4, **AMINA, **POSTED, content_urls=POST))[0].placed.case
    assert beside(again)[one] == "the same account against the same person, in a report that was not a crime"
    assert set(Shared.objects.filter(suggestion__other=number).values_list("alike", flat=True)) == {"conduct"}


def test_two_that_are_set_aside_are_put_beside_one_another_only_when_both_are_back():
    one, two = case(1, content_urls=POST), case(2, content_urls=POST)
    set_aside(one)
    set_aside(two)
    restore(one)
    assert beside(one) == {}
    assert not Suggestion.objects.exists()
    restore(two)
    assert beside(one) == {two: "the same post, the same account"}


def test_why_it_was_joined_is_masked_its_cluster_shows_it_not_and_all_comes_back():
    one, two, three = (case(each, content_urls=POST) for each in (1, 2, 3))
    cluster = clusters.join(case=one, other=two, reason="Both by @quark_zeb_1.", seen=None, by=actor("bo"))
    clusters.join(case=one, other=three, reason="The same.", seen=None, by=actor("bo"))
    set_aside(two)
    assert "quark" not in Membership.objects.get(case__reference=two).reason
    assert not Reason.objects.filter(text__contains="quark", line__in=_lines(two)).exists()
    assert cases_known.file(one).cluster.size == 2
    assert cases_known.clusters([one, two]) == {one: cases_known.file(one).cluster}
    found = clusters.open_cluster(cluster=cluster, after=0, by=actor("bo"))
    assert [each.case for each in found.members] == [one, three]
    restore(two)
    assert Membership.objects.get(case__reference=two).reason == "Both by @quark_zeb_1."
    assert cases_known.file(one).cluster.size == 3


def _lines(case):
    """The lines of the record about a case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_line WHERE subject = %s", [case])
        return [each for (each,) in cursor.fetchall()]


def test_no_step_of_whose_it_is_of_clusters_or_of_several_at_once_is_taken_on_it():
    one, two = case(1, content_urls=POST), case(2, content_urls=POST)
    bo, report = actor("bo"), CaseReport.objects.get(case__reference=one).report.reference
    since = clock.now()
    pathway.open_case(case=one, by=bo)
    set_aside(one)
    why = {"reason": "Invented.", "seen": None, "by": bo}
    for step in (
        lambda: clusters.join(case=one, other=two, **why),
        lambda: clusters.join(case=two, other=one, **why),
        lambda: clusters.dismiss(case=two, other=one, **why),
        lambda: clusters.leave(case=one, **why),
        lambda: belonging.decide_whose(
            subject=one, report=report, answer=Belongs("unknown", "", "Invented."), seen=None, by=bo
        ),
        lambda: pathway.confirm_exit(report=report, reason="Invented.", by=BO),
        lambda: pathway.refuse_exit(report=report, reason="Invented.", by=BO),
        lambda: transferring.transfer(report=report, reason="Invented.", by=OPERATOR),
    ):
        with pytest.raises(IsSetAside, match=one):
            step()
    asked = bulk.Asked(Act.CLAIM, (one,), "", since)
    (line,) = bulk.preview(asked=asked, by=bo)
    assert line.state == LineState.REFUSED
    assert "is not a crime" in line.sentence


def test_why_several_were_done_at_once_is_masked_where_one_of_them_is_set_aside():
    one, two = case(1, content_urls=POST), case(2)
    bo, since = actor("bo"), clock.now()
    for each in (one, two):
        pathway.open_case(case=each, by=bo)
    asked = bulk.Asked(Act.CLAIM, (one, two), "", since)
    bulk.act(asked=asked, reason="All by @quark_zeb_1.", by=bo)
    set_aside(one)
    assert "quark" not in Bulk.objects.get().reason
    assert not Reason.objects.filter(text__contains="@quark_zeb_1").exists()
    restore(one)
    assert Bulk.objects.get().reason == "All by @quark_zeb_1."
    assert Reason.objects.filter(text="All by @quark_zeb_1.").exists()


def test_what_another_force_has_not_answered_is_not_set_aside():
    one = case(1, content_urls=POST)
    report = CaseReport.objects.get(case__reference=one).report.reference
    answer = Belongs("kent-police", "", "The suspect was there.")
    belonging.decide_whose(subject=one, report=report, answer=answer, seen=version(one), by=actor("bo"))
    casework.decide_exit(report=report, leaves=True, reason="Theirs.", case=one, by=actor("bo"))
    with pytest.raises(Exception, match="Another force has not answered"):
        set_aside(one)
    assert not Original.objects.exists()


def test_a_borough_officer_who_adds_a_fact_is_not_refused_what_is_looked_for_with_it():
    case(1, content_urls=POST)
    report = Report.objects.get()
    pathway.add_fact(report=report.reference, kind=AdditionKind.ANSWER, text="Seen.", by=actor("chandra"))


def test_suggestions_are_taken_out_only_of_what_is_set_aside():
    case(1, content_urls=POST)
    case(2, content_urls=POST)
    with (
        pytest.raises(DatabaseError, match="nothing is set aside"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT aside_take_suggestions(1)")
    for table in ("cases_shared", "cases_dismissal", "triage_exitmove"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    assert Shared.objects.count() == 2
