"""A crime decision as the command line takes it: options, and the worksheet of a file."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hub.cases.terms import NewCandidate
from hub.common.refusals import Refusal
from hub.law import queries as law
from hub.law.rules import counting
from hub.law.rules.offences import known_as
from hub.pathway.deciding import Given
from hub.triage.terms.deciding import Answers, CrimeAnswer, Mark, NewDecision, Point, SheetAnswer

_LARGEST = 100_000  # bytes of a worksheet


def given_of(options: Mapping[str, Any]) -> Given:
    """The decision that the options tell; offences and worksheet that are left out stay as they are."""
    new = NewDecision(
        CrimeAnswer(options["decision"]), options["reason"], tuple(options["considered"]), options["question"],
        options["verified"],
    )  # fmt: skip
    answers = _worksheet(options["worksheet"]) if options["worksheet"] else None
    return Given(new, _chosen(options) if options["offences"] else None, answers)


def _chosen(options: Mapping[str, Any]) -> tuple[NewCandidate, ...]:
    """The offences, each with the days that its limit is counted from."""
    first = _day("--first-sent", options["first_sent"])
    if first is None:
        raise Refusal(
            "Give --first-sent, the day of the first act: the law and the time limit are counted from it."
        )
    strands = tuple(options["aggravated"])
    last, evidence = (
        _day("--last-act", options["last_act"]),
        _day("--evidence-date", options["evidence_date"]),
    )
    return tuple(
        NewCandidate(known, first, last, evidence, _of(known, strands), principal=place == 0)
        for place, known in enumerate(known_as(law.law(), each) for each in options["offences"])
    )


def _of(offence: str, strands: tuple[str, ...]) -> tuple[str, ...]:
    """The strands by which this offence has an aggravated form."""
    has = {each.strand for each in law.law().aggravations if each.offence == offence}
    return tuple(each for each in strands if each in has)


def _day(name: str, text: str | None) -> date | None:
    """A day that may be left out."""
    return None if text is None else counting.read_day(name, text)


def _worksheet(path: Path) -> Answers:
    """The worksheet of a file."""
    try:
        content = path.read_bytes()[: _LARGEST + 1]
        found = json.loads(content.decode("utf-8-sig"))
        return {
            Point(name): SheetAnswer(str(each["words"]), Mark(each["mark"])) for name, each in found.items()
        }
    except OSError as problem:
        raise Refusal(f"The worksheet cannot be read: {problem.strerror}. Check --worksheet.") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        names, marks = ", ".join(Point.values), " or ".join(Mark.values)
        raise Refusal(
            f"The worksheet is not one JSON object of {names}, each with words and mark ({marks}). Put it right."
        ) from None
