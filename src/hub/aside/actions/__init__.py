"""Setting aside, bringing back, holding and disposing; and submissions by which identifying data is kept."""

from hub.aside.actions.originals import (
    dispose,
    hold,
    lapse,
    release,
    restore,
    set_aside,
    stays,
    unsealed,
)
from hub.aside.actions.submissions import authorise, end, expire, read_submission, refuse, submit
from hub.aside.actions.texts import Hider

__all__ = [
    "Hider",
    "authorise",
    "dispose",
    "end",
    "expire",
    "hold",
    "lapse",
    "read_submission",
    "refuse",
    "release",
    "restore",
    "set_aside",
    "stays",
    "submit",
    "unsealed",
]
