"""The actions of a decision and what follows it, ready to be taken."""

from collections.abc import Mapping
from datetime import timedelta

from hub.cases import actions as cases
from hub.cases.models import Case
from hub.cases.terms import NewCandidate
from hub.common import clock
from hub.duties import actions as duties
from hub.duties.terms import Warn
from hub.pathway import deciding
from hub.pathway.deciding import Given
from hub.people.terms import Actor
from hub.triage import actions as triage
from hub.triage.terms.deciding import CrimeAnswer, LaterStep, Mark, NewDecision, Point, SheetAnswer
from tests.architecture.every_action import Action, Take
from tests.walks import AMINA, BO, arrive, telling
from tests.web.accounts import actor

Ready = tuple[Take, Mapping[str, int]]
DAY = (clock.now() - timedelta(days=1)).astimezone(clock.LONDON).date()
OFFENCE = NewCandidate("POA5", DAY)
WHOLE = {each: SheetAnswer("Invented.", Mark.VIEW) for each in Point}
NEW = NewDecision(CrimeAnswer.CRIME, "Invented reason.", ("The post.",))
KNOWN = {"suspect_named": False, "investigation_complete": True}


def _case(**given: str) -> str:
    """A case of the central east's."""
    arrive(telling(1, **AMINA, **given))
    return Case.objects.get().reference


def _held(case: str):
    """The case, held."""
    return cases.hold(case=case, seen=None)


def _decided(**given: str) -> str:
    """A case that is a crime."""
    case = _case(**given)
    deciding.decide(case=case, given=Given(NEW), seen=None, by=actor("bo"))
    return case


def _finalised() -> str:
    """A case with an outcome."""
    case = _decided()
    deciding.record_outcome(case=case, number=18, facts=KNOWN, reason="None.", seen=None, by=actor("bo"))
    return case


def _choose() -> Ready:
    case = _case()
    return (
        lambda by: cases.choose_offences(case=_held(case), chosen=(OFFENCE,), by=by),
        {"cases.choose-offences": 1},
    )


def _outcome() -> Ready:
    case = _decided()
    return (
        lambda by: cases.record_outcome(case=_held(case), number=18, facts=KNOWN, reason="None.", by=by),
        {"cases.outcome": 1},
    )


def _reopen() -> Ready:
    case = _finalised()
    return lambda by: cases.reopen(case=_held(case), reason="A witness.", by=by), {"cases.reopen": 1}


def _limit() -> Ready:
    now = clock.now()
    warn = (Warn(now + timedelta(days=1), "Tomorrow."),)
    return (
        lambda by: duties.keep_limit(
            case="C-1", from_at=now, until=now + timedelta(days=9), warnings=warn, detail="POA5", by=by
        ),
        {"duties.keep-limit": 1},
    )


def _asked() -> Ready:
    duties.ask(case="C-1", question="Who?", by=BO)
    return lambda by: duties.ask(case="C-1", question="When?", by=by), {"duties.ask": 1}


def _sheet() -> Ready:
    case = _case()
    return (
        lambda by: triage.keep_worksheet(case=case, answers=WHOLE, offences=("POA5",), by=by),
        {"triage.worksheet": 1},
    )


def _gate() -> Ready:
    case = _case()
    triage.keep_worksheet(case=case, answers=WHOLE, offences=("POA5",), by=BO)
    return lambda by: triage.require_worksheet(
        case=case, step=LaterStep.ARREST, offences=("POA5",), by=by
    ), {}


def _ahead() -> Ready:
    case = _case()
    triage.keep_worksheet(case=case, answers=WHOLE, offences=("POA5",), by=BO)
    return (
        lambda by: triage.go_ahead(case=case, step=LaterStep.ARREST, offences=("POA5",), by=by),
        {"triage.go-ahead": 1},
    )


def _decide() -> Ready:
    case = _case()
    return lambda by: triage.decide_crime(case=case, new=NEW, facts=(), by=by), {"triage.decide-crime": 1}


def _waiting() -> str:
    """A decision that waits for a second check."""
    case = _case(victim_under_18="yes")
    deciding.decide(case=case, given=Given(NEW), seen=None, by=actor("ruth"))
    return case


def _check() -> Ready:
    case = _waiting()
    return (
        lambda by: triage.check_decision(case=case, agrees=True, reason="Yes.", by=by),
        {"triage.check-decision": 1},
    )


def _save() -> Ready:
    case = _case()
    return (
        lambda by: triage.save_decision(case=case, words={"reason": ["Half"]}, by=by),
        {"triage.save-decision": 1},
    )


def _path_decide() -> Ready:
    case, given = _case(), Given(NEW, (OFFENCE,), WHOLE)
    return (
        lambda by: deciding.decide(case=case, given=given, seen=None, by=by),
        {"triage.decide-crime": 1, "cases.choose-offences": 1, "triage.worksheet": 1},
    )


def _path_check() -> Ready:
    case = _waiting()
    return (
        lambda by: deciding.check(case=case, agrees=True, reason="Yes.", seen=None, by=by),
        {"triage.check-decision": 1},
    )


def _path_ahead() -> Ready:
    case = _case()
    triage.keep_worksheet(case=case, answers=WHOLE, offences=("POA5",), by=BO)
    return (
        lambda by: deciding.go_ahead(case=case, step=LaterStep.ARREST, reason="Invented.", seen=None, by=by),
        {"triage.go-ahead": 1, "cases.note": 1},
    )


def _path_save() -> Ready:
    case = _case()
    return (
        lambda by: deciding.save_decision(case=case, words={"reason": ["Half"]}, by=by),
        {"triage.save-decision": 1},
    )


def _path_choose() -> Ready:
    case = _case()
    return (
        lambda by: deciding.choose_offences(case=case, chosen=(OFFENCE,), seen=None, by=by),
        {"cases.choose-offences": 1, "duties.keep-limit": 1},
    )


def _path_outcome() -> Ready:
    case = _decided()

    def take(by: Actor) -> object:
        return deciding.record_outcome(case=case, number=18, facts=KNOWN, reason="None.", seen=None, by=by)

    return take, {"cases.outcome": 1}


def _path_reopen() -> Ready:
    case = _finalised()
    return (
        lambda by: deciding.reopen(case=case, reason="A witness.", seen=None, by=by),
        {"cases.reopen": 1},
    )


DECIDING_ACTIONS: Mapping[str, Action] = {
    "cases.choose_offences": Action(_choose),
    "cases.record_outcome": Action(_outcome),
    "cases.reopen": Action(_reopen),
    "duties.ask": Action(_asked),
    "duties.keep_limit": Action(_limit),
    "triage.check_decision": Action(_check),
    "triage.decide_crime": Action(_decide),
    "triage.keep_worksheet": Action(_sheet),
    "triage.go_ahead": Action(_ahead, "bo"),
    "triage.require_worksheet": Action(_gate, writes=False),
    "triage.save_decision": Action(_save, "bo"),
    "pathway.deciding.check": Action(_path_check, "bo"),
    "pathway.deciding.choose_offences": Action(_path_choose, "bo"),
    "pathway.deciding.decide": Action(_path_decide, "bo"),
    "pathway.deciding.go_ahead": Action(_path_ahead, "bo"),
    "pathway.deciding.record_outcome": Action(_path_outcome, "bo"),
    "pathway.deciding.reopen": Action(_path_reopen, "bo"),
    "pathway.deciding.save_decision": Action(_path_save, "bo"),
}
