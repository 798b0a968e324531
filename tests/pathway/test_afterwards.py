"""After the arrival: exits, later facts, duties, reminders, and what is refused."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Block, Line
from hub.cases.models import Case, Shared, Suggestion
from hub.common import clock, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties.models import Duty
from hub.letters.models import Letter
from hub.pathway import casework
from hub.queue import queries as queue
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


def reference(number: int = 1) -> str:
    return Report.objects.get(source_reference=f"T-{number}").reference


def stays(report: str) -> str:
    return casework.decide_exit(report=report, leaves=False, reason="It was online.", by=actor("bo"))


@pytest.mark.parametrize("decide", [pathway.confirm_exit, pathway.refuse_exit])
def test_an_exit_of_no_report_is_refused_and_what_was_typed_is_not_on_the_record(decide):
    with pytest.raises(NotFound, match="There is no report Amina Invented"):
        decide(report="Amina Invented", reason="because", by=BO)
    line = Line.objects.get(refused=True)
    assert (line.subject_kind, line.subject) == ("report", "not-a-reference")


def test_a_refusal_about_an_endless_reference_is_still_a_refusal():
    with pytest.raises(NotFound):
        pathway.add_fact(report="R" * 500, kind=AdditionKind.NOTE, text="x", by=BO)
    assert Line.objects.filter(refused=True).count() == 1


@pytest.mark.parametrize(
    ("text", "one"),
    [("R-7K3M9-QXT4H", True), ("", False), ("R-1", False), ("Amina Invented", False), ("R-ILOU0-00000", False)],
)  # fmt: skip
def test_a_reference_is_known_by_its_form(text, one):
    assert references.is_one(text) is one


def test_a_report_kept_with_the_hub_tells_its_unit_and_one_that_joins_a_case_tells_nobody_again():
    arrive(telling(1, online="no", **AMINA), telling(2, **AMINA, content_urls="https://x.com/a/status/1001"))
    told = Letter.objects.filter(template="unit-told")
    assert told.count() == 1
    pathway.refuse_exit(report=reference(1), reason="It was online after all.", by=BO)
    case = Case.objects.get()
    assert told.count() == 1, "the same victim and the same post: the case that the unit has"
    assert Duty.objects.filter(subject=case.reference, state="running").count() == 4
    arrive(telling(3, online="no", strands="disability"))
    pathway.refuse_exit(report=reference(3), reason="It was online.", by=BO)
    assert told.count() == 2


def test_who_had_a_report_that_stays_has_its_case_until_the_same_moment():
    arrive(telling(1, online="no"))
    until = pathway.claim(subject=reference(1), by=actor("bo"))
    case = stays(reference(1))
    row = queue.rows_of([case])[case]
    assert (row.holder_id, row.held_until) == (account("bo").pk, until)
    assert Line.objects.filter(action="queue.claim", subject=case, actor=str(actor("bo"))).count() == 1


def test_a_report_that_nobody_had_stays_as_a_case_that_nobody_has():
    arrive(telling(1, online="no"))
    case = stays(reference(1))
    assert queue.rows_of([case])[case].holder_id is None


def test_a_report_that_joins_a_colleagues_case_takes_it_from_nobody():
    arrive(telling(1, online="no", **AMINA), telling(2, **AMINA, content_urls="https://x.com/a/status/1001"))
    case = Case.objects.get().reference
    pathway.claim(subject=case, by=actor("ruth"))
    pathway.claim(subject=reference(1), by=actor("bo"))
    assert stays(reference(1)) == case
    assert queue.rows_of([case])[case].holder_id == account("ruth").pk


def test_a_report_kept_for_another_force_s_place_is_the_hub_s_own_case():
    arrive(telling(1, borough="Kent"))
    pathway.refuse_exit(report=reference(), reason="The victim moved to London.", by=BO)
    assert (Case.objects.get().state, Case.objects.get().unit) == ("with-hub", "")
    assert not Letter.objects.filter(template="unit-told").exists()


def test_a_report_for_the_public_that_is_kept_joins_the_public_case_of_its_post():
    url = {"reporter_role": "witness", "content_urls": "https://x.com/a/status/7"}
    arrive(telling(1, **url), telling(2, online="no", **url))
    pathway.refuse_exit(report=reference(2), reason="It was online.", by=BO)
    assert Case.objects.get().about == "public"


def test_two_public_cases_that_one_report_shows_are_suggested_for_each_other():
    one, two = ("https://x.com/a/status/7", "https://x.com/a/status/8")
    for number, urls in enumerate([one, two, f"{one} {two}"]):
        arrive(telling(number, reporter_role="witness", content_urls=urls))
    assert Case.objects.count() == 2
    assert Shared.objects.filter(suggestion=Suggestion.objects.get(), alike="public").count() == 1


def test_a_crime_reference_of_a_report_without_a_case_ends_its_own_duty_and_a_note_ends_none():
    arrive(telling(1, borough="Kent"), telling(2))
    for number in (1, 2):
        pathway.add_fact(report=reference(number), kind=AdditionKind.NOTE, text="Invented.", by=BO)
    assert not Duty.objects.filter(kind="recorded", state="done").exists()
    pathway.add_fact(report=reference(1), kind=AdditionKind.CRIME_REFERENCE, text="INV/1/26", by=BO)
    assert Duty.objects.get(kind="recorded", state="done").subject == reference(1)


def test_each_change_of_a_telling_names_what_differs_from_the_first_and_the_look_at_it_is_recorded():
    first, changed, again = telling(1), telling(1, wants="help"), telling(1, wants="advice")
    _, second, third = arrive(first, changed, again)
    assert second.columns == third.columns == ("wants",)
    arrive(telling(1, wants="an answer"))
    opened = Line.objects.get(action="identities.original")
    assert opened.subject == reference(), "the look is on the record under the report's own reference"


def test_history_that_comes_again_and_says_something_else_is_read_but_raises_no_alarm():
    arrive(telling(1), historic=True)
    arrive(telling(1, immediate_danger="yes"), historic=True)
    review = Duty.objects.get(kind="review-change")
    assert (review.state, review.historic) == ("running", True)
    assert not Duty.objects.filter(kind="alarm").exists()


def test_the_unit_is_reminded_of_its_case_and_the_hub_of_what_has_none(monkeypatch):
    arrive(telling(1, immediate_danger="yes"), telling(2))
    later = clock.now() + timedelta(days=1, hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    made = pathway.remind(by=MACHINE)
    letters = Letter.objects.filter(template="reminder")
    assert letters.count() == made
    to = {(each.subject_kind, each.recipient_kind, each.recipient) for each in letters}
    assert to == {("case", "unit", "CE"), ("report", "hub", "")}
    assert {"Overdue"} <= {each.facts["occasion"] for each in letters}
    assert pathway.remind(by=MACHINE) == 0


def test_a_clock_is_stopped_and_goes_on_and_ends_once(monkeypatch):
    arrive(telling(1))
    duty = Duty.objects.get(kind="recorded").reference
    pathway.pause_duty(duty=duty, reason="The crime system is down.", by=BO)
    pathway.resume_duty(duty=duty, reason="It is up.", by=BO)
    pathway.complete_duty(duty=duty, reason="It was recorded.", by=BO)
    with pytest.raises(NotNow, match="Nothing was changed"):
        pathway.mark_duty_not_possible(duty=duty, reason="because", by=BO)
    line = Line.objects.get(refused=True)
    assert (line.action, line.subject) == ("duties.mark_not_possible", duty)


def test_a_restored_backup_is_not_said_without_a_reason():
    with pytest.raises(Refusal, match="Say which backup"):
        pathway.begin_epoch(reason=" ", by=OPERATOR)
    assert not Block.objects.exists()
    assert Line.objects.get(refused=True).action == "audit.new-epoch"


def test_a_unit_that_is_not_there_gets_no_mailbox_and_only_that_is_on_the_record():
    with pytest.raises(NotFound, match="There is no command unit XX"):
        pathway.set_mailbox(unit="XX", address="xx@example.org", by=OPERATOR)
    assert [(each.action, each.subject) for each in Line.objects.all()] == [("places.set-mailbox", "unit")]


@pytest.mark.parametrize("desk", [True, False])
def test_an_answer_ends_the_question_by_whatever_way_it_is_recorded(desk):
    (found,) = arrive(telling(1, online="", strands=""))
    reference, case = Report.objects.get(pk=found.report_id).reference, found.placed.case
    assert Duty.objects.get(subject=case, kind="ask").state == "running"
    if desk:
        casework.add_later_fact(
            subject=case,
            report=reference,
            kind=AdditionKind.ANSWER,
            text="Online.",
            seen=None,
            by=actor("bo"),
        )
    else:
        pathway.add_fact(report=reference, kind=AdditionKind.ANSWER, text="Online.", by=OPERATOR)
    asked = Duty.objects.get(subject=case, kind="ask")
    assert (asked.state, asked.ended_because) == ("done", "The answer was recorded.")
