"""The words of walls: who is kept out of a case or report, since when and why."""

from dataclasses import dataclass
from datetime import datetime

from hub.common.refusals import NotPermitted

KEPT_OUT = "cases.wall"  # the names that are held while somebody is kept out of a case or report


class Shut(NotPermitted):
    """A case or report is closed to somebody, whatever reason they give."""


@dataclass(frozen=True, slots=True)
class Wall:
    """Somebody who is kept out, or everybody who does not work on it."""

    reference: str
    account_id: int | None  # of whom an interest is on record; blank where it is restricted
    reason: str
    by: str
    at: datetime
