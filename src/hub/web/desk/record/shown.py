"""A line of the record in the words that an auditor reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.audit.terms import Kind, Shown
from hub.people import queries as people
from hub.people.terms import Role
from hub.web.desk.record import words

ERASED = "A reason was typed; its words have been erased."


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is shown."""

    id: int
    at: datetime
    who: str
    role: str
    what: str
    details: str
    kind: str
    whose: str
    why: str
    recipient: str
    refused: bool
    sealed: bool


def rows(lines: Sequence[Shown], names: Mapping[str, str] | None = None) -> tuple[Row, ...]:
    """Lines in words; `names` of actors that are known already are not asked for again."""
    known = names if names is not None else {}
    asked = {actor for each in lines for actor in _actors(each)} - known.keys()
    found = {**known, **people.names_of(asked)} if asked else dict(known)
    return tuple(_row(each, found) for each in lines)


def role_words(actor: str) -> str:
    """The role in which somebody acted."""
    role = actor.partition(":")[0]
    return str(Role(role).label) if role in Role.values else ""


def _actors(line: Shown) -> set[str]:
    """Whoever a line names: who acted, whose account, and to whom."""
    found = {line.actor}
    if line.subject_kind == "account":
        found.add(f"account:{line.subject}")
    if line.recipient.partition(":")[0] in Role.values:
        found.add(line.recipient)
    return found


def _row(line: Shown, names: Mapping[str, str]) -> Row:
    """One line in words."""
    role = "" if line.actor.startswith(("machine:", "somebody:")) else role_words(line.actor)
    who = names[line.actor]
    return Row(
        line.id,
        line.at,
        who[:1].upper() + who[1:],
        "" if who.startswith(role) and "command line" in who else role,
        words.what(line.action, refused=line.refused),
        words.details(line.codes),
        str(Kind(line.kind).label),
        _whose(line, names),
        line.reason or (ERASED if line.erased else ""),
        _recipient(line, names),
        line.refused,
        line.sealed,
    )


def _whose(line: Shown, names: Mapping[str, str]) -> str:
    """Whose record; a colleague's account with their name."""
    told = words.whose(line.subject_kind, line.subject)
    name = names.get(f"account:{line.subject}", "")
    return f"{told}, {name}" if name and "command line" not in name else told


def _recipient(line: Shown, names: Mapping[str, str]) -> str:
    """To whom something went."""
    return names.get(line.recipient) or line.recipient.replace(":", " ", 1)
