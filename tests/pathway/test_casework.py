"""Opening a case and working on it, as the people of the desk."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Line, Reason
from hub.cases import queries as cases_known
from hub.cases.models import Allocation, BreakGlass, Case, Headline, Note
from hub.cases.terms import Changed, NeedsReason, Relation
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.letters.models import Letter
from hub.pathway import casework, opening, working
from hub.people.models import Account
from hub.people.queries import actor_of
from hub.reports.models import Addition, Report
from hub.reports.terms import AdditionKind
from tests.architecture.desk_actions import another
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def version(case):
    return Case.objects.get(reference=case).version


def lines(action, *, refused=False):
    return list(Line.objects.filter(action=action, refused=refused))


def offered(case):
    casework.offer_case(case=case, to=account("chandra").reference, seen=version(case), by=actor("bo"))


# -- opening


def test_opening_is_one_line_with_the_relation_as_its_reason(case):
    opened = opening.open_case(case=case, by=actor("bo"))
    assert opened.relation == Relation.FREE
    (line,) = lines("cases.read")
    assert Reason.objects.get(line=line.pk).text == "It is free in the queue, and you work the queue."


def test_a_case_that_a_colleague_has_needs_a_typed_reason_which_holds_for_half_an_hour(case, monkeypatch):
    pathway.claim(subject=case, by=actor("ruth"))
    with pytest.raises(NeedsReason):
        opening.open_case(case=case, by=actor("bo"))
    opening.open_case(case=case, by=actor("bo"), reason="Ruth asked me to look")
    opening.open_case(case=case, by=actor("bo"))
    assert BreakGlass.objects.get().reason == "Ruth asked me to look"
    assert [Reason.objects.get(line=each.pk).text for each in lines("cases.read")] == [
        "Ruth asked me to look"
    ] * 2
    pathway.claim(subject=case, by=actor("ruth"))
    later = clock.now() + timedelta(minutes=29)
    Case.objects.filter(reference=case).exists()
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(minutes=2))
    pathway.claim(subject=case, by=actor("ruth"))
    with pytest.raises(NeedsReason):
        opening.open_case(case=case, by=actor("bo"))


def test_a_borough_officer_breaks_the_glass_in_their_own_unit_and_is_refused_elsewhere(case):
    with pytest.raises(NeedsReason):
        opening.open_case(case=case, by=actor("chandra"))
    opening.open_case(case=case, by=actor("chandra"), reason="My colleague is away")
    Case.objects.update(unit="NE")
    with pytest.raises(NotPermitted, match="not with your command unit"):
        opening.open_case(case=case, by=actor("chandra"), reason="I want to see it")


@pytest.mark.parametrize("who", ["aud", "adi", "olu"])
def test_whoever_does_not_work_on_cases_is_refused_and_that_is_on_the_record(case, who):
    with pytest.raises(NotPermitted):
        opening.open_case(case=case, by=actor(who), reason="curious")
    assert len(lines("cases.read", refused=True)) == 1
    assert not BreakGlass.objects.exists()


def test_a_case_that_there_is_not_is_not_found():
    with pytest.raises(NotFound):
        opening.open_case(case="C-00000-00000", by=actor("bo"))


# -- looking at what is hidden


def test_a_post_is_shown_with_a_line_of_its_own(case):
    item = Line.objects.get(action="content.keep").subject
    shown = opening.show_content(subject=case, item=item, by=actor("bo"))
    assert shown.url.endswith("/status/1001")
    assert [each.subject for each in lines("content.read")] == [item]


def test_people_are_shown_for_a_reason_only(case):
    with pytest.raises(Refusal, match="Say why"):
        opening.show_people(subject=case, reason=" ", by=actor("bo"))
    (shown,) = opening.show_people(subject=case, reason="To call back", by=actor("bo")).shown
    assert shown.roles == ("victim", "reporter")
    assert shown.identity.name == "Amina Invented"
    assert Reason.objects.get(line=lines("identities.open")[0].pk).text == "To call back"


def test_originals_are_shown_to_the_hub_and_not_to_the_borough(case):
    offered(case)
    report = Report.objects.get().reference
    (words,) = opening.show_original(subject=case, report=report, reason="To compare", by=actor("bo"))
    assert words["reporter_name"] == "Amina Invented"
    arrive(telling(1, **{**AMINA, "wants": "Nothing more."}))
    _, again = opening.show_original(subject=case, report=report, reason="To compare", by=actor("bo"))
    assert again["wants"] == "Nothing more."
    with pytest.raises(NotPermitted):
        opening.show_original(subject=case, report=report, reason="To compare", by=actor("chandra"))


# -- naming the officer in the case


def test_a_case_is_offered_accepted_handed_over_and_every_step_is_a_row(case):
    offered(case)
    casework.accept_case(case=case, seen=version(case), by=actor("chandra"))
    steps = list(Allocation.objects.order_by("pk").values_list("given", "officer"))
    chandra = account("chandra").pk
    assert steps == [("to-unit", None), ("offered", chandra), ("accepted", chandra)]
    assert Allocation.objects.filter(ended_at__isnull=True).count() == 1
    assert opening.open_case(case=case, by=actor("chandra")).relation == Relation.OFFICER
    assert [len(lines(each)) for each in ("cases.offer", "cases.accept")] == [1, 1]
    cal = Account.objects.get(reference=another())
    casework.hand_over_case(
        case=case, to=cal.reference, reason="I am on leave", seen=version(case), by=actor("chandra")
    )
    casework.accept_case(case=case, seen=version(case), by=actor_of(cal))
    steps = list(Allocation.objects.order_by("pk").values_list("given", "officer", "reason"))
    assert steps[2:] == [
        ("accepted", chandra, ""), ("handed-over", chandra, "I am on leave"), ("offered", cal.pk, ""),
        ("accepted", cal.pk, ""),
    ]  # fmt: skip
    assert Allocation.objects.filter(ended_at__isnull=True).count() == 1
    assert opening.open_case(case=case, by=actor_of(cal)).relation == Relation.OFFICER
    assert [len(lines(each)) for each in ("cases.hand-over", "cases.accept")] == [1, 2]


def test_a_return_needs_a_reason_and_leaves_the_case_to_be_offered_again(case):
    offered(case)
    with pytest.raises(Refusal, match="Say why"):
        casework.return_case(case=case, reason="", seen=version(case), by=actor("chandra"))
    casework.return_case(case=case, reason="I am on leave", seen=version(case), by=actor("chandra"))
    live = Allocation.objects.get(ended_at__isnull=True)
    assert (live.given, live.officer_id) == ("to-unit", None)
    assert Allocation.objects.get(given="returned").reason == "I am on leave"
    offered(case)
    casework.take_case_back(case=case, reason="Wrong officer", seen=version(case), by=actor("bo"))
    assert Allocation.objects.get(ended_at__isnull=True).given == "to-unit"


def test_nobody_else_accepts_and_nothing_is_accepted_twice(case):
    with pytest.raises(NeedsReason):
        casework.accept_case(case=case, seen=version(case), by=actor("chandra"))
    with pytest.raises(NotPermitted):
        casework.accept_case(case=case, seen=version(case), by=actor("bo"))
    offered(case)
    casework.accept_case(case=case, seen=version(case), by=actor("chandra"))
    with pytest.raises(NotNow):
        casework.accept_case(case=case, seen=version(case), by=actor("chandra"))


def test_only_a_borough_officer_of_the_unit_can_be_offered_a_case(case):
    with pytest.raises(Refusal, match="does not work in this command unit"):
        casework.offer_case(case=case, to=account("ruth").reference, seen=version(case), by=actor("bo"))
    with pytest.raises(NotPermitted):
        casework.offer_case(case=case, to=account("ruth").reference, seen=version(case), by=actor("aud"))


# -- writing


def test_notes_are_added_and_replaced_and_both_stay(case):
    first = casework.write_note(case=case, text="Called, no answer", seen=version(case), by=actor("bo"))
    second = casework.write_note(
        case=case, text="Called, answered", supersedes=first, seen=version(case), by=actor("bo")
    )
    assert [each.reference for each in Note.objects.order_by("pk")] == [first, second]
    with pytest.raises(NotNow, match="replaced already"):
        casework.write_note(case=case, text="again", supersedes=first, seen=version(case), by=actor("bo"))
    with pytest.raises(Refusal, match="nothing to keep"):
        casework.write_note(case=case, text=" ", seen=version(case), by=actor("bo"))
    assert len(lines("cases.note")) == 2


def test_a_headline_is_kept_with_who_wrote_it(case):
    casework.set_headline(case=case, words="Her home is shown", seen=version(case), by=actor("bo"))
    assert Case.objects.get().headline == Headline.objects.get().words == "Her home is shown"
    assert cases_known.file(case).history[-1].kind == "headline"


# -- duties, facts, letters


def test_a_duty_is_done_by_somebody_and_only_in_its_own_case(case):
    duty = Duty.objects.get(kind="needs-assessment")
    with pytest.raises(NotFound):
        casework.move_duty(
            subject=case, duty="D-00000-00000", to=State.DONE, reason="x", seen=version(case), by=actor("bo")
        )
    casework.move_duty(
        subject=case,
        duty=duty.reference,
        to=State.DONE,
        reason="Spoke to her",
        seen=version(case),
        by=actor("bo"),
    )
    duty.refresh_from_db()
    assert (duty.state, duty.ended_by) == ("done", str(actor("bo")))


def test_an_answer_ends_the_question(case):
    arrive(telling(2, strands=""))
    asked = Duty.objects.get(kind="ask")
    report = Report.objects.order_by("-pk").first().reference
    casework.add_later_fact(
        subject=asked.subject, report=report, kind=AdditionKind.ANSWER, text="Race", seen=None, by=actor("bo")
    )
    asked.refresh_from_db()
    assert (asked.state, Addition.objects.get().text) == ("done", "Race")


def test_there_is_news_is_never_written_where_that_is_not_safe(case):
    report = Report.objects.get().reference
    before = Letter.objects.count()
    casework.tell_reporter(subject=case, report=report, seen=version(case), by=actor("bo"))
    assert Letter.objects.order_by("-pk").first().by == str(actor("bo"))
    assert Letter.objects.count() == before + 1
    arrive(telling(2, **{**AMINA, "safe_to_contact": "no"}))
    unsafe = Report.objects.order_by("-pk").first().reference
    other = Case.objects.order_by("-pk").first().reference
    with pytest.raises(NotNow, match="not safe"):
        casework.tell_reporter(subject=other, report=unsafe, seen=version(other), by=actor("bo"))


# -- two officers at once


def test_the_second_officer_is_refused_and_nothing_is_overwritten(case):
    seen = version(case)
    casework.write_note(case=case, text="First", seen=seen, by=actor("bo"))
    with pytest.raises(Changed):
        casework.write_note(case=case, text="Second", seen=seen, by=actor("gita"))
    assert Note.objects.get().text == "First"
    assert len(lines("cases.note", refused=True)) == 1


def test_a_report_that_joins_makes_the_version_grow(case):
    seen = version(case)
    arrive(telling(2, **AMINA, content_urls="https://x.com/invented/status/1001"))
    assert Case.objects.count() == 1
    assert version(case) > seen


def test_a_step_that_fails_leaves_nothing(case, monkeypatch):
    def broken(**_):
        raise RuntimeError

    monkeypatch.setattr(working.queue, "refresh", broken)
    seen = version(case)
    with pytest.raises(RuntimeError):
        casework.write_note(case=case, text="Lost", seen=seen, by=actor("bo"))
    assert not Note.objects.exists()
    assert version(case) == seen
    assert not lines("cases.note")


def test_an_exit_is_decided_and_a_report_that_stays_gets_its_case():
    arrive(telling(1, online="no"), telling(2, online="no"))
    one, two = Report.objects.order_by("pk").values_list("reference", flat=True)
    assert casework.decide_exit(report=one, leaves=True, reason="It was in the street", by=actor("bo")) == ""
    kept = casework.decide_exit(report=two, leaves=False, reason="It was shared online", by=actor("gita"))
    assert Case.objects.get().reference == kept
    with pytest.raises(NotPermitted):
        casework.decide_exit(report=one, leaves=True, reason="x", by=actor("chandra"))
