"""Reading whose a report is: the written rule, the places it looks at, and the steps of its exit."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from hub.common import clock, dated, tables
from hub.triage.queries.referring import WayOut
from hub.triage.terms import ForceRule, Moved

_DATA = Path(__file__).parents[1] / "data" / "force_rules.csv"


def shipped_force_rules() -> list[dict[str, str]]:
    """The written rule, row by row as it was written."""
    return tables.rows(_DATA)


@cache
def force_rules() -> tuple[ForceRule, ...]:
    """The written rule, read once by a process."""
    return tuple(
        ForceRule(
            int(row["order"]), row["rule"], row["suspect"], row["victim"], row["named_place"], row["platform"],
            row["answer"], row["sentence"], *dated.dates(row), row["source"], row["certainty"],
        )
        for row in shipped_force_rules()
    )  # fmt: skip


# In words of its own: the page of a case asks for it each time, and it is one question instead of five.
_BELONGS = """
    SELECT standing.report_id, standing.force, standing.borough,
        coalesce((SELECT answer FROM triage_decision
            WHERE report_id = standing.report_id AND question = 'force' ORDER BY id LIMIT 1), 'unknown'),
        coalesce((SELECT answer FROM triage_decision
            WHERE report_id = standing.report_id AND question = 'victim' ORDER BY id DESC LIMIT 1), ''),
        coalesce((SELECT answer FROM triage_decision
            WHERE report_id = standing.report_id AND question = 'suspect' ORDER BY id DESC LIMIT 1), 'unknown'),
        way."to", way.reason, way.state, way.proposed_at, way.decided_by, way.decided_at, way.decided_reason,
        ARRAY(SELECT json_build_array("to", state, at, by, reason, force_reference)::text
            FROM triage_exitmove WHERE exit_id = way.id ORDER BY id)
    FROM triage_standing AS standing LEFT JOIN triage_exit AS way ON way.report_id = standing.report_id
    WHERE standing.report_id = ANY(%(ids)s)
    ORDER BY standing.report_id
"""


@dataclass(frozen=True, slots=True)
class Belonging:
    """How one report stands: whose it is, what was first told of its place and found out since, and its way out."""

    report: int
    force: str
    borough: str
    first: str  # the force of the place that was told
    victim: str  # what an officer found out, blank where nothing
    suspect: str
    exit: WayOut | None
    moves: tuple[Moved, ...]


def belongs(ids: Collection[int]) -> tuple[Belonging, ...]:
    """How these reports stand, in the order in which they came, in one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_BELONGS, {"ids": list(ids)})
        return tuple(_belonging(each) for each in cursor.fetchall())


def _belonging(row: Sequence[Any]) -> Belonging:
    """How one report stands, of its row."""
    report, force, borough, first, victim, suspect, *way, moves = row
    steps = [(to, state, clock.read(at), *rest) for to, state, at, *rest in map(json.loads, moves)]
    return Belonging(
        report, force, borough, first, victim, suspect, WayOut(report, *way) if way[0] is not None else None,
        tuple(Moved(report, *each) for each in steps),
    )  # fmt: skip
