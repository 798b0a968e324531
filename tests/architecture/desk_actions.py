"""The actions of the desk, ready to be taken: claiming, working on a case, entering and finding."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hub import pathway
from hub.audit.models import Line
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.models import Case
from hub.cases.terms import Relation
from hub.common import clock
from hub.disclosures import actions as disclosures
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.identities import actions as identities
from hub.pathway import casework, entering, opening
from hub.people import actions as people
from hub.people.terms import Role
from hub.queue import actions as queue
from hub.queue.models import SavedView, Waiting
from hub.reports import actions as reports
from hub.reports.models import Draft, Report
from hub.reports.terms import AdditionKind, Strand
from tests.architecture.every_action import AGREEMENT, Action, Take
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, row, telling
from tests.web.accounts import account, actor

Step = Callable[..., object]
WORDS = {each: text for each, text in row(1).items() if not each.startswith("source")}


def _case() -> str:
    """A case of the central east's, with a person who may be written to."""
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def _on_case(step: Step, line: str, /, **given: Any) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    """A step on a case at the desk, on the version that it has."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        case = _case()
        return lambda by: step(case=case, by=by, **_called(given)), {line: 1}

    return ready


def _called(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, with what must be asked for now."""
    return {name: value() if callable(value) else value for name, value in given.items()}


def _held(
    step: Step, line: str, /, *before: Step, **given: Any
) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    """A step on a case that is held already, after others."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        case = _case()
        for each in before:
            each(case)
        known = _called(given)
        return lambda by: step(case=cases.hold(case=case, seen=None), by=by, **known), {line: 1}

    return ready


def _after(
    step: Step, line: str, /, *before: Step, **given: Any
) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    """A step of the desk on a case, after others."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        case = _case()
        for each in before:
            each(case)
        known = _called(given)
        return lambda by: step(case=case, seen=None, by=by, **known), {line: 1}

    return ready


def _offered(case: str) -> None:
    """The case is offered to Chandra, of its own command unit."""
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))


def _accepted(case: str) -> None:
    """Chandra has the case."""
    _offered(case)
    casework.accept_case(case=case, seen=None, by=actor("chandra"))


def chandra() -> str:
    """A borough officer of the unit."""
    return account("chandra").reference


def another() -> str:
    """Her colleague there."""
    invited = people.invite(
        email="cal@example.org", name="Cal Invented", role=Role.BOROUGH_OFFICER, unit="CE", by=OPERATOR
    )
    people.accept(token=invited.token, password="an invented phrase for Cal")
    return invited.reference


def _look():
    found = cases_known.file(_case())
    assert found is not None
    return lambda by: cases.look(case=found, reason="because", by=by), {"cases.break-glass": 1}


def _read():
    case = _case()
    return (
        lambda by: cases.read(kind="case", reference=case, unit="CE", relation=Relation.FREE, by=by),
        {"cases.read": 1},
    )


def _queue(step: Step, line: str, *, claimed: bool = False, **given: Any):
    def ready():
        case = _case()
        if claimed:
            queue.claim(subject=case, by=actor("bo"))
        known = _called(given)
        return lambda by: step(subject=case, by=by, **known), {line: 1}

    return ready


def _view(step: Step):
    def ready():
        queue.save_view(name="Late ones", query="late=1", by=actor("bo"))
        pk = SavedView.objects.get().pk
        return lambda by: step(view=pk, by=by), {}

    return ready


def _save_view(step: Step):
    return lambda: (lambda by: step(name="Late ones", query="late=1", by=by), {})


def _draft(step: Step, line: str = "", **given: Any):
    def ready():
        draft = entering.begin_draft(by=actor("bo"))
        return lambda by: step(draft=draft, by=by, **given), {line: 1} if line else {}

    return ready


def _expired(step: Step):
    def ready():
        for _ in range(2):
            entering.begin_draft(by=actor("bo"))
        Draft.objects.update(expires_at=clock.now() - timedelta(days=1))
        return lambda by: step(by=by), {"reports.end-draft": 2}

    return ready


def _find(step: Step, line: str, **given: str):
    def ready():
        _case()
        return lambda by: step(by=by, **given), {line: 1}

    return ready


def _open_report():
    arrive(telling(1, borough="Kent"))
    report = Report.objects.get().reference
    return lambda by: pathway.open_report(report=report, by=by), {"reports.read": 1}


def _duty():
    case = _case()
    duty = Duty.objects.get(kind="needs-assessment").reference
    return (
        lambda by: casework.move_duty(
            subject=case, duty=duty, to=State.DONE, reason="because", seen=None, by=by
        ),
        {"duties.done": 1},
    )


def _in_report(step: Step, line: str, **given: Any):
    def ready():
        case, report = _case(), Report.objects.get().reference
        return lambda by: step(subject=case, report=report, by=by, **given), {line: 1}

    return ready


def _decide():
    arrive(telling(1, borough="Kent"))
    report = Report.objects.get().reference
    return (
        lambda by: casework.decide_exit(report=report, leaves=True, reason="because", by=by),
        {"triage.exit-confirmed": 1},
    )


def _settle():
    case, report = _case(), Report.objects.get().reference
    (told,) = disclosures.agree(items=[replace(AGREEMENT, subject=report)], by=BO)
    return (
        lambda by: casework.settle_agreement(
            subject=case, agreement=told, fields=("name",), given=True, seen=None, by=by
        ),
        {"disclosures.confirm": 1},
    )


def _content():
    case = _case()
    item = Line.objects.get(action="content.keep").subject
    return lambda by: opening.show_content(subject=case, item=item, by=by), {"content.read": 1}


def _in_case(step: Step, line: str, **given: Any):
    def ready():
        case = _case()
        return lambda by: step(subject=case, by=by, **given), {line: 1}

    return ready


def _people():
    case = _case()
    return (
        lambda by: opening.show_people(subject=case, reason="because", by=by),
        {"identities.open": 1},
    )


def _on_the_queue(step: Step, line: str, *, lost: bool = False, **given: Any):
    def ready():
        _case()
        if lost:
            Waiting.objects.all().delete()
        return lambda by: step(by=by, **given), {line: 1}

    return ready


DESK_ACTIONS: Mapping[str, Action] = {
    "cases.accept": Action(_held(cases.accept, "cases.accept", _offered), "chandra"),
    "cases.give_back": Action(_held(cases.give_back, "cases.return", _accepted, reason="because"), "chandra"),
    "cases.hand_over": Action(
        _held(cases.hand_over, "cases.hand-over", _accepted, to=another, reason="because"), "chandra"
    ),
    "cases.look": Action(_look, "bo"),
    "cases.offer": Action(_held(cases.offer, "cases.offer", to=chandra), "bo"),
    "cases.read": Action(_read, "bo"),
    "cases.set_headline": Action(_held(cases.set_headline, "cases.headline", words="Invented words")),
    "cases.take_back": Action(_held(cases.take_back, "cases.take-back", _accepted, reason="because")),
    "cases.write_note": Action(_held(cases.write_note, "cases.note", text="Invented.")),
    "identities.find": Action(_find(identities.find, "identities.find", contact=AMINA["reporter_email"])),
    "queue.carry": Action(
        _queue(queue.carry, "queue.claim", until=lambda: clock.now() + timedelta(minutes=9)), "bo"
    ),
    "queue.claim": Action(_queue(queue.claim, "queue.claim"), "bo"),
    "queue.forget_view": Action(_view(queue.forget_view), "bo"),
    "queue.hand_over": Action(
        _queue(queue.hand_over, "queue.hand-over", claimed=True, to=lambda: account("ruth").reference), "bo"
    ),
    "queue.release": Action(_queue(queue.release, "queue.release", claimed=True), "bo"),
    "queue.save_view": Action(_save_view(queue.save_view), "bo"),
    "reports.begin_draft": Action(
        lambda: (lambda by: reports.begin_draft(words=WORDS, by=by), {"reports.begin-draft": 1}), "bo"
    ),
    "reports.discard_draft": Action(_draft(reports.discard_draft, "reports.end-draft"), "bo"),
    "reports.draft_sent": Action(_draft(reports.draft_sent, "reports.end-draft", report="R-1"), "bo"),
    "reports.expire_drafts": Action(_expired(reports.expire_drafts), MACHINE),
    "reports.open_draft": Action(_draft(reports.open_draft, "reports.open-draft"), "bo"),
    "reports.save_draft": Action(
        _draft(reports.save_draft, "reports.save-draft", words=WORDS, version=1), "bo"
    ),
    "pathway.begin_draft": Action(
        lambda: (lambda by: pathway.begin_draft(by=by), {"reports.begin-draft": 1}), "bo"
    ),
    "pathway.check_queue": Action(_on_the_queue(pathway.check_queue, "queue.check"), MACHINE),
    "pathway.check_subjects": Action(
        _on_the_queue(pathway.check_subjects, "pathway.check-subjects"), MACHINE
    ),
    "pathway.claim": Action(_queue(pathway.claim, "queue.claim"), "bo"),
    "pathway.discard_draft": Action(_draft(pathway.discard_draft, "reports.end-draft"), "bo"),
    "pathway.expire_drafts": Action(_expired(pathway.expire_drafts), MACHINE),
    "pathway.fill_queue": Action(
        _on_the_queue(pathway.fill_queue, "queue.rebuild", lost=True, progress=lambda _: None), MACHINE
    ),
    "pathway.find": Action(_find(pathway.find, "pathway.find", words="invented", before=None), "bo"),
    "pathway.find_person": Action(
        _find(pathway.find_person, "identities.find", contact=AMINA["reporter_email"], before=None), "bo"
    ),
    "pathway.forget_view": Action(_view(pathway.forget_view), "bo"),
    "pathway.hand_over": Action(
        _queue(pathway.hand_over, "queue.hand-over", claimed=True, to=lambda: account("ruth").reference), "bo"
    ),
    "pathway.open_case": Action(_on_case(pathway.open_case, "cases.read"), "bo"),
    "pathway.open_draft": Action(_draft(pathway.open_draft, "reports.open-draft"), "bo"),
    "pathway.open_report": Action(_open_report, "bo"),
    "pathway.rebuild_queue": Action(
        _on_the_queue(pathway.rebuild_queue, "queue.rebuild", progress=lambda _: None), MACHINE
    ),
    "pathway.release": Action(_queue(pathway.release, "queue.release", claimed=True), "bo"),
    "pathway.save_draft": Action(
        _draft(pathway.save_draft, "reports.save-draft", words=WORDS, version=1), "bo"
    ),
    "pathway.save_view": Action(_save_view(pathway.save_view), "bo"),
    "pathway.send_draft": Action(_draft(pathway.send_draft, "reports.receive", words=WORDS, version=1), "bo"),
    "pathway.casework.accept_case": Action(_after(casework.accept_case, "cases.accept", _offered), "chandra"),
    "pathway.casework.add_later_fact": Action(
        _in_report(casework.add_later_fact, "reports.add", kind=AdditionKind.NOTE, text="Invented.", seen=None), "bo"
    ),
    "pathway.casework.decide_exit": Action(_decide, "bo"),
    "pathway.casework.disagree": Action(
        _in_report(casework.disagree, "reports.disagree", strand=Strand.RACE, reason="because", seen=None), "bo"
    ),
    "pathway.casework.hand_over_case": Action(
        _after(casework.hand_over_case, "cases.hand-over", _accepted, to=another, reason="because"), "chandra"
    ),
    "pathway.casework.move_duty": Action(_duty, "bo"),
    "pathway.casework.offer_case": Action(_after(casework.offer_case, "cases.offer", to=chandra), "bo"),
    "pathway.casework.return_case": Action(
        _after(casework.return_case, "cases.return", _accepted, reason="because"), "chandra"
    ),
    "pathway.casework.set_headline": Action(
        _after(casework.set_headline, "cases.headline", words="Invented words"), "bo"
    ),
    "pathway.casework.settle_agreement": Action(_settle, "bo"),
    "pathway.casework.take_case_back": Action(
        _after(casework.take_case_back, "cases.take-back", _accepted, reason="because"), "bo"
    ),
    "pathway.casework.tell_reporter": Action(
        _in_report(casework.tell_reporter, "letters.queue", seen=None), "bo"
    ),
    "pathway.casework.write_note": Action(_after(casework.write_note, "cases.note", text="Invented."), "bo"),
    "pathway.opening.show_content": Action(_content, "bo"),
    "pathway.opening.show_original": Action(
        _in_report(opening.show_original, "identities.original", reason="because"), "bo"
    ),
    "pathway.opening.enter": Action(_in_case(opening.enter, "cases.read", reading=True), "bo"),
    "pathway.opening.show_people": Action(_people, "bo"),
    "pathway.opening.why_here": Action(_in_case(opening.why_here, "cases.read"), "bo"),
}  # fmt: skip
