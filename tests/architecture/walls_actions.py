"""The actions of who is kept out of what, ready to be taken."""

from collections.abc import Callable, Mapping

from hub import pathway
from hub.cases import actions as cases
from hub.cases.models import Case, Wall
from hub.pathway import walls
from hub.queue import actions as queue
from tests.architecture.every_action import Action, Take
from tests.walks import BO, arrive, telling
from tests.web.accounts import account, actor

Step = Callable[..., object]


def case() -> str:
    """A case that arrived."""
    arrive(telling(1))
    return Case.objects.get().reference


def _below(step: Step, line: str, **given: object) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    def ready() -> tuple[Take, Mapping[str, int]]:
        found = case()
        who = {"account": account("bo").pk} if step is cases.keep_out else {}
        return lambda by: step(kind="case", subject=found, by=by, **who, **given), {line: 1}

    return ready


def _above(step: Step, line: str, **given: object) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    def ready() -> tuple[Take, Mapping[str, int]]:
        found = case()
        who = {"colleague": account("bo").reference} if step is walls.keep_out else {}
        return lambda by: step(subject=found, reason="because", seen=None, by=by, **who, **given), {line: 1}

    return ready


def walled() -> str:
    """A case that Bo is kept out of."""
    found = case()
    walls.declare_interest(subject=found, reason="a relative", seen=None, by=actor("bo"))
    return found


def _down(step: Step, *, named: bool) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    def ready() -> tuple[Take, Mapping[str, int]]:
        found = walled()
        wall = Wall.objects.get().reference
        more = {"subject": found, "seen": None} if named else {}
        return lambda by: step(wall=wall, reason="because", by=by, **more), {"cases.take-down": 1}

    return ready


def _carry() -> tuple[Take, Mapping[str, int]]:
    found = walled()
    arrive(telling(2))
    other = Case.objects.exclude(reference=found).get().reference
    return lambda by: cases.carry_walls(report=found, case=other, by=by), {"cases.carry-wall": 1}


def _let_go() -> tuple[Take, Mapping[str, int]]:
    found = case()
    pathway.claim(subject=found, by=actor("bo"))
    bo = account("bo").pk
    return lambda by: queue.let_go(subject=found, account=bo, by=by), {"queue.release": 1}


WALLS_ACTIONS: Mapping[str, Action] = {
    "cases.carry_walls": Action(_carry, BO),
    "cases.declare_interest": Action(
        _below(cases.declare_interest, "cases.declare-interest", reason="because"), "ruth"
    ),
    "cases.keep_out": Action(_below(cases.keep_out, "cases.keep-out", reason="because"), "gita"),
    "cases.restrict": Action(_below(cases.restrict, "cases.restrict", reason="because"), "gita"),
    "cases.take_down": Action(_down(cases.take_down, named=False), "gita"),
    "pathway.walls.declare_interest": Action(
        _above(walls.declare_interest, "cases.declare-interest"), "ruth"
    ),
    "pathway.walls.keep_out": Action(_above(walls.keep_out, "cases.keep-out"), "gita"),
    "pathway.walls.restrict": Action(_above(walls.restrict, "cases.restrict"), "gita"),
    "pathway.walls.take_down": Action(_down(walls.take_down, named=True), "gita"),
    "queue.let_go": Action(_let_go, "bo"),
}
