"""Reading the dated table of the ten immediate escalations."""

from functools import cache
from pathlib import Path

from hub.common import clock, dated, tables
from hub.triage.rules.dangers import in_force
from hub.triage.terms import Guidance

_DATA = Path(__file__).parents[1] / "data" / "dangers.csv"


def shipped_dangers() -> list[dict[str, str]]:
    """The dated table of dangers, row by row as it was written."""
    return tables.rows(_DATA)


@cache
def _every() -> tuple[Guidance, ...]:
    """Every row, read once by a process."""
    return tuple(
        Guidance(
            row["id"], row["title"], row["sentence"], row["first"], row["tell"], *dated.dates(row), row["source"], row["certainty"],
        )
        for row in shipped_dangers()
    )  # fmt: skip


def dangers() -> tuple[Guidance, ...]:
    """What is in force today."""
    return in_force(_every(), clock.now().astimezone(clock.LONDON).date())
