"""The actions of risk, routing and the second look, ready to be taken."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.pathway import assessing
from hub.queue import actions as queue
from hub.queue.models import Waiting
from hub.queue.terms import NewRule
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage.models import SecondLook
from hub.triage.terms import First, Looked, NewVictim, Said, Word
from tests.architecture.every_action import Action, Take
from tests.triage.test_risk_rules import WHOLE
from tests.walks import MACHINE, arrive, telling
from tests.web.accounts import account, actor

Step = Callable[..., object]
Ready = Callable[[], tuple[Take, Mapping[str, int]]]
RULE = NewRule("Invented rule", {"under-18": ("yes",)}, "hub", 1, reason="because")


def case() -> str:
    """A case of the central east's."""
    arrive(telling(1))
    return Case.objects.get().reference


def victim() -> NewVictim:
    """What a victim needs, as asked today."""
    return NewVictim({each.id: Said.NO for each in triage_known.questions_now()})


def today():
    """Today in London."""
    return clock.now().astimezone(clock.LONDON).date()


def tomorrow():
    """This time tomorrow."""
    return clock.now() + timedelta(days=1)


def _on(step: Step, line: str, **given: Any) -> Ready:
    """A step on a case, with what is asked for only now."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        found = case()
        told = {name: value() if callable(value) else value for name, value in given.items()}
        return lambda by: step(subject=found, by=by, **told), {line: 1}

    return ready


def _below(step: Step, line: str, **given: Any) -> Ready:
    """A step of triage on a case."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        found = case()
        told = {name: value() if callable(value) else value for name, value in given.items()}
        return lambda by: step(subjects=[found], by=by, **told), {line: 1}

    return ready


def _draw(monkeypatched: Step) -> Ready:
    """A decision of which the table draws every one, found by trying."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        return lambda by: monkeypatched(first=_first(by), by=by), {"triage.draw": 1}

    return ready


def _first(by) -> First:
    """A decision that is drawn: of a hundred, one is at the share that ships, whatever the key."""
    for number in range(2_000):
        first = First(Looked.RISK, "case", "C-00000-00000", f"K-{number}", "low", "because")
        if triage_known.would_draw(first):
            return first
    raise AssertionError(by)


def look() -> str:
    """A second look that waits, at a decision of Ruth's."""
    return look_at(case())


def look_at(subject: str) -> str:
    """A second look at Ruth's assessment of this case."""
    row = SecondLook.objects.create(
        reference="S-00000-00000", what=Looked.RISK, subject_kind="case", subject=subject, about="K-1", per_cent=10,
        first_answer="low", first_reason="because", first_by=str(actor("ruth")), asked_at=clock.now(),
    )  # fmt: skip
    return row.reference


def _look(step: Step, line: str, **given: Any) -> Ready:
    def ready() -> tuple[Take, Mapping[str, int]]:
        found = look()
        return lambda by: step(look=found, by=by, **given), {line: 1}

    return ready


def _differences() -> tuple[Take, Mapping[str, int]]:
    """Two readings of one decision that differ."""
    assessing.read_again(look=look(), answer="high", reason="because", by=actor("bo"))
    return lambda by: assessing.differences(before=None, by=by), {"triage.read-differences": 1}


def _claimed(step: Step, line: str, **given: Any) -> Ready:
    """A step on something that was passed on."""

    def ready() -> tuple[Take, Mapping[str, int]]:
        found = case()
        pathway.pass_on(subject=found, queue_named="hub", to="", reason="because", by=actor("bo"))
        return lambda by: step(subject=found, by=by, **given), {line: 1}

    return ready


def _rule(step: Step) -> Ready:
    return lambda: (lambda by: step(rule="", new=RULE, seen=0, by=by), {"queue.save-rule": 1})


def _queue(step: Step) -> Ready:
    roles = ("hub-officer", "inspector")
    return lambda: (
        lambda by: step(slug="", name="Invented queue", what="Invented.", roles=roles, by=by),
        {"queue.save-queue": 1},
    )


def _reroute(step: Step) -> Ready:
    def ready() -> tuple[Take, Mapping[str, int]]:
        Waiting.objects.filter(subject=case()).update(queue="elsewhere")
        return lambda by: step(by=by), {}

    return ready


def _end_words() -> tuple[Take, Mapping[str, int]]:
    Waiting.objects.filter(subject=case()).update(overridden_until=clock.now() - timedelta(minutes=1))
    return lambda by: pathway.end_words(by=by), {}


RISK_ACTIONS: Mapping[str, Action] = {
    "queue.hold": Action(_on(queue.hold, "queue.hold", until=today, reason="because"), "bo"),
    "queue.pass_on": Action(_on(queue.pass_on, "queue.pass", queue="hub", to="", reason="because"), "bo"),
    "queue.release_passing": Action(_claimed(queue.release_passing, "queue.release-passing", reason="because"), "bo"),
    "queue.reroute": Action(_reroute(queue.reroute), MACHINE),
    "queue.save_queue": Action(_queue(queue.save_queue), "gita"),
    "queue.save_rule": Action(_rule(queue.save_rule), "gita"),
    "triage.assess_risk": Action(_below(triage.assess_risk, "triage.assess-risk", new=WHOLE), "bo"),
    "triage.assess_victim": Action(_below(triage.assess_victim, "triage.assess-victim", new=victim), "bo"),
    "triage.draw": Action(_draw(triage.draw), "bo"),
    "triage.read_again": Action(_look(triage.read_again, "triage.read-again", answer="high", reason="because"), "bo"),
    "triage.set_priority": Action(
        _below(triage.set_priority, "triage.set-priority", word=Word.HIGH, until=tomorrow, reason="because"), "bo"
    ),
    "pathway.end_words": Action(_end_words, MACHINE),
    "pathway.explain": Action(_on(pathway.explain, "queue.why"), "bo"),
    "pathway.hold": Action(_on(pathway.hold, "queue.hold", until=today, reason="because"), "bo"),
    "pathway.pass_on": Action(
        _on(pathway.pass_on, "queue.pass", queue_named="", to=lambda: account("ruth").reference, reason="because"), "bo"
    ),
    "pathway.release_passing": Action(_claimed(pathway.release_passing, "queue.release-passing", reason="because"), "bo"),
    "pathway.reroute": Action(_reroute(pathway.reroute), MACHINE),
    "pathway.save_queue": Action(_queue(pathway.save_queue), "gita"),
    "pathway.save_rule": Action(_rule(pathway.save_rule), "gita"),
    "pathway.assessing.assess_risk": Action(_on(assessing.assess_risk, "triage.assess-risk", new=WHOLE, seen=None), "bo"),
    "pathway.assessing.assess_victim": Action(
        _on(assessing.assess_victim, "triage.assess-victim", new=victim, seen=None), "bo"
    ),
    "pathway.assessing.differences": Action(_differences, "gita"),
    "pathway.assessing.open_look": Action(_look(assessing.open_look, "triage.open-look"), "bo"),
    "pathway.assessing.read_again": Action(
        _look(assessing.read_again, "triage.read-again", answer="high", reason="because"), "bo"
    ),
    "pathway.assessing.set_priority": Action(
        _on(assessing.set_priority, "triage.set-priority", word=Word.HIGH, until=today, reason="because", seen=None), "bo"
    ),
}  # fmt: skip
