"""What somebody asks the queue for, as it stands in the address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from hub.people.terms import Actor, Role
from hub.places import queries as places
from hub.queue import rules as queue_rules
from hub.queue.terms import Filter
from hub.reports.terms import Strand

_SLUG = re.compile(r"[a-z0-9-]{1,40}")
WHO = ("", "free", "mine")
_FLAGS = ("vulnerable", "exits", "late", "danger", "cases")
_LISTS = {"": "Queue", "free": "Free to take", "mine": "My cases"}
_NARROWED = {
    "vulnerable": "under 18 or repeat victim", "late": "late", "danger": "danger now", "cases": "cases only",
}  # fmt: skip
_LEADS = {
    "": "{} waiting", "free": "{} free to take", "mine": "{} claimed by you", "exits": "{} to decide", "part": "{} of what waits",
}  # fmt: skip
_NOTHING = {
    "": "Nothing is waiting.", "free": "Nothing is free to take.", "mine": "You have claimed nothing.",
    "exits": "No way out waits for a decision.", "part": "Nothing that waits is like this.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of one address; what is unknown in it is passed over."""

    who: str = ""
    borough: str = ""
    strand: str = ""
    queue: str = ""
    flags: tuple[str, ...] = ()

    def filter(self, by: Actor) -> Filter:
        """What is asked, for this person."""
        wanted = Filter(
            holder=by.account if self.who == "mine" else None,
            free=self.who == "free",
            borough=self.borough,
            strand=self.strand,
            vulnerable="vulnerable" in self.flags,
            exits="exits" in self.flags,
            late="late" in self.flags,
            danger="danger" in self.flags,
            cases_only="cases" in self.flags,
            queue=self.queue,
            # What was passed to somebody is theirs to see wherever it stands.
            role="" if self.who == "mine" or by.role == Role.INSPECTOR else by.role.value,
        )
        return queue_rules.as_seen(wanted, by)

    def query(self, **change: str) -> str:
        """The address of this view with one thing changed, without its page."""
        given: dict[str, str] = {
            "who": self.who,
            "borough": self.borough,
            "strand": self.strand,
            "queue": self.queue,
        }
        given |= dict.fromkeys(self.flags, "1")
        given |= change
        return urlencode({name: text for name, text in given.items() if text})

    @property
    def nothing(self) -> bool:
        """Whether everything is asked for."""
        return self == Asked()

    @property
    def narrowed(self) -> bool:
        """Whether more is asked than who has it."""
        return self != Asked(who=self.who)

    def title(self, queues: Mapping[str, str]) -> str:
        """What is listed, in words; `queues` are the names of the queues."""
        exits = "exits" in self.flags
        found = [
            queues.get(self.queue, self.queue),
            places.atlas().boroughs[self.borough].name if self.borough else "",
            str(Strand(self.strand).label) if self.strand else "",
            *(words for flag, words in _NARROWED.items() if flag in self.flags),
            {"free": "free to take", "mine": "claimed by you"}.get(self.who, "") if exits else "",
        ]
        said = ", ".join(each for each in found if each)
        named = "Exits to decide" if exits else _LISTS[self.who]
        return f"{named}: {said}" if said else named

    def lead(self, count: int, words: str) -> str:
        """How many are listed, in a sentence; `words` is the count as it is shown."""
        kind = "exits" if "exits" in self.flags else self.who or ("part" if self.narrowed else "")
        return f"{_LEADS[kind].format(words)}, most urgent first." if count else _NOTHING[kind]


def read(given: QueryDict | Mapping[str, str]) -> Asked:
    """The filters of an address."""
    who, borough, strand, queue = (str(given.get(name, "")) for name in ("who", "borough", "strand", "queue"))
    return Asked(
        who if who in WHO else "",
        borough if borough in places.atlas().boroughs else "",
        strand if strand in Strand.values else "",
        queue if _SLUG.fullmatch(queue) else "",
        tuple(each for each in _FLAGS if given.get(each) == "1"),
    )
