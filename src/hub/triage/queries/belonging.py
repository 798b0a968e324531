"""Reading whose a report is: the written rule, the places it looks at, and the steps of its exit."""

import csv
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from hub.triage.models import Decision, Exit, ExitMove
from hub.triage.terms import ExitState, ForceRule, Moved, Places, Question

_DATA = Path(__file__).parents[1] / "data" / "force_rules.csv"
_PLACES = (Question.FORCE, Question.VICTIM, Question.SUSPECT)


def shipped_force_rules() -> list[dict[str, str]]:
    """The written rule, row by row as it was written."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def force_rules() -> tuple[ForceRule, ...]:
    """The written rule, read once by a process."""
    return tuple(
        ForceRule(
            int(row["order"]), row["rule"], row["suspect"], row["victim"], row["named_place"], row["platform"],
            row["answer"], row["sentence"], date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None, row["source"], row["certainty"],
        )
        for row in shipped_force_rules()
    )  # fmt: skip


def places(
    ids: Collection[int], *, for_the_public: Collection[int], platforms: Mapping[int, str]
) -> dict[int, Places]:
    """The places of these reports: what was told first, and what an officer has found out since."""
    first: dict[int, str] = {}
    said: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Decision.objects.filter(report__in=ids, question__in=_PLACES).order_by("pk")
    for report, question, answer in rows.values_list("report", "question", "answer"):
        if question == Question.FORCE:
            first.setdefault(report, answer)
        else:
            said[report][question] = answer
    return {
        each: Places(
            said[each].get(Question.SUSPECT, "unknown"),
            said[each].get(Question.VICTIM, "unknown" if each in for_the_public else first.get(each, "unknown")),
            first.get(each, "unknown") if each in for_the_public else "unknown",
            platforms.get(each, ""),
        )
        for each in ids
    }  # fmt: skip


def moves(ids: Collection[int]) -> tuple[Moved, ...]:
    """The steps of the exits of these reports, in their order."""
    rows = ExitMove.objects.filter(exit__report__in=ids).order_by("pk")
    return tuple(
        Moved(*each)
        for each in rows.values_list("exit__report", "to", "state", "at", "by", "reason", "force_reference")
    )


def with_exit(ids: Collection[int], *states: ExitState) -> int | None:
    """The first of these reports whose exit is in one of these states."""
    rows = Exit.objects.filter(report__in=ids, state__in=states).order_by("pk")
    return rows.values_list("report", flat=True).first()
