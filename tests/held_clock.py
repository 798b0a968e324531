"""The clock, held still where a test wants it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from hub.common import clock


def held_at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Callable[[datetime], None]:
    """Holds the clock at a moment; gives back what holds it at another."""

    def hold(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    hold(moment)
    return hold
