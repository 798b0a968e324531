"""Not a crime: what is sealed, what is masked, what leaves, what is still seen, and the way back."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from hub import pathway
from hub.aside import actions, rules
from hub.aside import queries as known
from hub.aside.actions import Hider
from hub.aside.models import Original, Written
from hub.aside.terms import Because, IsSetAside, State
from hub.audit import queries as record
from hub.audit.models import Line, Reason
from hub.cases.models import Allocation, BreakGlass, Case, Headline, Note, PublicItem, Shared, Suggestion
from hub.cases.terms import Alike
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.content.models import Account, Handle, Item
from hub.duties.models import Duty, Pause
from hub.duties.terms import Kind
from hub.identities.models import Telling as Sealed
from hub.keys.terms import Destroyed
from hub.pathway import aside, casework, opening
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.models import Waiting
from hub.reports.models import (
    Addition,
    Appearance,
    Conduct,
    Disagreement,
    Perception,
    Report,
    Resend,
    Words,
)
from hub.reports.terms import AdditionKind
from hub.triage.models import Decision
from hub.web.desk.queue import rows
from tests.pathway.aside_world import HANDLE, LINK, NAME, case_with_the_name_everywhere, version
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db

ADA = {"reporter_name": "Ada Invented", "reporter_email": "ada@example.org", "reporter_phone": ""}
_TOLD = (
    Words, Addition, Disagreement, Resend, Decision, Note, Headline, Allocation, BreakGlass, Pause, Case,
)  # fmt: skip
POSTED = {"account_handle": HANDLE, "platform": "X", "content_urls": LINK, "content_text": f"Words of {NAME}"}


def case_of(arrived):
    return pathway.whereabouts([arrived.report_id])[arrived.report_id].case


def a_case(number=1, **given):
    return case_of(arrive(telling(number, **{**AMINA, **POSTED, **given}))[0])


def set_aside(subject, by=BO):
    return pathway.set_aside(subject=subject, decided_at=clock.now(), by=by)


def later(monkeypatch, **by):
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


def found(words):
    return [each.reference for each in pathway.find(words=words, before=None, by=BO)[0]]


# -- what leaves


def test_the_day_until_which_the_original_is_kept_is_told():
    case = a_case()
    done = set_aside(case)
    assert done.kept_until == known.today() + timedelta(days=60)
    row = Original.objects.get()
    assert (done.reference, row.dispose_on, row.state, row.rule) == (
        row.reference,
        done.kept_until,
        State.KEPT,
        "local-2026",
    )


def test_expert_check_1_whoever_was_reported_cannot_be_found_any_more_by_handle_link_or_words():
    case = a_case(what_happened=f"In my garden {NAME} shouted")
    report = Report.objects.get().reference
    casework.set_headline(case=case, words=f"Shouting by {NAME}", seen=version(case), by=actor("bo"))
    for words in (HANDLE, LINK, "Quarkwright", "garden", "Shouting", "X"):
        assert found(words) == [report], words
    set_aside(case)
    for words in (HANDLE, LINK, "Quarkwright", "garden", "Shouting", "X"):
        assert found(words) == [], words
    assert found(case) == [report], "by its own reference it is found still"


def test_what_is_structured_stays_for_the_figures_and_no_perception_is_lost():
    case = a_case(strands="race; disability", borough="Hackney")
    before = list(Perception.objects.values_list())
    set_aside(case)
    assert list(Perception.objects.values_list()) == before
    assert Words.objects.get().given["strands"] == "race; disability"
    assert Case.objects.get().borough == "hackney"
    assert Words.objects.get().given["platform"] == "X"


def finish(case):
    for duty in Duty.objects.filter(subject=case, state__in=["running", "paused"]):
        aside.end_duty(subject=case, duty=duty.reference, done=True, reason="Done.", by=BO)


def test_danger_is_acted_on_before_anything_is_set_aside():
    danger = case_of(arrive(telling(9, **ADA, immediate_danger="yes"))[0])
    with pytest.raises(NotNow, match="may be in danger"):
        set_aside(danger)
    assert Waiting.objects.get(subject=danger).live


def test_what_is_owed_to_somebody_goes_on_and_then_it_leaves_the_queue():
    case = a_case(victim_under_18="yes")
    set_aside(case)
    report = Report.objects.get().reference
    live = Duty.objects.filter(subject__in=[case, report], state__in=["running", "paused"])
    assert Kind.SUPPORT_REFERRAL in {each.kind for each in live}, (
        "help is offered even when no crime is found"
    )
    assert Kind.RECORDED not in {each.kind for each in live}
    facts = queue.rows_of([case])[case].facts
    shown = " ".join((*queue_rules.why(facts), rows._duty(facts), facts.headline)).lower()
    assert "not a crime" in shown
    assert "victim" not in shown
    with pytest.raises(NotFound):
        aside.end_duty(subject=case, duty="D-AAAAA-BBBBB", done=True, reason="x", by=BO)
    last = live.last()
    aside.end_duty(subject=case, duty=last.reference, done=False, reason="They did not answer.", by=BO)
    finish(case)
    assert not Waiting.objects.get(subject=case).live


def test_with_nothing_owed_it_leaves_the_queue_at_once():
    report = arrive(telling(1, reporter_role="witness", consent_support="no", **POSTED))[0]
    case = case_of(report)
    set_aside(case)
    assert not Waiting.objects.get(subject=case).live


def test_a_post_that_nobody_else_holds_is_blanked_and_comes_again_as_a_new_one():
    case = a_case()
    item = Item.objects.get()
    set_aside(case)
    item.refresh_from_db()
    assert (item.url, item.text, item.post_id, item.account_id) == ("", "", "", None)
    assert item.key == f"aside:{item.reference}"
    assert [model.objects.count() for model in (Account, Handle, Appearance)] == [0, 0, 0]
    arrive(telling(2, **{**ADA, **POSTED}))
    assert Item.objects.count() == 2


def test_a_post_that_a_live_case_holds_stays_until_that_is_set_aside_as_well():
    one = a_case(1)
    two = a_case(2, **ADA)
    set_aside(one)
    assert Item.objects.get().url == LINK
    assert found(HANDLE) == [Report.objects.latest("pk").reference], "only the live case shows it"
    set_aside(two)
    assert Item.objects.get().url == ""
    assert found(HANDLE) == []


def test_a_public_case_gives_up_its_post_and_the_next_report_of_it_opens_a_case_of_its_own():
    public = {"reporter_role": "witness", **POSTED, "consent_support": "no"}
    one = case_of(arrive(telling(1, **public))[0])
    assert PublicItem.objects.exists()
    set_aside(one)
    assert not PublicItem.objects.exists()
    two = case_of(arrive(telling(2, **public))[0])
    assert two != one


def test_a_later_report_of_the_same_victim_and_post_joins_nothing_that_is_set_aside():
    one = a_case(1)
    set_aside(one)
    two = a_case(2)
    assert two != one
    assert list(Shared.objects.values_list("alike", flat=True)) == [Alike.CONDUCT]


# -- a course of conduct


def test_a_course_of_conduct_against_one_person_is_still_seen_and_by_nobody_else():
    one = a_case(1)
    a_case(2, content_urls="https://x.com/another/status/77", account_handle="@another")
    set_aside(one)
    assert not Suggestion.objects.exists()
    a_case(3, **ADA, content_urls="https://x.com/quark_zeb_1/status/88")
    assert not Suggestion.objects.exists(), "somebody else reports the same account"
    a_case(4, content_urls="https://x.com/third/status/99", account_handle="@third")
    assert not Shared.objects.filter(alike=Alike.CONDUCT).exists(), "she reports another account"
    again = a_case(5, content_urls="https://x.com/quark_zeb_1/status/100")
    pair = Shared.objects.select_related("suggestion").get(alike=Alike.CONDUCT).suggestion
    assert (pair.case.reference, pair.other.reference) == (again, one)
    lines = Line.objects.filter(action="cases.suggest-conduct")
    assert [each.subject for each in lines] == [again]


def test_the_fingerprint_stays_when_the_original_went_and_goes_when_everything_comes_back():
    case = a_case()
    set_aside(case)
    assert Conduct.objects.count() == 1
    pathway.restore(subject=case, reason="They asked.", by=BO)
    assert not Conduct.objects.exists()
    assert Line.objects.filter(action="reports.forget-conduct").count() == 1


def test_an_arrival_asks_once_for_all_its_conduct():
    set_aside(a_case(1))
    counting = _Counting()
    with connection.execute_wrapper(counting):
        arrive(*(telling(each, **{**AMINA, **POSTED}) for each in range(2, 12)))
    assert counting.asked == 1


class _Counting:
    """Counts the questions about conduct."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        self.asked += "reports_conduct" in sql and sql.startswith("SELECT")
        return execute(sql, params, many, context)


# -- nothing is done on it


def test_nothing_is_shown_printed_exported_or_written_of_it():
    case = case_with_the_name_everywhere()
    report = Report.objects.get().reference
    item = Item.objects.get().reference
    set_aside(case)
    gita, bo = actor("gita"), actor("bo")
    steps = (
        lambda: opening.open_case(case=case, by=gita),
        lambda: opening.enter(subject=case, reading=True, by=gita),
        lambda: opening.why_here(subject=case, by=gita),
        lambda: opening.show_content(subject=case, item=item, by=gita),
        lambda: opening.show_people(subject=case, reason="x", by=gita),
        lambda: opening.show_original(subject=case, report=report, reason="x", by=gita),
        lambda: casework.write_note(case=case, text="x", seen=version(case), by=bo),
        lambda: casework.set_headline(case=case, words="x", seen=version(case), by=bo),
        lambda: pathway.add_fact(report=report, kind=AdditionKind.NOTE, text="x", by=bo),
        lambda: pathway.ask_hub(case=case, text="x", by=actor("chandra")),
    )
    for step in steps:
        with pytest.raises(IsSetAside, match="is not a crime and was set aside"):
            step()


def test_a_report_without_a_case_is_set_aside_by_itself_and_one_in_a_case_is_not():
    report = Report.objects.get(pk=arrive(telling(1, **AMINA, borough="Kent"))[0].report_id).reference
    set_aside(report)
    for step in (
        lambda: opening.open_report(report=report, by=BO),
        lambda: pathway.confirm_exit(report=report, reason="x", by=BO),
        lambda: pathway.refuse_exit(report=report, reason="x", by=BO),
    ):
        with pytest.raises(IsSetAside):
            step()
    a_case(2)
    with pytest.raises(NotNow, match="is in case C-"):
        set_aside(Report.objects.latest("pk").reference)
    with pytest.raises(NotFound, match="There is no report R-AAAAA-BBBBB"):
        set_aside("R-AAAAA-BBBBB")


def test_it_is_set_aside_once_and_only_by_those_who_may():
    case = a_case()
    with pytest.raises(NotPermitted):
        set_aside(case, by=actor("chandra"))
    set_aside(case)
    with pytest.raises(NotNow, match="is set aside already"):
        set_aside(case)
    assert Original.objects.count() == 1


def test_the_same_telling_sent_again_with_a_difference_stands_in_the_queue():
    case = a_case()
    set_aside(case)
    finish(case)
    assert not Waiting.objects.get(subject=case).live
    arrive(telling(1, **{**AMINA, **POSTED, "wants": "Stop them"}))
    assert Waiting.objects.get(subject=case).live
    aside.hold_original(subject=case, until=None, reason="Invented.", by=OPERATOR)
    pathway.refuse_another_look(subject=case, reason="It changes nothing.", by=OPERATOR)
    assert not Waiting.objects.get(subject=case).live


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
