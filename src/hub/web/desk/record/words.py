"""What each action of the record is called by a person who reads it."""

from collections.abc import Mapping

_COMMANDS = {
    "audit-new-epoch": "began a new epoch of the record",
    "audit-show": "read the record",
    "audit-verify": "examined the record",
    "case-list": "listed cases",
    "case-show": "opened a case",
    "demo": "ran the demonstration",
    "doctor": "examined the system",
    "due": "listed what is due",
    "duty-done": "said that a duty is done",
    "duty-not-possible": "said that a duty cannot be done",
    "duty-pause": "paused a duty",
    "duty-resume": "let a duty's clock go on",
    "exit-confirm": "confirmed a way out",
    "exit-list": "listed proposed ways out",
    "exit-refuse": "refused a way out",
    "law-limits": "asked for the last day to lay an information",
    "law-offences": "listed the offences in force",
    "law-outcome": "asked whether an outcome may stand",
    "letters": "listed letters",
    "migrate": "brought the database to this version",
    "people-add-administrator": "added an administrator",
    "people-close": "closed an account",
    "people-invite": "invited a colleague",
    "people-link": "made a new invitation link",
    "people-list": "listed colleagues",
    "places-load-postcodes": "loaded the postcode table",
    "places-mailbox": "set a command unit's mailbox",
    "queue-check": "held the queue against the record",
    "queue-rebuild": "made the queue anew",
    "receive": "imported reports",
    "report-add": "added a fact to a report",
    "report-show": "opened a report",
    "serve": "started the site",
    "stop": "stopped the database",
    "worker": "ran the worker",
}
WORDS: Mapping[str, str] = {
    "audit.ask-examination": "Asked for an examination of the record",
    "audit.examine": "Examined the whole record",
    "audit.export": "Exported lines of the record",
    "audit.new-epoch": "Began a new epoch of the record",
    "audit.read": "Read the record",
    "audit.read-chain": "Looked at the chain of the record",
    "audit.seal": "Sealed the record",
    "cases.accept": "Accepted a case as its officer",
    "cases.ask": "Asked the hub about a case",
    "cases.break-glass": "Opened a case without a relation to it",
    "cases.hand-over": "Handed a case over to another officer",
    "cases.headline": "Changed what a case is called",
    "cases.join": "Added a report to a case",
    "cases.note": "Wrote a note on a case",
    "cases.offer": "Offered a case to an officer",
    "cases.open": "Opened a new case",
    "cases.read": "Read a case",
    "cases.return": "Returned a case to the hub",
    "cases.see-break-glass": "Saw that a case was opened without a relation",
    "cases.take-back": "Took a case back from an officer",
    "content.keep": "Kept a post",
    "content.read": "Looked at the words of a post",
    "people.end-notice": "Took the notice down",
    "people.put-up-notice": "Put up a notice",
    "pathway.check-subjects": "Looked for what points at nothing",
    "queue.check": "Held the queue against the record",
    "queue.forget-view": "Forgot a kept view of the queue",
    "queue.rebuild": "Made the queue anew",
    "queue.save-view": "Kept a view of the queue",
    "triage.exit": "Was refused a decision about a way out",
    "desk.open": "Asked for a page of the desk",
    "disclosures.agree": "Recorded what somebody agreed to",
    "disclosures.confirm": "Recorded that an agreement was confirmed",
    "disclosures.release": "Released information to somebody outside",
    "disclosures.withdraw": "Recorded that an agreement was taken back",
    "duties.complete": "Said that a duty is done",
    "duties.done": "Said that a duty is done",
    "duties.mark_not_possible": "Said that a duty cannot be done",
    "duties.not-possible": "Said that a duty cannot be done",
    "duties.pause": "Paused a duty",
    "duties.paused": "Paused a duty",
    "duties.remind": "Reminded of a duty",
    "duties.resume": "Let a duty's clock go on",
    "duties.running": "Let a duty's clock go on",
    "duties.start": "Started the clock of a duty",
    "duties.transfer": "Moved duties from a report to its case",
    "identities.address": "Opened an address to send a letter",
    "identities.find": "Looked for a person by an exact contact",
    "identities.find-for-audit": "Looked for a person's lines by an exact contact",
    "identities.link": "Linked a person with an earlier one",
    "identities.open": "Saw a person's name and contacts",
    "identities.original": "Saw what was told, exactly as it was told",
    "keys.enrol": "Took a key into use",
    "letters.held": "Held a letter back",
    "letters.queue": "Wrote a letter",
    "letters.queued": "Queued a letter to be sent",
    "letters.refused": "Was refused by a mail server for good",
    "letters.release": "Let held letters go",
    "letters.sending": "Began to send a letter",
    "letters.sent": "Sent a letter",
    "pathway.find": "Searched for cases",
    "people.accept": "Accepted an invitation",
    "people.add-second-factor": "Added a second factor",
    "people.change-password": "Changed their password",
    "people.change-role": "Changed a colleague's role",
    "people.clear-sessions": "Removed sessions whose time is over",
    "people.close": "Closed an account",
    "people.invite": "Invited a colleague",
    "people.keep-recovery-codes": "Said that recovery codes are kept",
    "people.link-single-sign-on": "Linked the force's own sign-in",
    "people.read": "Looked at a colleague's account",
    "people.remove-second-factor": "Removed a second factor",
    "people.renew-link": "Made a new invitation link",
    "people.renew-recovery-codes": "Made new recovery codes",
    "people.reopen": "Opened an account again",
    "people.sign-in": "Signed in",
    "people.sign-in-locked": "Was locked out after too many attempts",
    "people.sign-out": "Signed out",
    "places.load-postcodes": "Loaded the postcode table",
    "places.set-mailbox": "Set a command unit's mailbox",
    "queue.claim": "Claimed what waits",
    "queue.hand-over": "Handed over what waits",
    "queue.release": "Released what was claimed",
    "reports.add": "Added a later fact to a report",
    "reports.begin-draft": "Began to write a report",
    "reports.disagree": "Disagreed with the machine about a report",
    "reports.end-draft": "Erased an unsent report",
    "reports.keep-change": "Kept a changed telling beside the first",
    "reports.open-draft": "Opened an unsent report",
    "reports.read": "Read a report",
    "reports.receive": "Took in a report",
    "reports.save-draft": "Saved an unsent report",
    "support.offer": "Offered help",
    "triage.assess": "Assessed a report",
    "triage.exit-confirmed": "Confirmed a way out",
    "triage.exit-proposed": "Proposed a way out",
    "triage.exit-refused": "Refused a way out",
    **{f"cli.{name}": f"At the command line: {words}" for name, words in _COMMANDS.items()},
}
_KINDS = {
    "account": "account", "audit": "the record", "case": "case", "command": "command", "draft": "unsent report",
    "duty": "duty", "examination": "examination", "item": "post", "key": "key", "letter": "letter", "page": "page",
    "person": "person", "places": "reference data", "report": "report", "search": "search", "unit": "command unit",
    "waiting": "case or report",
}  # fmt: skip
_CODES = {
    "actor": "officer", "agreement": "agreement", "because": "because", "duties": "duties", "duty": "duty",
    "findings": "findings", "found": "found", "from": "from", "held": "held:", "how": "by", "kind": "kind",
    "letter": "letter", "lines": "lines", "occasion": "occasion", "release": "release", "role": "role",
    "since": "from", "state": "state", "to": "to", "unit": "unit", "until": "before", "what": "what", "why": "because",
}  # fmt: skip


def what(action: str, *, refused: bool) -> str:
    """An action in words; one that has none is named as recorded."""
    words = WORDS.get(action, action)
    return f"Refused: {words[0].lower()}{words[1:]}" if refused else words


def whose(kind: str, subject: str) -> str:
    """What a line is about: the kind of record and its reference."""
    named = _KINDS.get(kind, kind)
    if kind == "audit" and subject != kind:
        return f"{named} about {subject}"
    return named if subject in {kind, ""} or kind == "search" else f"{named} {subject}"


def details(codes: Mapping[str, str | int | bool]) -> str:
    """What else a line says, in short."""
    told = (
        f"{_CODES.get(name, name.replace('-', ' ').replace('_', ' '))}{'' if value is True else f' {value}'}"
        for name, value in codes.items()
        if value not in ("", False)
    )
    return ", ".join(told)
