"""The single keys of the page of a case or report, for whoever may do what they lead to."""

from hub.people.permissions import Permission, may
from hub.people.terms import Actor

_KEYS = (
    ("N", "What is next", None),
    ("C", "Claim it, or keep it thirty minutes more", Permission.WORK_QUEUE),
    ("R", "Release it", Permission.WORK_QUEUE),
    ("H", "Keep it until the end of a day", Permission.WORK_QUEUE),
    ("P", "Pass it on", Permission.WORK_QUEUE),
    ("A", "Raise an alarm", Permission.RAISE_ALARMS),
    ("S", "Refer somebody at risk", Permission.REFER_SAFEGUARDING),
    ("T", "Assess the risk", Permission.ASSESS_RISK),
    ("U", "Why is this here?", None),
)
_OF_A_CASE = (
    ("D", "Decide", Permission.DECIDE_CRIME),
    ("O", "Offences and limits", Permission.CHOOSE_OFFENCES),
    ("W", "Write a note", Permission.WRITE_NOTES),
)


def keys(*, case: bool, by: Actor) -> list[tuple[str, str]]:
    """Which key leads where, on this page and for this person."""
    known = (*_KEYS, *_OF_A_CASE) if case else _KEYS
    return [(key, does) for key, does, needed in known if needed is None or may(by, needed)]
