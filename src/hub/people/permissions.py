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
    SETTLE_DISPUTES = "settle a dispute about whose a report is"
    JOIN_CASES = "join cases into a cluster, take them out, and dismiss suggestions"
    KEEP_DUTIES = "pause, resume and complete duties"
    READ_LETTERS = "see which letters wait and went"
    SEND_LETTERS = "send letters"
    RECORD_AGREEMENTS = "record what somebody agreed to"
    RELEASE = "release information to somebody outside"
    READ_AUDIT = "read the audit"
    SEAL_AUDIT = "seal the audit"
    RUN_SYSTEM = "start, check and maintain the system"
    SEE_DESK = "see the desk"
    WORK_QUEUE = "claim, release and hand over what waits"
    SEE_CONTENT = "see the words of a post"
    READ_ORIGINALS = "see what was told, exactly as it was told"
    WRITE_NOTES = "write notes on a case"
    ALLOCATE = "offer a case to a borough officer"
    ANSWER_ALLOCATION = "accept a case, return it or hand it over"
    ANSWER_BOROUGH = "answer what a borough officer asks of the hub"
    SEARCH_PEOPLE = "find a person by an exact contact"
    BREAK_GLASS = "open a case without a relation to it, for a typed reason"
    SUPERVISE = "see the hub's figures and what officers opened without a relation"
    MANAGE_PEOPLE = "invite colleagues, change roles and close accounts"
    MANAGE_REFERENCE = "change the notice on every page and the mailboxes of command units and forces"
    SEE_HEALTH = "see whether the system is well, and retry failed jobs"
    RAISE_ALARMS = "raise an alarm and say which danger it is"
    ACKNOWLEDGE_ALARMS = "see alarms and acknowledge them"
    KEEP_ROTA = "keep the on-call rota"
    REFER_SAFEGUARDING = "refer a child or an adult at risk to those who safeguard them"
    AUTHORISE_SAFEGUARDING = "authorise a safeguarding referral that somebody else asked for"
    DECIDE_CRIME = "decide whether a case is a crime, or give the second check"
    CHOOSE_OFFENCES = "name the offences of a case and their dates"
    RECORD_OUTCOMES = "record the outcome of a case, or take it up again"
    ASSESS_RISK = "assess risk and what a victim needs"
    SET_PRIORITY = "say where a case stands in the queue, for a reason"
    SECOND_LOOK = "read a colleague's decision again, without knowing it"
    ROUTE = "change the queues and the rules that fill them"
    READ_LAW = "look up offences, time limits and outcomes"
    SET_ASIDE = "set aside what is not a crime, and bring it back"
    LET_GO = "let go of what nobody may hold any more"
    ASK_ANOTHER_LOOK = "record that somebody asks for another look"
    KEEP_ORIGINALS = "hold, open and answer for the originals of what is not a crime"
    SUBMIT_INTELLIGENCE = "write an intelligence submission"
    ADD_EVIDENCE = "keep files in a case, exactly as they came"
    EXPORT_EVIDENCE = "take a file out of the vault as it came"
    QUARANTINE_EVIDENCE = "put in quarantine what is sexual, or shows a child"
    ANSWER_FOR_QUARANTINE = "release or destroy what is in quarantine"
    EXAMINE_EVIDENCE = "examine whether every file is still what came"
    DECLARE_INTEREST = "say that they have an interest in a case"
    KEEP_WALLS = "restrict a case, keep a colleague with an interest out of it, and let them in again"
    AUTHORISE_INTELLIGENCE = "authorise an intelligence submission that somebody else wrote"


_OFFICERS = frozenset({Role.HUB_OFFICER, Role.INSPECTOR})
_RUNNING = frozenset({Role.MACHINE, Role.OPERATOR})
_BOROUGH = frozenset({Role.BOROUGH_OFFICER})  # always within the officer's own command unit
_DEDICATED = frozenset({Role.DEDICATED_UNIT})  # for images of the abuse of children, and what is sexual
_STAFF = frozenset(Role) - {Role.MACHINE}

GRANTED: Mapping[Permission, frozenset[Role]] = {
    Permission.RECEIVE_REPORTS: _RUNNING | _OFFICERS,
    Permission.READ_CASES: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.READ_IDENTITIES: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.ADD_FACTS: _RUNNING | _OFFICERS | _BOROUGH,
    # The machine proposes; it is not here, because only a person confirms.
    Permission.DECIDE_EXITS: _OFFICERS | {Role.OPERATOR},
    Permission.SETTLE_DISPUTES: frozenset({Role.INSPECTOR}),
    Permission.JOIN_CASES: _OFFICERS,
    Permission.KEEP_DUTIES: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.READ_LETTERS: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.SEND_LETTERS: _RUNNING,
    Permission.RECORD_AGREEMENTS: _RUNNING | _OFFICERS,
    Permission.RELEASE: _RUNNING | _OFFICERS,
    Permission.READ_AUDIT: frozenset({Role.AUDITOR, Role.OPERATOR}),
    Permission.SEAL_AUDIT: _RUNNING,
    Permission.RUN_SYSTEM: _RUNNING,
    Permission.SEE_DESK: _STAFF,
    Permission.WORK_QUEUE: _OFFICERS,
    Permission.SEE_CONTENT: _OFFICERS | _BOROUGH,
    Permission.READ_ORIGINALS: _OFFICERS | {Role.OPERATOR},
    Permission.WRITE_NOTES: _OFFICERS | _BOROUGH,
    Permission.ALLOCATE: _OFFICERS,
    Permission.ANSWER_ALLOCATION: _BOROUGH,
    Permission.ANSWER_BOROUGH: _OFFICERS,
    Permission.SEARCH_PEOPLE: _OFFICERS,
    Permission.BREAK_GLASS: _OFFICERS | _BOROUGH,
    Permission.SUPERVISE: frozenset({Role.INSPECTOR}),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    Permission.MANAGE_REFERENCE: frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    Permission.SEE_HEALTH: frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    Permission.RAISE_ALARMS: _RUNNING | _OFFICERS | _BOROUGH,
    # An alarm ends for the machine with a person's word only.
    Permission.ACKNOWLEDGE_ALARMS: _OFFICERS | {Role.OPERATOR},
    Permission.KEEP_ROTA: frozenset({Role.INSPECTOR}),
    Permission.REFER_SAFEGUARDING: _OFFICERS | _BOROUGH,
    Permission.AUTHORISE_SAFEGUARDING: _OFFICERS,
    # The hub decides, a person at a time: a borough officer investigates what the hub has decided, and asks it otherwise.
    Permission.DECIDE_CRIME: _OFFICERS | {Role.OPERATOR},
    Permission.CHOOSE_OFFENCES: _OFFICERS | _BOROUGH | {Role.OPERATOR},
    Permission.RECORD_OUTCOMES: _OFFICERS | _BOROUGH | {Role.OPERATOR},
    Permission.ASSESS_RISK: _OFFICERS | _BOROUGH,
    Permission.SET_PRIORITY: _OFFICERS,
    Permission.SECOND_LOOK: _OFFICERS,
    Permission.ROUTE: frozenset({Role.INSPECTOR}),
    Permission.READ_LAW: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.SET_ASIDE: _OFFICERS | {Role.OPERATOR},
    Permission.LET_GO: _RUNNING | _OFFICERS,
    Permission.ASK_ANOTHER_LOOK: _OFFICERS | {Role.OPERATOR},
    Permission.KEEP_ORIGINALS: frozenset({Role.INSPECTOR, Role.OPERATOR}),
    Permission.SUBMIT_INTELLIGENCE: _OFFICERS,
    Permission.AUTHORISE_INTELLIGENCE: frozenset({Role.INSPECTOR}),
    Permission.ADD_EVIDENCE: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.EXPORT_EVIDENCE: _OFFICERS | _BOROUGH | {Role.OPERATOR},
    Permission.QUARANTINE_EVIDENCE: _RUNNING | _OFFICERS | _BOROUGH,
    Permission.ANSWER_FOR_QUARANTINE: _DEDICATED,
    Permission.EXAMINE_EVIDENCE: _RUNNING | _OFFICERS,
    Permission.DECLARE_INTEREST: _OFFICERS | _BOROUGH,
    Permission.KEEP_WALLS: frozenset({Role.INSPECTOR}),
}


def may(by: Actor, permission: Permission) -> bool:
    """Whether this actor's role has been granted this; anything not granted is refused."""
    return by.role in GRANTED.get(permission, frozenset())


def permit_unit(by: Actor, permission: Permission, unit: str) -> None:
    """Refuse unless this actor may do this to a case of this command unit; a borough officer only to their own's."""
    permit(by, permission)
    if by.role in _BOROUGH and by.unit != unit:
        raise NotPermitted("This case is not with your command unit. Ask the hub if you need to see it.")


def permit(by: Actor, permission: Permission) -> None:
    """Refuse unless this actor's role has been granted this."""
    if not may(by, permission):
        raise NotPermitted(
            f"The role {Role(by.role).label} may not {permission.value}. "
            "Ask somebody whose role allows it, or your administrator."
        )
