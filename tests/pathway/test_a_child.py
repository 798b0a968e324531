"""A victim known to be a child by the birth date alone is marked wherever they stand, named or not."""

import pytest

from hub import pathway
from hub.cases.models import Case
from hub.duties.models import Alarm
from hub.identities import actions as identities
from hub.pathway import alarming
from hub.queue import queries as queue
from hub.queue.models import Waiting
from hub.queue.terms import Filter
from hub.reports import actions as reports
from hub.reports import queries as known
from hub.reports.models import Addition, Report
from hub.reports.terms import AdditionKind
from hub.triage import rules as triage_rules
from tests.pathway.deciding_world import CRIME, SUMMARY, decide
from tests.queue.routing_world import childrens_queue, keep, stands
from tests.walks import AMINA, OPERATOR, arrive, replace, telling
from tests.web.accounts import actor, client_of
from tests.web.desk.alarms.test_pages import words

pytestmark = pytest.mark.django_db

BORN = {"victim_date_of_birth": "2015-01-01"}
ANYBODY = pytest.mark.parametrize("who", [AMINA, {}], ids=["named", "anonymous"])
ANSWERED = pytest.mark.parametrize("answer", [{}, {"victim_under_18": "no"}], ids=["not asked", "said no"])


def told(**more: str) -> str:
    """The case of a child, by the birth date."""
    arrive(telling(1, **{**BORN, **more}))
    return Case.objects.get().reference


@ANYBODY
@ANSWERED
def test_a_birth_date_marks_a_child_in_the_queue_its_rules_its_priority_and_the_second_check(who, answer):
    gita = actor("gita")
    childrens_queue(gita)
    keep(gita)
    case = told(**who, **answer)
    report = Report.objects.get()
    assert known.gists([report.pk])[report.pk].under_18
    assert known.filed([report.pk])[report.pk].under_18
    row = Waiting.objects.get(subject=case)
    assert (row.under_18, stands(case).queue) == (True, "children")
    assert "under-18" in row.factors
    assert [each.facts.subject for each in queue.page(Filter(vulnerable=True))[0]] == [case]
    found = decide(case, replace(CRIME, chosen=(SUMMARY,)))
    assert (found.waits, found.check) == (True, ("the victim is under 18",))


@ANYBODY
@ANSWERED
def test_a_birth_date_marks_a_child_on_every_page_and_for_the_control_room(who, answer):
    case = told(immediate_danger="yes", **who, **answer)
    bo = client_of("bo")
    alarm = Alarm.objects.get().reference
    for address in ("/desk/queue/", f"/desk/cases/{case}/", f"/desk/alarms/{alarm}/"):
        assert "Victim under 18" in words(bo.get(address)), address
    assert "Under 18 (under 13)" in words(bo.get(f"/desk/cases/{case}/"))
    needed = alarming.needed_of(case, "because", OPERATOR)
    assert "under 18" in needed.who
    assert "under 18" in triage_rules.passed_on(needed, ["birth-date"])["who"]


def test_a_later_fact_says_it_to_the_control_room_too():
    arrive(telling(1, **AMINA))
    case, report = Case.objects.get().reference, Report.objects.get().reference
    assert "under 18" not in alarming.needed_of(case, "because", OPERATOR).who
    pathway.add_fact(report=report, kind=AdditionKind.VICTIM_UNDER_18, text="She said so.", by=actor("bo"))
    assert "under 18" in alarming.needed_of(case, "because", OPERATOR).who
    (pk,) = Report.objects.values_list("pk", flat=True)
    assert known.filed([pk])[pk].under_18


@pytest.mark.parametrize("said", [BORN, {"victim_under_18": "yes"}], ids=["born", "said"])
def test_a_child_who_is_told_of_when_a_report_is_sent_again_is_marked_at_once_and_once(said):
    arrive(telling(1, **AMINA))
    arrive(telling(1, **AMINA, **said))
    arrive(telling(1, **AMINA, **said, wants="help"))
    assert Waiting.objects.get().under_18
    (fact,) = Addition.objects.all()
    assert (fact.kind, fact.text) == ("victim-under-18", "It was told when the report was sent again.")


def test_in_one_sequence_too_and_what_says_nothing_of_a_child_marks_nobody():
    arrive(telling(1), telling(1, **BORN), telling(2), telling(2, wants="help"))
    marked = {
        each.source_reference: known.gists([each.pk])[each.pk].under_18 for each in Report.objects.all()
    }
    assert marked == {"T-1": True, "T-2": False}
    assert set(Waiting.objects.values_list("under_18", flat=True)) == {True, False}


def test_a_child_of_a_report_that_was_taken_in_without_the_mark_is_known_by_the_age_band(monkeypatch):
    monkeypatch.setattr(reports.tellings.rules, "under_18", lambda telling: telling.victim_under_18)
    told()
    report = Report.objects.get()
    assert (report.under_18, report.age_band) == (None, "under 13")
    assert known.gists([report.pk])[report.pk].under_18
    assert known.filed([report.pk])[report.pk].under_18


def test_an_adult_by_the_birth_date_is_not_marked():
    case = told(victim_date_of_birth="1990-01-01")
    assert not Waiting.objects.get(subject=case).under_18
    assert "under 18" not in alarming.needed_of(case, "because", OPERATOR).who


def test_an_anonymous_childs_birth_date_is_not_kept_and_the_mark_is():
    told()
    report = Report.objects.get()
    assert (report.anonymous, report.under_18, report.age_band) == (True, True, "under 13")
    assert "victim_date_of_birth" not in identities.original(
        telling=report.sealed_id, subject=report.reference, reason="because", by=OPERATOR
    )
