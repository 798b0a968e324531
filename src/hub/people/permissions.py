"""Who may do what: the whole of it, on one page. What is not granted here is refused."""

from collections.abc import Mapping
from enum import Enum

from hub.common.refusals import NotPermitted
from hub.people.terms import Actor, Role


class Permission(Enum):
    """One thing that somebody may be allowed to do, in words that complete "may ..."."""

    RECEIVE_REPORTS = "take in reports"
    READ_CASES = "read reports and cases"
    READ_IDENTITIES = "see names and contacts"
    ADD_FACTS = "add later facts to a report"
    DECIDE_EXITS = "confirm or refuse that a report leaves the hub"
    KEEP_DUTIES = "pause, resume and complete duties"
    READ_LETTERS = "see which letters wait and went"
    SEND_LETTERS = "send letters"
    RECORD_AGREEMENTS = "record what somebody agreed to"
    RELEASE = "release information to somebody outside"
    READ_AUDIT = "read the audit"
    SEAL_AUDIT = "seal the audit"
    RUN_SYSTEM = "start, check and maintain the system"


_OFFICERS = frozenset({Role.HUB_OFFICER, Role.INSPECTOR})
_RUNNING = frozenset({Role.MACHINE, Role.OPERATOR})

GRANTED: Mapping[Permission, frozenset[Role]] = {
    Permission.RECEIVE_REPORTS: _RUNNING | _OFFICERS,
    Permission.READ_CASES: _RUNNING | _OFFICERS,
    Permission.READ_IDENTITIES: _RUNNING | _OFFICERS,
    Permission.ADD_FACTS: _RUNNING | _OFFICERS,
    # The machine proposes; it is not here, because only a person confirms.
    Permission.DECIDE_EXITS: _OFFICERS | {Role.OPERATOR},
    Permission.KEEP_DUTIES: _RUNNING | _OFFICERS,
    Permission.READ_LETTERS: _RUNNING | _OFFICERS,
    Permission.SEND_LETTERS: _RUNNING,
    Permission.RECORD_AGREEMENTS: _RUNNING | _OFFICERS,
    Permission.RELEASE: _RUNNING | _OFFICERS,
    Permission.READ_AUDIT: frozenset({Role.AUDITOR, Role.OPERATOR}),
    Permission.SEAL_AUDIT: _RUNNING,
    Permission.RUN_SYSTEM: _RUNNING,
}


def may(by: Actor, permission: Permission) -> bool:
    """Whether this actor's role has been granted this; anything not granted is refused."""
    return by.role in GRANTED.get(permission, frozenset())


def permit(by: Actor, permission: Permission) -> None:
    """Refuse unless this actor's role has been granted this."""
    if not may(by, permission):
        raise NotPermitted(
            f"The role {Role(by.role).label} may not {permission.value}. "
            "Ask somebody whose role allows it, or your administrator."
        )
