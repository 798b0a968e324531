"""Duties start, pause, go on, end and go with a report to its case: what each leaves, and whom it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from hub.audit.models import Line, Reason
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties import actions
from hub.duties.models import Duty, Pause, Reminder
from hub.duties.terms import Kind
from tests.duties.duties_world import NEW, TUESDAY, lines, somebody_elses_untouched, started
from tests.held_clock import held_at
from tests.walks import AUDITOR, BO, MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Holds the clock still, at Tuesday 24 November 2026 09:00 unless told otherwise."""
    return held_at(monkeypatch, TUESDAY)


@pytest.fixture(autouse=True)
def noise(at):
    """Duties of somebody else, which nothing here may touch."""
    with somebody_elses_untouched():
        yield


MOVES = {
    "pause": actions.pause,
    "resume": actions.resume,
    "complete": actions.complete,
    "mark_not_possible": actions.mark_not_possible,
}
STATES = {"pause": "paused", "resume": "running", "complete": "done", "mark_not_possible": "not-possible"}


def ready_for(name):
    row = started()
    if name == "resume":
        actions.pause(reference=row.reference, reason="She is abroad.", by=BO)
    return row


# Starting


def test_a_duty_starts_with_the_clock_in_force_and_one_line_of_the_record():
    assert actions.start(duties=[NEW, replace(NEW, kind=Kind.VICTIM_UPDATE, enhanced=False)], by=MACHINE) == 2
    referral, update = Duty.objects.filter(subject="C-1").order_by("pk")
    assert (referral.state, referral.code_version) == ("running", "victims-code-2021")
    assert referral.due_at == datetime(2026, 11, 26, 23, 59, 59, tzinfo=UTC)
    assert update.due_at == datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)
    assert [line.codes["duty"] for line in lines("duties.start")] == [referral.reference, update.reference]


def test_a_duty_that_is_done_or_not_possible_from_the_first_says_why():
    done = started(kind=Kind.RECORDED, done_reason="The crime reference was given.")
    never = started(kind=Kind.VICTIM_UPDATE, not_possible_reason="No safe contact was given.")
    assert (done.state, done.ended_because, done.ended_at) == (
        "done", "The crime reference was given.", TUESDAY,
    )  # fmt: skip
    assert (never.state, never.ended_because) == ("not-possible", "No safe contact was given.")


def test_a_duty_that_lives_already_stands_whether_running_or_paused():
    row = started(detail="first")
    assert actions.start(duties=[replace(NEW, from_at=TUESDAY + timedelta(days=3))], by=MACHINE) == 0
    actions.pause(reference=row.reference, reason="She is abroad.", by=BO)
    assert actions.start(duties=[NEW, NEW], by=MACHINE) == 0
    assert Duty.objects.get(subject="C-1").detail == "first"
    assert len(lines("duties.start")) == 1


def test_a_duty_that_was_done_is_not_started_again_but_a_danger_told_again_is():
    for kind, times in [(Kind.RECORDED, 1), (Kind.ALARM, 2)]:
        row = started(kind=kind)
        actions.complete(reference=row.reference, reason="It was done.", by=BO)
        actions.start(duties=[replace(NEW, kind=kind)], by=MACHINE)
        assert Duty.objects.filter(subject="C-1", kind=kind).count() == times


def test_what_was_not_possible_starts_when_a_safe_contact_is_given():
    started(not_possible_reason="No safe contact was given.")
    assert actions.start(duties=[replace(NEW, not_possible_reason="Still none.")], by=MACHINE) == 0
    assert actions.start(duties=[NEW], by=MACHINE) == 1
    assert set(Duty.objects.filter(subject="C-1").values_list("state", flat=True)) == {
        "not-possible",
        "running",
    }


def test_a_crime_reference_told_with_a_second_report_ends_the_duty_that_runs():
    row = started(kind=Kind.RECORDED)
    actions.pause(reference=row.reference, reason="The system is down.", by=BO)
    told = replace(NEW, kind=Kind.RECORDED, done_reason="The crime reference was given.")
    assert actions.start(duties=[told], by=MACHINE) == 0
    row.refresh_from_db()
    assert (row.state, row.ended_because) == ("done", "The crime reference was given.")
    assert Pause.objects.get(duty=row).to_at == TUESDAY
    assert len(lines("duties.done")) == 1


def test_two_reports_of_one_case_in_one_batch_start_one_duty():
    told = [NEW, replace(NEW, done_reason="The crime reference was given."), NEW]
    assert actions.start(duties=told, by=MACHINE) == 1
    assert Duty.objects.get(subject="C-1").state == "done"


def test_a_batch_costs_no_more_queries_than_one_duty(django_assert_max_num_queries):
    many = [replace(NEW, subject=f"C-{number}") for number in range(10, 210)]
    with django_assert_max_num_queries(8):
        assert actions.start(duties=many, by=MACHINE) == 200


def test_nothing_to_start_is_nothing_done(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert actions.start(duties=[], by=MACHINE) == 0


# Moving


@pytest.mark.parametrize("name", MOVES)
def test_a_duty_moves_with_its_reason_and_one_line_of_the_record(name):
    row = ready_for(name)
    MOVES[name](reference=row.reference, reason="An invented reason.", by=BO)
    row.refresh_from_db()
    assert row.state == STATES[name]
    ended = STATES[name] in {"done", "not-possible"}
    assert row.ended_because == ("An invented reason." if ended else "")
    assert row.ended_at == (TUESDAY if ended else None)
    (line,) = lines(f"duties.{STATES[name]}")
    assert line.actor == "hub-officer:bo"
    assert Reason.objects.get(line=line.pk).text == "An invented reason."


@pytest.mark.parametrize("name", MOVES)
def test_a_role_that_keeps_no_duties_moves_none(name):
    row = ready_for(name)
    with pytest.raises(NotPermitted):
        MOVES[name](reference=row.reference, reason="because", by=AUDITOR)
    assert Duty.objects.get(pk=row.pk).state == ("paused" if name == "resume" else "running")


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("reason", ["", " \t\n"])
def test_a_duty_does_not_move_without_a_reason(name, reason):
    row = ready_for(name)
    with pytest.raises(Refusal, match="Say why"):
        MOVES[name](reference=row.reference, reason=reason, by=BO)
    assert Duty.objects.get(pk=row.pk).state == ("paused" if name == "resume" else "running")


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("end", [actions.complete, actions.mark_not_possible])
def test_a_duty_that_has_ended_moves_no_more(name, end):
    row = started()
    end(reference=row.reference, reason="the first", by=BO)
    with pytest.raises(NotNow, match="Nothing was changed"):
        MOVES[name](reference=row.reference, reason="the second", by=BO)
    assert Duty.objects.get(pk=row.pk).ended_because == "the first"


def test_a_running_duty_cannot_be_resumed_nor_a_paused_one_paused():
    row = started()
    with pytest.raises(NotNow):
        actions.resume(reference=row.reference, reason="because", by=BO)
    actions.pause(reference=row.reference, reason="because", by=BO)
    with pytest.raises(NotNow):
        actions.pause(reference=row.reference, reason="because", by=BO)
    assert Pause.objects.count() == 1


@pytest.mark.parametrize("name", MOVES)
def test_an_unknown_duty_is_named_in_the_refusal(name):
    with pytest.raises(NotFound, match="D-NOBODY"):
        MOVES[name](reference="D-NOBODY", reason="because", by=BO)


@pytest.mark.parametrize("name", MOVES)
def test_a_move_rolls_back_whole(name):
    row = ready_for(name)
    counted = (Line.objects.count(), Pause.objects.count())
    before = Duty.objects.filter(pk=row.pk).values().get()
    with transaction.atomic():
        MOVES[name](reference=row.reference, reason="because", by=BO)
        assert Duty.objects.filter(pk=row.pk).values().get() != before
        transaction.set_rollback(True)
    assert (Line.objects.count(), Pause.objects.count()) == counted
    assert Duty.objects.filter(pk=row.pk).values().get() == before


def test_a_pause_gives_back_the_working_days_that_were_left(at):
    row = started()
    actions.pause(reference=row.reference, reason="She is abroad.", by=BO)
    at(datetime(2026, 12, 24, 9, tzinfo=UTC))
    actions.resume(reference=row.reference, reason="She is back.", by=BO)
    row.refresh_from_db()
    assert row.due_at == datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC)
    pause = Pause.objects.get()
    assert (pause.from_at, pause.to_at, pause.by, pause.reason) == (
        TUESDAY, datetime(2026, 12, 24, 9, tzinfo=UTC), "hub-officer:bo", "She is abroad.",
    )  # fmt: skip


def test_a_duty_paused_twice_gets_both_times_back(at):
    row = started(kind=Kind.RECORDED)
    for hours in (1, 4):
        at(TUESDAY + timedelta(hours=hours))
        actions.pause(reference=row.reference, reason="The system is down.", by=BO)
        at(TUESDAY + timedelta(hours=hours + 2))
        actions.resume(reference=row.reference, reason="It is up.", by=BO)
    row.refresh_from_db()
    assert row.due_at == TUESDAY + timedelta(hours=24 + 4)


def test_a_duty_that_is_overdue_is_not_paused(at):
    row = started(kind=Kind.RECORDED)
    at(TUESDAY + timedelta(hours=24, seconds=1))
    with pytest.raises(NotNow, match=r"“.+” is late already"):
        actions.pause(reference=row.reference, reason="because", by=BO)
    assert not Pause.objects.exists()


def test_a_paused_duty_that_ends_ends_its_pause(at):
    row = started()
    actions.pause(reference=row.reference, reason="because", by=BO)
    at(TUESDAY + timedelta(days=9))
    actions.complete(reference=row.reference, reason="It was done.", by=BO)
    assert Pause.objects.get().to_at == TUESDAY + timedelta(days=9)


# Ending every duty of a kind


def test_what_a_duty_waits_for_ends_it_for_every_subject_and_no_other_kind():
    for subject in ("C-1", "C-2", "C-3"):
        started(subject=subject)
    other = started(kind=Kind.ASK)
    found = actions.complete_kind(
        subjects=["C-1", "C-2"], kind=Kind.SUPPORT_REFERRAL, reason="She was referred.", by=BO
    )
    assert found == 2
    ended = Duty.objects.filter(ended_because="She was referred.").values_list("subject", "state")
    assert set(ended) == {("C-1", "done"), ("C-2", "done")}
    assert Duty.objects.get(pk=other.pk).state == "running"
    assert len(lines("duties.done")) == len(lines("duties.done", "C-2")) == 1


def test_ending_many_costs_no_more_queries_than_one(django_assert_max_num_queries):
    subjects = [f"C-{number}" for number in range(10, 110)]
    actions.start(duties=[replace(NEW, subject=each) for each in subjects], by=MACHINE)
    with django_assert_max_num_queries(7):
        actions.complete_kind(subjects=subjects, kind=NEW.kind, reason="because", by=BO)


def test_a_kind_is_not_ended_without_a_reason_or_by_the_wrong_role():
    started()
    with pytest.raises(Refusal, match="Say why"):
        actions.complete_kind(subjects=["C-1"], kind=NEW.kind, reason=" ", by=BO)
    with pytest.raises(NotPermitted):
        actions.complete_kind(subjects=["C-1"], kind=NEW.kind, reason="because", by=AUDITOR)
    assert Duty.objects.get(subject="C-1").state == "running"


def test_a_kind_that_has_ended_already_stays_as_it_was():
    row = started()
    actions.mark_not_possible(reference=row.reference, reason="She moved away.", by=BO)
    assert actions.complete_kind(subjects=["C-1"], kind=NEW.kind, reason="because", by=BO) == 0
    assert Duty.objects.get(pk=row.pk).state == "not-possible"


# Moving to the case


def test_live_duties_go_with_the_report_to_its_case_and_what_is_live_there_stands():
    started(subject_kind="report", subject="R-1", detail="of the report")
    ask = started(subject_kind="report", subject="R-1", kind=Kind.ASK)
    alarm = started(subject_kind="report", subject="R-1", kind=Kind.ALARM)
    update = started(subject_kind="report", subject="R-1", kind=Kind.VICTIM_UPDATE)
    actions.pause(reference=ask.reference, reason="because", by=BO)
    actions.complete(reference=alarm.reference, reason="because", by=BO)
    standing = started()
    assert actions.transfer(from_report="R-1", to_case="C-1", by=BO) == 2
    on_case = Duty.objects.filter(subject_kind="case", subject="C-1").values_list("pk", flat=True)
    assert set(on_case) == {standing.pk, ask.pk, update.pk}
    left = Duty.objects.filter(subject_kind="report", subject="R-1").values_list("kind", "state")
    assert set(left) == {("support-referral", "running"), ("alarm", "done")}
    (line,) = lines("duties.transfer")
    assert line.codes == {"from": "R-1", "duties": 2}


def test_where_nothing_is_live_nothing_moves_and_nothing_is_recorded():
    started(subject_kind="report", subject="R-1", done_reason="because")
    assert actions.transfer(from_report="R-1", to_case="C-1", by=BO) == 0
    assert not lines("duties.transfer")


# All of them


CALLS = {
    "start": lambda by: actions.start(duties=[replace(NEW, subject="C-2")], by=by),
    "complete_kind": lambda by: actions.complete_kind(
        subjects=["C-1"], kind=NEW.kind, reason="because", by=by
    ),
    "transfer": lambda by: actions.transfer(from_report="R-1", to_case="C-1", by=by),
    "remind": lambda by: actions.remind(by=by),
}


@pytest.fixture
def something_to_do(at):
    started()
    started(subject_kind="report", subject="R-1", kind=Kind.ASK)
    at(TUESDAY + timedelta(days=9))


def everything():
    return [list(each.objects.order_by("pk").values()) for each in (Duty, Pause, Reminder, Line)]


@pytest.mark.parametrize("name", CALLS)
def test_a_role_that_keeps_no_duties_changes_none(name, something_to_do):
    before = everything()
    with pytest.raises(NotPermitted):
        CALLS[name](AUDITOR)
    assert everything() == before


@pytest.mark.parametrize("name", CALLS)
def test_what_fails_later_leaves_nothing_of_it(name, something_to_do):
    before = everything()
    with transaction.atomic():
        CALLS[name](MACHINE)
        assert everything() != before
        transaction.set_rollback(True)
    assert everything() == before
