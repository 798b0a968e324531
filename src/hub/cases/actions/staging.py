"""What a case has come to: one function moves it."""

from hub.cases.models import Case
from hub.cases.rules import STAGE_MOVES
from hub.cases.terms import Stage
from hub.common.refusals import NotNow


def move_stage(*, case: Case, to: Stage) -> None:
    """The one function that moves a case on; where it stands there already, it stays.

    No audit line: the decision, the answer or the outcome that moves it wrote one.
    """
    standing = Stage(case.stage)
    if standing == to:
        return
    if to not in STAGE_MOVES[standing]:
        raise NotNow(
            f"{case.reference} is where {standing.label}, so this cannot be done now. Nothing was changed."
        )
    case.stage = to
    case.save(update_fields=["stage"])
