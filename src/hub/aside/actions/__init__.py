"""Setting aside, bringing back, holding and disposing; and submissions by which identifying data is kept."""

from hub.aside.actions.originals import (
    dispose,
    forget_samples,
    hold,
    lapse,
    release,
    restore,
    set_aside,
    unsealed,
)
from hub.aside.actions.submissions import authorise, end, expire, read_submission, refuse, submit

__all__ = [
    "authorise",
    "dispose",
    "end",
    "expire",
    "forget_samples",
    "hold",
    "lapse",
    "read_submission",
    "refuse",
    "release",
    "restore",
    "set_aside",
    "submit",
    "unsealed",
]
