"""A bar for each day, with a mark where the same day stood a year before; drawn at the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_WIDTH, _HEIGHT, _LEFT, _TOP, _FOOT = 360, 170, 24, 10, 22
_DIGIT = 7  # wide, on a phone
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_LINES = 4


@dataclass(frozen=True)
class Day:
    """How many on one day, and a year before where that is known; each opens its list where it has one."""

    on: date
    count: int
    before: int | None = None
    url: str = ""
    before_url: str = ""


@dataclass(frozen=True)
class Bar:
    """Where one day's bar and mark are drawn."""

    x: float
    y: float
    width: float
    height: float
    mark: float | None
    most: bool
    label: str
    middle: float


@dataclass(frozen=True)
class Chart:
    """A whole drawing."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[float, int]]
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    foot: int = _HEIGHT - 6


def drawn(days: Sequence[Day]) -> Chart:
    """The drawing of these days, first to last."""
    top = max([1, *(max(day.count, day.before or 0) for day in days)])
    step = next((each for each in _STEPS if top <= each * _LINES), _STEPS[-1])
    floor, room = _HEIGHT - _FOOT, _HEIGHT - _FOOT - _TOP
    scale = room / max(top, step)
    left = max(_LEFT, _LEFT // 2 + _DIGIT * len(str(top)))
    width = (_WIDTH - left) / max(1, len(days))
    most = max((day.count for day in days), default=0)
    last = len(days) - 1

    def bar(place: int, day: Day) -> Bar:
        x = left + place * width
        height = day.count * scale
        mark = None if day.before is None else round(floor - day.before * scale, 1)
        label = f"{day.on:%-d %b}" if _labelled(place, last) else ""
        return Bar(round(x + width * 0.1, 1), round(floor - height, 1), round(width * 0.8, 1), round(height, 1),
                   mark, day.count == most > 0, label, round(x + width / 2, 1))  # fmt: skip

    lines = [(round(floor - value * scale, 1), value) for value in range(0, top + 1, step)]
    return Chart([bar(place, day) for place, day in enumerate(days)], lines, left=left)


def _labelled(place: int, last: int) -> bool:
    week = 7
    return place == last or (place % week == 0 and last - place >= week // 2)
