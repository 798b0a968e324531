"""The dated tables of triage, read once by a process."""

from datetime import date
from functools import cache
from pathlib import Path

from hub.common import tables
from hub.triage.terms import Factor, Level, Looked, Share, Threshold, VictimQuestion

_DATA = Path(__file__).parents[1] / "data"


def shipped(name: str) -> list[dict[str, str]]:
    """A dated table, row by row as it was written."""
    return tables.rows(_DATA / f"{name}.csv")


def _until(row: dict[str, str]) -> date | None:
    return date.fromisoformat(row["valid_to"]) if row["valid_to"] else None


@cache
def factors() -> tuple[Factor, ...]:
    """Every factor of priority."""
    return tuple(
        Factor(
            row["id"], int(row["weight"]), row["sentence"], row["source"], date.fromisoformat(row["valid_from"]),
            _until(row), row["certainty"],
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
            date.fromisoformat(row["valid_from"]),
            _until(row),
        )
        for row in shipped("levels")
    )


@cache
def victim_questions() -> tuple[VictimQuestion, ...]:
    """Every question that a victim was or is asked."""
    return tuple(
        VictimQuestion(
            row["id"], row["question"], row["hint"], row["ground"], date.fromisoformat(row["valid_from"]),
            _until(row), row["source"], row["certainty"],
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
            date.fromisoformat(row["valid_from"]),
            _until(row),
        )
        for row in shipped("second_look")
    )
