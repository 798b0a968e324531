"""The dated tables of triage, read once by a process."""

from functools import cache
from pathlib import Path

from hub.common import dated, tables
from hub.triage.terms import Factor, Level, Looked, Share, Threshold, VictimQuestion

_DATA = Path(__file__).parents[1] / "data"


def shipped(name: str) -> list[dict[str, str]]:
    """A dated table, row by row as it was written."""
    return tables.rows(_DATA / f"{name}.csv")


@cache
def factors() -> tuple[Factor, ...]:
    """Every factor of priority."""
    return tuple(
        Factor(
            row["id"], int(row["weight"]), row["sentence"], row["source"], *dated.dates(row), row["certainty"],
        )
        for row in shipped("factors")
    )  # fmt: skip


@cache
def thresholds() -> tuple[Threshold, ...]:
    """From how many points on something is at high risk."""
    return tuple(
        Threshold(
            Level(row["level"]),
            int(row["at_least"]),
            *dated.dates(row),
        )
        for row in shipped("levels")
    )


@cache
def victim_questions() -> tuple[VictimQuestion, ...]:
    """Every question that a victim was or is asked."""
    return tuple(
        VictimQuestion(
            row["id"], row["question"], row["hint"], row["ground"], *dated.dates(row), row["source"], row["certainty"],
        )
        for row in shipped("victim_questions")
    )  # fmt: skip


@cache
def shares() -> tuple[Share, ...]:
    """How many decisions of each sort are read again."""
    return tuple(
        Share(
            Looked(row["what"]),
            int(row["per_cent"]),
            *dated.dates(row),
        )
        for row in shipped("second_look")
    )
