"""A row of the queue in the words that an officer reads."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby

from django.urls import reverse

from hub.aside.rules import neutral
from hub.cases import queries as cases
from hub.cases import rules as case_rules
from hub.cases.terms import Clustered
from hub.common import clock
from hub.duties import queries as duties
from hub.duties.terms import Kind as Duty
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.queries import Colleague
from hub.people.terms import Actor
from hub.places import queries as places
from hub.queue import rules
from hub.queue.terms import CLAIM, NOTHING_DUE, Band, Facts, Row, Subject
from hub.reports.terms import Strand
from hub.web.desk.cases import assessed, words

_NO_CLUSTERS: Mapping[str, Clustered] = {}
_HEADS = {
    Band.DANGER: ("person may be hurt if we wait", "people may be hurt if we wait"),
    Band.HIGH: ("person is at high risk", "people are at high risk"),
    Band.LATE: ("has waited too long", "have waited too long"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as it is shown."""

    subject: str
    url: str
    claim_url: str
    release_url: str
    title: str
    second: tuple[str, ...]
    received_at: datetime
    why: tuple[str, ...]
    duty: str
    due_at: datetime | None
    warn_from: datetime | None
    paused: bool
    mine: bool
    left: str  # how long whoever has it still has it
    holder: str  # blank where anybody may take it
    ages: tuple[str, ...]  # who of them is under 18
    decide_url: str  # where its way out is decided, blank where none waits or it is not theirs to decide


@dataclass(frozen=True, slots=True)
class Group:
    """The rows under one heading."""

    band: Band
    words: str
    rows: tuple[Shown, ...]


def front() -> str:
    """Where the queue is."""
    return reverse("desk:queue")


def groups(rows: Sequence[Row], by: Actor) -> tuple[Group, ...]:
    """The rows under their headings; a heading counts what this page shows of it."""
    holders = people.colleagues({each.holder_id for each in rows if each.holder_id})
    together = cases.clusters(
        [each.facts.subject for each in rows if each.facts.subject_kind == Subject.CASE]
    )
    shown = [(each.band, show(each, by, holders, together)) for each in rows]
    return tuple(
        _group(band, tuple(row for _, row in found))
        for band, found in groupby(shown, key=lambda pair: pair[0])
    )


def _group(band: Band, rows: tuple[Shown, ...]) -> Group:
    """One heading with what it says beside it."""
    one, many = _HEADS.get(band, ("case", "cases"))
    return Group(band, f"{len(rows)} {one if len(rows) == 1 else many}", rows)


def show(
    row: Row, by: Actor, holders: Mapping[int, Colleague], together: Mapping[str, Clustered] = _NO_CLUSTERS
) -> Shown:
    """One row in words."""
    facts, now = row.facts, clock.now()
    holder = holders.get(row.holder_id) if row.holder_id else None
    mine = row.holder_id is not None and row.holder_id == by.account
    return Shown(
        facts.subject,
        address(facts.subject_kind, facts.subject),
        _way("claim", facts.subject),
        _way("release", facts.subject),
        title(facts),
        (facts.subject, *_places(facts), *_cluster(together.get(facts.subject))),
        facts.received_at,
        _why(facts),
        next_duty(facts),
        facts.due_at,
        duties.warn_from(Duty(facts.duty), facts.due_at) if facts.due_at else None,
        facts.paused,
        mine,
        _left(row.held_until, now),
        holder.name if holder else "",
        words.ages(facts),
        decide_url(row, by),
    )


def decide_url(row: Row, by: Actor) -> str:
    """Where a way out is decided, for whoever may: what a colleague has is theirs."""
    facts, free = row.facts, row.holder_id in {None, by.account}
    if not facts.exit_to or not free or not may(by, Permission.DECIDE_EXITS):
        return ""
    return _way(f"{facts.subject_kind}-exit", facts.subject)


def _left(until: datetime | None, now: datetime) -> str:
    """How long somebody still has something: minutes of a claim, or until when it is kept."""
    if until is None:
        return ""
    if until == NOTHING_DUE:
        return "until it is released"
    if until > now + CLAIM:
        return f"until {until.astimezone(clock.LONDON):%-d %b}"
    return f"{rules.minutes_left(until, now)} min"


def marks(rows: Collection[Row]) -> str:
    """The rows of a page in short, so that the page can ask later which of them changed."""
    return ",".join(f"{each.facts.subject}.{_mark(each)}" for each in rows)


def changed(shown: str, now: Mapping[str, Row]) -> int:
    """How many rows of a page were claimed, released, changed or done with since it was made."""
    then = dict(each.partition(".")[::2] for each in shown.split(",") if each)
    return sum(1 for subject, mark in then.items() if subject not in now or _mark(now[subject]) != mark)


def _mark(row: Row) -> str:
    """What a row shows, without its times, in a few letters that tell nothing."""
    facts = row.facts
    said = (
        row.holder_id,
        facts.danger,
        facts.duty,
        facts.due_at,
        facts.paused,
        facts.headline,
        facts.exit_to,
        rules.why(facts),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:4]


def subjects_in(shown: str, limit: int = 50) -> list[str]:
    """The references of a page's rows."""
    return [each.partition(".")[0] for each in shown.split(",") if each][:limit]


def address(kind: str, subject: str) -> str:
    """Where a case, or a report without one, is opened."""
    return _way("case" if kind == Subject.CASE else "report", subject)


def _way(place: str, subject: str) -> str:
    """Where something about a case or report is done."""
    return _pattern(place).format(subject)


@cache
def _pattern(place: str) -> str:
    """The address of a place with room for the reference, looked up once: a page of the queue has a hundred of them."""
    return reverse(f"desk:{place}", args=["REFERENCE"]).replace("REFERENCE", "{}")


def title(facts: Facts) -> str:
    """What to call it: an officer's headline, else one made from the facts."""
    return facts.headline or case_rules.headline_for(
        strands=facts.strands, platform=words.platform_words(facts.platform), danger=False
    )


def strand_words(strands: Sequence[str]) -> tuple[str, ...]:
    """Strands as people say them."""
    return tuple(str(Strand(each).label) for each in strands)


def _places(facts: Facts) -> tuple[str, ...]:
    """The borough, and the strands: what tells one row from another."""
    boroughs = places.atlas().boroughs
    borough = boroughs[facts.borough].name if facts.borough in boroughs else "borough not known"
    return (borough, ", ".join(strand_words(facts.strands)) or "strand not said")


def _cluster(found: Clustered | None) -> tuple[str, ...]:
    """That it is kept together with others."""
    return (f"part of a cluster of {found.size}",) if found else ()


def _why(facts: Facts) -> tuple[str, ...]:
    """Why it is here; of a way out, where to."""
    found = rules.why(facts, assessed.sentences(facts))
    return tuple(
        f"{each}: {words.exit_words(facts.exit_to)}" if each == rules.WAY_OUT else each for each in found
    )


def next_duty(facts: Facts) -> str:
    """What must be done next."""
    if facts.exit_to and facts.duty != Duty.ALARM:
        return "Decide the way out"
    if not facts.duty:
        return "Nothing is due"
    label = str(Duty(facts.duty).label)
    if facts.about == rules.ASIDE:
        label = neutral(label)
    return label[0].upper() + label[1:]
