"""Not a crime: who opens the original, how everything comes back, how it is destroyed, and what the database itself refuses."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hub import pathway
from hub.aside import actions, rules
from hub.aside import queries as known
from hub.aside.actions import Hider
from hub.aside.models import Original, Written
from hub.aside.terms import Because, State
from hub.audit import queries as record
from hub.audit.models import Line, Reason
from hub.cases.models import Allocation, BreakGlass, Case, Headline, Note
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.content.models import Handle, Item
from hub.duties.models import Duty, Pause
from hub.duties.terms import Kind
from hub.identities.models import Telling as Sealed
from hub.keys.terms import Destroyed
from hub.pathway import aside, casework
from hub.queue.models import Waiting
from hub.reports.models import (
    Addition,
    Appearance,
    Disagreement,
    Report,
    Resend,
    Words,
)
from hub.triage.models import Decision
from tests.pathway.aside_world import (
    ADA,
    HANDLE,
    NAME,
    POSTED,
    a_case,
    case_with_the_name_everywhere,
    finish,
    found,
    later,
    set_aside,
    version,
)
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


_TOLD = (
    Words, Addition, Disagreement, Resend, Decision, Note, Headline, Allocation, BreakGlass, Pause, Case,
)  # fmt: skip


# -- the original


def test_the_original_is_opened_by_an_inspector_for_a_reason_and_by_nobody_else():
    case = a_case()
    report = Report.objects.get().reference
    set_aside(case)
    with pytest.raises(NotPermitted):
        aside.show_original(subject=case, report=report, reason="x", by=actor("bo"))
    with pytest.raises(Refusal, match="Say why"):
        aside.show_original(subject=case, report=report, reason=" ", by=actor("gita"))
    with pytest.raises(NotFound):
        aside.show_original(subject=case, report="R-AAAAA-BBBBB", reason="x", by=actor("gita"))
    (told,) = aside.show_original(subject=case, report=report, reason="They asked.", by=actor("gita"))
    assert told["account_handle"] == HANDLE


def test_everything_comes_back_as_it_was():
    case = case_with_the_name_everywhere()
    before = {model: list(model.objects.order_by("pk").values()) for model in _TOLD}
    reasons = set(Reason.objects.values_list("line", "text"))
    shown = [(each.url, each.text, each.post_id, each.key) for each in Item.objects.all()]
    set_aside(case)
    assert [list(model.objects.order_by("pk").values()) for model in _TOLD] != list(before.values())
    pathway.restore(subject=case, reason="Another look was granted.", by=BO)
    for model, then in before.items():
        now = list(model.objects.filter(pk__in=[each["id"] for each in then]).order_by("pk").values())
        assert [_plain(each) for each in now] == [_plain(each) for each in then], model
    assert reasons <= set(Reason.objects.values_list("line", "text"))
    assert shown == [
        (each.url, each.text, each.post_id, each.key)
        for each in Item.objects.filter(pk__in=Appearance.objects.values("item"))
    ]
    assert found(HANDLE) == [Report.objects.get().reference]
    assert Handle.objects.get().handle == HANDLE
    again = Duty.objects.get(subject=case, kind=Kind.RECORDED, state="running")
    assert again.detail == "It was brought back: decide it again."
    assert Waiting.objects.get(subject=case).live
    row = Original.objects.get()
    assert (row.state, bytes(row.wrapped_key), bytes(row.sealed)) == (State.RESTORED, b"", b"")
    assert not record.verify().findings, "the record's reasons are those that were typed"


def _plain(row):
    """A row without what grows with every step."""
    return {name: each for name, each in row.items() if name not in {"version", "to_at"}}


def test_a_report_without_a_case_comes_back_as_well():
    report = Report.objects.get(
        pk=arrive(telling(1, **{**AMINA, **POSTED, "borough": "Kent"}))[0].report_id
    ).reference
    set_aside(report)
    assert found(HANDLE) == []
    pathway.restore(subject=report, reason="They asked.", by=BO)
    assert found(HANDLE) == [report]
    assert Waiting.objects.get(subject=report).live


def test_what_is_not_set_aside_has_no_original():
    case = a_case()
    for step in (
        lambda: aside.read(subject=case, by=BO),
        lambda: pathway.ask_for_another_look(subject=case, reason="x", by=BO),
    ):
        with pytest.raises(NotFound, match="is not set aside"):
            step()
    with pytest.raises(NotFound, match="There is no case"):
        set_aside("C-AAAAA-BBBBB")


def test_a_run_that_comes_too_early_or_twice_changes_nothing():
    set_aside(a_case())
    row = Original.objects.get()
    actions.lapse(original=row.pk, by=MACHINE)
    assert not actions.dispose(original=row.pk, hider=Hider((), frozenset()), by=MACHINE)
    assert not actions.dispose(original=row.pk + 1, hider=Hider((), frozenset()), by=MACHINE)
    assert actions.expire(submission=0, by=MACHINE) == ""
    assert Original.objects.get().state == State.KEPT


def test_what_came_back_can_be_set_aside_again():
    case = a_case()
    set_aside(case)
    pathway.restore(subject=case, reason="They asked.", by=BO)
    set_aside(case)
    assert [each.state for each in Original.objects.order_by("pk")] == [State.RESTORED, State.KEPT]
    assert found(HANDLE) == []


def test_what_was_written_since_is_not_overwritten_when_the_rest_comes_back():
    case = a_case()
    set_aside(case)
    duty = Duty.objects.filter(subject=case, state="done").first()
    Duty.objects.filter(pk=duty.pk).update(ended_because="Written since.")
    pathway.restore(subject=case, reason="They asked.", by=BO)
    duty.refresh_from_db()
    assert duty.ended_because == "Written since."


def test_asking_for_another_look_holds_the_original_and_stands_in_the_queue(monkeypatch):
    case = a_case()
    set_aside(case)
    finish(case)
    pathway.ask_for_another_look(subject=case, reason="She says that it goes on.", by=BO)
    row = Original.objects.get()
    assert (row.state, row.because, row.held_by) == (State.HELD, Because.ANOTHER_LOOK, str(BO))
    waiting = Waiting.objects.get(subject=case)
    assert waiting.live
    assert NAME.split()[0] not in waiting.headline
    with pytest.raises(NotNow, match="held for that already"):
        pathway.ask_for_another_look(subject=case, reason="Again.", by=BO)
    with pytest.raises(NotNow, match="waits for another look"):
        aside.hold_original(subject=case, until=None, reason="A court.", by=OPERATOR)
    later(monkeypatch, days=400)
    assert pathway.dispose_of_originals(by=MACHINE) == 0, "what is held is never disposed of"
    pathway.refuse_another_look(subject=case, reason="It stays.", by=OPERATOR)
    assert not Waiting.objects.get(subject=case).live
    with pytest.raises(NotNow, match="Nobody holds"):
        pathway.refuse_another_look(subject=case, reason="It stays.", by=OPERATOR)
    with pytest.raises(NotNow, match="They could ask until"):
        pathway.ask_for_another_look(subject=case, reason="Again.", by=BO)
    assert pathway.dispose_of_originals(by=MACHINE) == 1


def test_a_hold_for_a_court_ends_by_itself_on_the_day_that_was_set(monkeypatch):
    case = a_case()
    set_aside(case)
    with pytest.raises(Refusal, match="not over yet"):
        aside.hold_original(
            subject=case, until=known.today() - timedelta(days=1), reason="A court.", by=OPERATOR
        )
    aside.hold_original(
        subject=case, until=known.today() + timedelta(days=90), reason="A court.", by=OPERATOR
    )
    later(monkeypatch, days=70)
    assert pathway.dispose_of_originals(by=MACHINE) == 0
    later(monkeypatch, days=91)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert Line.objects.filter(action="aside.lapse", subject=case).count() == 1


# -- disposal


def test_on_its_day_the_keys_are_destroyed_and_the_ciphertext_is_overwritten(monkeypatch):
    case = case_with_the_name_everywhere()
    report = Report.objects.get().reference
    set_aside(case)
    later(monkeypatch, days=60)
    assert pathway.dispose_of_originals(by=MACHINE) == 0, "they may ask until the end of that day"
    later(monkeypatch, days=1)
    assert known.counts() == {"there": 1, "held": 0, "due": 1}
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert pathway.dispose_of_originals(by=MACHINE) == 0, "once is enough"
    assert {(bytes(each.wrapped_key), bytes(each.sealed)) for each in Sealed.objects.all()} == {(b"", b"")}
    row = Original.objects.get()
    assert (row.state, bytes(row.wrapped_key), bytes(row.sealed)) == (State.DISPOSED, b"", b"")
    for step in (
        lambda: aside.show_original(subject=case, report=report, reason="x", by=actor("gita")),
        lambda: pathway.restore(subject=case, reason="x", by=BO),
        lambda: pathway.ask_for_another_look(subject=case, reason="x", by=BO),
    ):
        with pytest.raises(Destroyed):
            step()
    line = Line.objects.get(action="aside.dispose", refused=False)
    assert (line.subject, line.codes["tellings"], line.kind) == (case, 2, "erasure")
    assert known.standing([case]) == {case}, "it stays set aside"
    assert aside.read(subject=case, by=BO).state == State.DISPOSED


def test_the_daily_run_asks_the_workers_for_each_that_is_due(monkeypatch):
    set_aside(a_case())
    later(monkeypatch, days=61)
    assert pathway.ask_to_dispose(by=MACHINE) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'aside.dispose'")
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"id": Original.objects.get().pk}]
    row = Original.objects.get().pk
    assert pathway.dispose_of_original(original=row, by=MACHINE)
    assert not pathway.dispose_of_original(original=row, by=MACHINE), "a job that runs twice does nothing"


# -- what the database itself refuses


def _refused(words, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words, values)


def test_the_application_masks_nothing_by_itself_and_nothing_that_is_not_set_aside():
    one, two = a_case(1), a_case(2, **ADA)
    note = {
        case: casework.write_note(case=case, text="Invented.", seen=version(case), by=actor("bo"))
        for case in (one, two)
    }
    set_aside(one)
    original = Original.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_note WHERE reference = ANY(%s) ORDER BY id", [list(note.values())]
        )
        mine, theirs = (each for (each,) in cursor.fetchall())
    _refused("UPDATE cases_note SET text = 'x' WHERE id = %s", mine)
    write = "SELECT aside_write(%s, %s, %s, %s, %s)"
    _refused(write, original, "cases_note", "text", theirs, "x")
    _refused(write, original, "cases_note", "by", mine, "x")
    _refused(write, original, "audit_line", "actor", 1, "x")
    _refused(write, original + 1, "cases_note", "text", mine, "x")
    _refused("SELECT aside_take_reason(%s, %s)", original, Line.objects.filter(subject=two).first().pk)
    other = Report.objects.latest("pk").sealed_id
    _refused("SELECT aside_destroy_telling(%s, %s)", original, other)
    _refused(
        "INSERT INTO aside_written (original, at, transaction, place, row, verb) VALUES (1, now(), 1, 'x', 1, 'x')"
    )
    _refused("DELETE FROM aside_written")


def test_every_row_that_was_masked_has_a_line_of_its_own():
    case = case_with_the_name_everywhere()
    set_aside(case)
    rows = Written.objects.all()
    assert known.written(Original.objects.get().pk) == rows.count() > 15
    assert rows.filter(place="audit_reason").count() >= 8
    assert {each.verb for each in rows} == {"written", "taken"}
    assert not record.verify().findings


@pytest.mark.parametrize(
    "sentence",
    [
        aside._ENDED,
        aside._ASKED,
        aside._ANSWERED,
        "You have claimed it.",
        "Immediate danger is reported.",
        "It happened online.",
    ],
)
def test_what_the_hub_itself_says_is_not_masked(sentence):
    assert rules.mask(sentence, known.plain_words()) == sentence
