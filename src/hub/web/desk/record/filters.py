"""What an auditor asks the record for: plain references and dates, which may stand in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import ascii_letters, digits
from urllib.parse import urlencode

from hub.audit.terms import Kind, Search
from hub.common import clock, references
from hub.people import queries as people
from hub.people.terms import Role

_PLAIN = frozenset(ascii_letters + digits + "-_.")
_YEARS = range(2000, 2100)
_LONGEST = 40  # of a name that an actor has at the command line


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of one address."""

    record: str = ""
    officer: str = ""
    actor: str = ""
    kind: str = ""
    refused: bool = False
    since: date | None = None
    until: date | None = None  # this day too

    @property
    def nothing(self) -> bool:
        """Whether every line is asked for."""
        return self == Asked()

    def query(self, **more: str) -> str:
        """The address of this view."""
        given = {
            "record": self.record, "officer": self.officer, "actor": self.actor, "kind": self.kind,
            "refused": "1" if self.refused else "",
            "from": self.since.isoformat() if self.since else "", "to": self.until.isoformat() if self.until else "",
            **more,
        }  # fmt: skip
        return urlencode({name: text for name, text in given.items() if text})

    def search(self) -> Search:
        """What is asked of the record; a colleague is looked for in every role they ever had."""
        actors = tuple(f"{role.value}:{self.officer}" for role in Role) if self.officer else ()
        return Search(
            record=self.record,
            actors=(*actors, self.actor) if self.actor else actors,
            kind=self.kind,
            refused=self.refused,
            since=_midnight(self.since),
            until=_midnight(self.until + timedelta(days=1)) if self.until else None,
        )

    def words(self) -> str:
        """What is asked, in a sentence."""
        colleague = people.by_reference(self.officer) if self.officer else None
        told = [
            f"about {self.record}" if self.record else "",
            f"by {colleague.name}" if colleague else "",
            f"by {self.actor}" if self.actor else "",
            f"kind: {self.kind}" if self.kind else "",
            "refused only" if self.refused else "",
            f"from {self.since:%-d %b %Y}" if self.since else "",
            f"to {self.until:%-d %b %Y}" if self.until else "",
        ]
        return ", ".join(each for each in told if each) or "every line"


def read(given: Mapping[str, str]) -> tuple[Asked, tuple[tuple[str, str], ...]]:
    """The filters that were given, and what must be put right, question by question; nothing else is let through."""
    record, actor = given.get("record", "").strip().upper(), given.get("actor", "").strip()
    officer, kind = given.get("officer", ""), given.get("kind", "")
    wrong = []
    if record and not references.is_one(record):
        wrong.append(("record", "Write a whole reference, such as R-7K3M9-QXT4H. Find a person below."))
        record = ""
    if actor and not _is_actor(actor):
        wrong.append(("actor", "Write the actor as the record does, such as operator:root."))
        actor = ""
    days: dict[str, date | None] = {}
    for name, words in (("from", "first"), ("to", "last")):
        days[name] = _day(given.get(name, ""))
        if given.get(name, "").strip() and days[name] is None:
            wrong.append((name, f"Write the {words} day as a date, such as 2026-11-24."))
    since, until = days["from"], days["to"]
    if since and until and since > until:
        wrong.append(("to", "The last day is before the first."))
        since = until = None
    return (
        Asked(
            record,
            officer if references.is_one(officer) else "",
            actor,
            kind if kind in Kind.values else "",
            given.get("refused") in {"1", "on"},
            since,
            until,
        ),
        tuple(wrong),
    )


def _is_actor(text: str) -> bool:
    """Whether this is an actor as the record names them: a role and an account or a short plain name."""
    role, _, name = text.partition(":")
    return role in {*Role.values, "somebody"} and 0 < len(name) <= _LONGEST and set(name) <= _PLAIN


def _day(text: str) -> date | None:
    """A day as a browser sends it."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _midnight(day: date | None) -> datetime | None:
    """When a day begins in London."""
    return datetime.combine(day, datetime.min.time(), clock.LONDON) if day else None
