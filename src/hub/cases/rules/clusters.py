"""What two cases share, and what may be joined: pure answers, by numbers that tell nothing about anybody."""

from collections.abc import Collection, Iterable, Mapping

from hub.cases.terms import Alike, Evidence, Heard, RepeatPeriod
from hub.common import dated
from hub.law.rules.counting import months_after

_EACH = 20  # cases that one thing is suggested with, the newest: what is kept must not grow with the square of them


def evidence(case: int, shared: Mapping[Alike, Mapping[int, Collection[int]]]) -> tuple[Evidence, ...]:
    """What one case shares with others: of each thing the newest cases; of people only that somebody is, not who.

    Of one victim it looks back only: each later case has looked back by itself when it was opened.
    """
    found: dict[tuple[int, Alike, str], Evidence] = {}
    for alike, things in shared.items():
        for thing, cases in things.items():
            mark = "" if alike in {Alike.VICTIM, Alike.CONTACT, Alike.PUBLIC, Alike.CONDUCT} else str(thing)
            others = {each for each in cases if each < case} if alike == Alike.VICTIM else {*cases} - {case}
            for other in sorted(others)[-_EACH:]:
                one, two = sorted((case, other))
                found.setdefault((other, alike, mark), Evidence(one, two, alike, mark))
    return tuple(found.values())


def repeats(what: Alike, one: Heard, two: Heard, periods: Iterable[RepeatPeriod]) -> bool:
    """Whether two cases make a repeat victim or account: no longer apart than the period of the day of the later one."""
    since, until = min(one.last, two.last), max(one.first, two.first)
    return any(
        until <= months_after(since, each.months)
        for each in periods
        if each.what == what and dated.stands(each.valid_from, each.valid_to, until)
    )


def words(alike: Iterable[str]) -> str:
    """Why two cases may belong together, the gravest first, as one phrase."""
    order = list(Alike)
    said = sorted({Alike(each) for each in alike}, key=order.index)
    return ", ".join(str(each.label) for each in said)
