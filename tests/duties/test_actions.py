from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hub.audit.models import Line, Reason
from hub.common import clock, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties import actions, queries
from hub.duties.models import Duty, Pause, Reminder
from hub.duties.terms import Kind, NewDuty
from tests.walks import AUDITOR, BO, MACHINE

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEW = NewDuty("case", "C-1", Kind.SUPPORT_REFERRAL, TUESDAY)


@pytest.fixture
def at(monkeypatch):
    """Holds the clock still, at Tuesday 24 November 2026 09:00 unless told otherwise."""

    def hold(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    hold(TUESDAY)
    return hold


@pytest.fixture(autouse=True)
def noise(at):
    """Duties of somebody else, which nothing here may touch."""
    actions.start(
        duties=[
            replace(NEW, subject="C-0", historic=True),
            replace(NEW, subject="C-0", kind=Kind.ALARM, historic=True),
            replace(NEW, subject="C-0", kind=Kind.ASK, done_reason="It was asked.", historic=True),
        ],
        by=MACHINE,
    )
    before = list(Duty.objects.filter(subject="C-0").order_by("pk").values())
    yield
    assert list(Duty.objects.filter(subject="C-0").order_by("pk").values()) == before


def started(**facts):
    new = replace(NEW, **facts)
    actions.start(duties=[new], by=MACHINE)
    return Duty.objects.filter(subject=new.subject, kind=new.kind).latest("pk")


def lines(action, subject="C-1"):
    return list(Line.objects.filter(action=action, subject=subject))


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


# Reminding


def test_somebody_is_reminded_once_before_and_once_after(at):
    row = started(kind=Kind.RECORDED)
    found = []
    for hours in (0, 19, 20, 21, 24, 25, 48):
        at(TUESDAY + timedelta(hours=hours))
        found += [(hours, each.occasion, each.due.reference) for each in actions.remind(by=MACHINE)]
    assert found == [(20, "soon", row.reference), (25, "overdue", row.reference)]
    assert Reminder.objects.count() == len(lines("duties.remind")) == 2


def test_a_reminder_names_what_is_to_be_done_of_what_and_by_when(at):
    row = started()
    at(row.due_at)
    (found,) = actions.remind(by=MACHINE)
    assert (found.due.subject_kind, found.due.subject) == ("case", "C-1")
    assert found.due.title == "Refer the victim to specialist support"
    assert found.due.due_at == row.due_at
    assert not found.due.overdue


def test_nobody_is_reminded_of_what_is_historic_paused_or_ended(at):
    paused = started()
    actions.pause(reference=paused.reference, reason="because", by=BO)
    started(kind=Kind.RECORDED, historic=True)
    started(kind=Kind.VICTIM_UPDATE, not_possible_reason="No safe contact was given.")
    at(TUESDAY + timedelta(days=60))
    assert actions.remind(by=MACHINE) == ()


def test_a_duty_that_runs_on_to_another_time_is_reminded_of_again(at):
    row = started(kind=Kind.RECORDED)
    at(TUESDAY + timedelta(hours=22))
    assert len(actions.remind(by=MACHINE)) == 1
    actions.pause(reference=row.reference, reason="because", by=BO)
    at(TUESDAY + timedelta(hours=42))
    actions.resume(reference=row.reference, reason="because", by=BO)
    assert len(actions.remind(by=MACHINE)) == 1


def test_reminders_come_in_pages_with_the_first_due_first(at, monkeypatch):
    monkeypatch.setattr("hub.duties.actions.duties._REMINDERS_AT_ONCE", 2)
    for number in range(5, 0, -1):
        started(subject=f"C-{number}", kind=Kind.ALARM, from_at=TUESDAY + timedelta(minutes=number))
    at(TUESDAY + timedelta(days=1))
    pages = [[each.due.subject for each in actions.remind(by=MACHINE)] for _ in range(4)]
    assert pages == [["C-1", "C-2"], ["C-3", "C-4"], ["C-5"], []]


def test_a_page_of_reminders_costs_no_more_queries_than_one(at, django_assert_max_num_queries):
    actions.start(duties=[replace(NEW, subject=f"C-{number}") for number in range(10, 110)], by=MACHINE)
    at(TUESDAY + timedelta(days=9))
    with django_assert_max_num_queries(5):
        assert len(actions.remind(by=MACHINE)) == 100


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


# What the tables hold, whoever writes


@pytest.mark.parametrize(
    "change",
    [
        {"state": "forgotten"},
        {"kind": "forgotten"},
        {"subject_kind": "person"},
        {"due_at": TUESDAY - timedelta(seconds=1)},
        {"state": "done"},
        {"state": "done", "ended_at": TUESDAY},
        {"ended_at": TUESDAY, "ended_because": "because"},
    ],
)
def test_the_table_refuses_a_duty_that_cannot_be(change):
    row = started()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=row.pk).update(**change)


def test_the_table_refuses_a_second_live_duty_and_a_second_open_pause():
    row = started()
    actions.pause(reference=row.reference, reason="because", by=BO)
    copy = Duty.objects.get(pk=row.pk)
    copy.pk, copy.reference = None, references.new("D")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.bulk_create([copy])
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(duty=row, from_at=TUESDAY, by="b", reason="because")


@pytest.mark.parametrize("change", [{"reason": ""}, {"to_at": TUESDAY - timedelta(seconds=1)}])
def test_the_table_refuses_a_pause_that_cannot_be(change):
    row = started()
    actions.pause(reference=row.reference, reason="because", by=BO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.update(**change)


# Reading


def test_what_is_due_comes_page_by_page_each_once_also_where_many_are_due_at_once(at):
    actions.start(
        duties=[
            replace(NEW, subject=f"C-{number}", from_at=TUESDAY + timedelta(days=number % 2))
            for number in range(10, 17)
        ],
        by=MACHINE,
    )
    found, after = [], ""
    while True:
        page, after = queries.due(after=after, limit=3, kind=Kind.SUPPORT_REFERRAL)
        assert len(page) <= 3
        found += page
        if not after:
            break
    assert [(each.due_at, each.id) for each in found] == sorted({(each.due_at, each.id) for each in found})
    assert len(found) == 8
    assert not any(each.overdue for each in found)


def test_what_is_due_can_be_narrowed_to_a_kind_a_subject_or_what_is_late(at):
    started()
    alarm = started(kind=Kind.ALARM)
    at(TUESDAY + timedelta(hours=1))
    assert [each.reference for each in queries.due(subject="C-1", kind=Kind.ALARM)[0]] == [alarm.reference]
    assert len(queries.due(subject="C-1")[0]) == 2
    late, after = queries.due(subject="C-1", overdue_only=True)
    assert [(each.kind, each.overdue) for each in late] == [(Kind.ALARM, True)]
    assert after == ""


@pytest.mark.parametrize(
    "after", ["nonsense", "2026-11-24_1x", "2026-11-24T09:00:00_1", "_", "2026-11-24T09:00:00+00:00_"]
)
def test_a_page_that_begins_nowhere_is_an_error(after):
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        queries.due(after=after)


def test_the_duties_of_a_subject_are_all_there_in_the_order_in_which_they_are_due():
    row = started()
    actions.complete(reference=row.reference, reason="It was done.", by=BO)
    started(kind=Kind.ALARM)
    shown = queries.of_subjects(["C-1", "C-2"])
    assert [(each.kind, each.state, each.ended_because) for each in shown] == [
        (Kind.ALARM, "running", ""), (Kind.SUPPORT_REFERRAL, "done", "It was done."),
    ]  # fmt: skip


def test_duties_are_counted_by_state_and_by_kind(at):
    row = started(kind=Kind.ALARM)
    started()
    at(row.due_at + timedelta(seconds=1))
    assert queries.counts() == {"running": 4, "paused": 0, "done": 1, "not-possible": 0, "overdue": 2}
    counted = queries.counts_by_kind()
    assert counted[Kind.ASK] == {"running": 0, "paused": 0, "done": 1, "not-possible": 0}
    assert counted[Kind.ALARM]["running"] == 2
    assert set(counted) == set(Kind)


def test_what_is_due_next_is_found_by_its_index():
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):  # a table of a few rows would be read or sorted whole
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = Duty.objects.filter(state="running").order_by("due_at", "pk")[:50].explain()
    assert "duties_in_order" in plan
    assert "Sort" not in plan
