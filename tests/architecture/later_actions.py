"""The inspector's, the borough officer's and the administrator's actions, ready to be taken."""

from collections.abc import Mapping
from datetime import timedelta

from hub import pathway
from hub.cases import actions as cases
from hub.cases.models import BreakGlass, Case
from hub.common import clock
from hub.people import actions as people
from tests.architecture.every_action import Action, Take
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import account, actor


def _case() -> str:
    """A case of the central east's."""
    arrive(telling(1))
    return Case.objects.get().reference


def _asked_below() -> tuple[Take, Mapping[str, int]]:
    case = _case()
    return lambda by: cases.ask(case=case, text="Invented question?", by=by), {"cases.ask": 1}


def _asked() -> tuple[Take, Mapping[str, int]]:
    case = _case()
    return lambda by: pathway.ask_hub(case=case, text="Invented question?", by=by), {
        "cases.ask": 1,
        "duties.start": 1,
    }


def _answered() -> tuple[Take, Mapping[str, int]]:
    case = _case()
    pathway.ask_hub(case=case, text="Invented question?", by=actor("chandra"))
    seen = Case.objects.get(reference=case).version
    return lambda by: pathway.answer_borough(case=case, text="Invented answer.", seen=seen, by=by), {
        "cases.note": 1,
        "duties.done": 1,
        "letters.queue": 1,
    }


def _opened() -> int:
    """A case that Ruth opened without a relation to it."""
    row = Case.objects.get(reference=_case())
    found = BreakGlass.objects.create(case=row, account=account("ruth"), at=clock.now(), reason="Invented.")
    return found.pk


def _seen(step) -> tuple[Take, Mapping[str, int]]:
    opening = _opened()
    return lambda by: step(opening=opening, by=by), {"cases.see-break-glass": 1}


def _put_up(by) -> None:
    now = clock.now()
    people.put_up_notice(text="Invented notice", from_at=now, until_at=now + timedelta(hours=1), by=by)


def _taken_down() -> tuple[Take, Mapping[str, int]]:
    _put_up(OPERATOR)
    return lambda by: people.end_notice(by=by), {"people.end-notice": 1}


LATER_ACTIONS = {
    "cases.ask": Action(_asked_below, "chandra"),
    "cases.see_break_glass": Action(lambda: _seen(cases.see_break_glass), "gita"),
    "people.end_notice": Action(_taken_down, OPERATOR),
    "people.put_up_notice": Action(lambda: (_put_up, {"people.put-up-notice": 1}), OPERATOR),
    "pathway.answer_borough": Action(_answered, "bo"),
    "pathway.ask_hub": Action(_asked, "chandra"),
    "pathway.see_break_glass": Action(lambda: _seen(pathway.see_break_glass), "gita"),
}
