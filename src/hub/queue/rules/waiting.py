"""How urgent something is, under which heading it stands, and why, in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.people.terms import Actor, Role
from hub.queue.terms import NOTHING_DUE, Band, Facts, Filter

_LONDON = ZoneInfo("Europe/London")
_WEEK = 7
_SHOWN = 2
DANGER, HIGH, REST = 0, 1, 2  # how urgent, the most urgent first
ASIDE = "aside"  # of something that is not a crime: nobody is called a victim there
WAY_OUT = "A way out is proposed"


def as_seen(wanted: Filter, by: Actor) -> Filter:
    """What is asked for as somebody sees it: without what is closed to them, and what is restricted where they work on it."""
    return replace(
        wanted, eyes=by.account, restricted=by.role not in {Role.HUB_OFFICER, Role.BOROUGH_OFFICER}
    )


def urgency(facts: Facts) -> int:
    """0 where somebody may be hurt if we wait, 1 at high risk, else 2; what is due first comes first within each."""
    if facts.danger:
        return DANGER
    return HIGH if facts.high else REST


def order_at(facts: Facts) -> datetime:
    """When the next thing is due, or after everything else."""
    return facts.due_at or NOTHING_DUE


def lighter(facts: Facts) -> int:
    """Of what is equally urgent and due at the same moment, what weighs less comes later."""
    return -facts.points


def band(*, danger: bool, high: bool = False, due_at: datetime | None, now: datetime) -> Band:
    """The heading under which something stands now, by the day in London."""
    if danger:
        return Band.DANGER
    if high:
        return Band.HIGH
    if due_at is None:
        return Band.NOTHING
    if due_at < now:
        return Band.LATE
    tonight, week = ends(now)
    if due_at < tonight:
        return Band.TODAY
    return Band.WEEK if due_at < week else Band.LATER


def begins(band: Band, now: datetime) -> datetime | None:
    """From when something must be due to stand under a heading now; none where that does not matter."""
    tonight, week = ends(now)
    first = {Band.TODAY: now, Band.WEEK: max(now, tonight), Band.LATER: week, Band.NOTHING: NOTHING_DUE}
    return first.get(band)


def ends(now: datetime) -> tuple[datetime, datetime]:
    """When today ends in London, and when this week of seven days does."""
    midnight = datetime.combine(now.astimezone(_LONDON).date(), time(), _LONDON)
    return midnight + timedelta(days=1), midnight + timedelta(days=_WEEK)


def why(facts: Facts, assessed: Sequence[str] = ()) -> tuple[str, ...]:
    """Why this is here: at most two short facts, the gravest first, with what officers assessed; never a score."""
    return tuple(words for holds, words in _reasons(facts, assessed) if holds)[:_SHOWN]


def _reasons(facts: Facts, assessed: Sequence[str]) -> tuple[tuple[bool, str], ...]:
    """Every fact that may be said, in the order in which it matters."""
    return (
        (facts.danger, "Immediate danger is reported"),
        (facts.overridden_until is not None and facts.high, "An officer puts it at high risk"),
        *((True, each) for each in assessed if facts.high),
        (facts.under_18, f"The {'person targeted' if facts.about == ASIDE else 'victim'} is under 18"),
        (facts.about == ASIDE, "Not a crime: what is owed goes on"),
        (facts.earlier > 0, earlier_words(facts.earlier)),
        (facts.same_account > 0, same_account_words(facts.same_account)),
        *((True, each) for each in assessed if not facts.high),
        (facts.exit_to != "", WAY_OUT),
        (facts.scope == "force-unknown", "The force is still to be named"),
        (facts.changed, "Sent again with a difference that nobody has read"),
        (facts.reports > 1, f"{facts.reports} reports, one case"),
        (facts.ask, "A question is open"),
        (facts.paused, "The clock is stopped until something comes back"),
        (facts.about == "public", "Aimed at nobody in particular"),
        (facts.historic, "An old report"),
        (facts.unit != "" and facts.officer_id is None, "No officer is named yet"),
        (facts.earlier == 0 and facts.reports == 1, "First recent report that we know of"),
    )


def earlier_words(earlier: int) -> str:
    """How often the same victim was here before."""
    return "Another case of the same victim" if earlier == 1 else f"{earlier} other cases of the same victim"


def same_account_words(others: int) -> str:
    """In how many other cases an account is reported that this one is about."""
    return "The same account is reported in " + ("another case" if others == 1 else f"{others} other cases")


def held(*, holder: int | None, until: datetime | None, now: datetime) -> bool:
    """Whether somebody has it: a claim runs out by itself."""
    return holder is not None and until is not None and now < until


def minutes_left(until: datetime, now: datetime) -> int:
    """Minutes that a claim still runs, the one begun counted whole."""
    return max(1, -(-int((until - now).total_seconds()) // 60))
