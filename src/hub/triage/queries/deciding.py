"""Reading crime decisions: what was decided, who looked again, what Article 10 says, and what is not recorded yet."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import connection

from hub.aside import queries as aside
from hub.aside import rules as aside_rules
from hub.common import clock, dated
from hub.common.subjects import named as subjects_named
from hub.triage.models import CrimeDecision, UnsentDecision, Worksheet
from hub.triage.queries.tables import shipped
from hub.triage.rules import deciding as rules
from hub.triage.terms.deciding import (
    About,
    Answers,
    Checked,
    CheckRule,
    CrimeAnswer,
    Decided,
    Fact,
    Mark,
    Point,
    Policy,
    Sheet,
    SheetAnswer,
)


@cache
def check_rules() -> tuple[CheckRule, ...]:
    """When a second person looks at a decision, read once by a process."""
    return tuple(
        CheckRule(CrimeAnswer(row["answer"]), Fact(row["fact"]), row["words"], *dated.dates(row))
        for row in shipped("second_checks")
    )


@cache
def _policies() -> tuple[Policy, ...]:
    """Every policy, read once by a process."""
    return tuple(
        Policy(CrimeAnswer(row["answer"]), row["words"], *dated.dates(row)) for row in shipped("policies")
    )


def policies(answer: CrimeAnswer) -> tuple[str, ...]:
    """The policies under which a decision is made today."""
    return rules.policies(_policies(), answer, clock.now().astimezone(clock.LONDON).date())


def look_again_until(day: date) -> date:
    """Until when somebody who hears a decision on a day may ask for another look."""
    return aside_rules.ask_until(aside.regimes(), day)


def another_look_until(decided: Decided) -> date | None:
    """Until when the person who reported may ask for another look, counted from when it came to hold."""
    at = decided.checked.at if decided.checked else decided.at
    day = at.astimezone(clock.LONDON).date()
    return look_again_until(day) if decided.answer == CrimeAnswer.NOT_A_CRIME else None


def second_checks(answer: CrimeAnswer, facts: Collection[Fact]) -> tuple[str, ...]:
    """Why a second person would look at a decision that is made today."""
    today = clock.now().astimezone(clock.LONDON).date()
    return rules.second_checks(check_rules(), answer, facts, today)


# In words of its own, as the page of a case asks it each time.
_DECISIONS = """
    SELECT decision.*, (SELECT json_build_array(agrees, reason, by, at)::text FROM triage_secondcheck
        WHERE decision_id = decision.id) AS checked
    FROM triage_crimedecision AS decision WHERE subject_kind = 'case' AND subject = ANY(%s)
    ORDER BY subject, id DESC
"""


def crime_decisions(cases: Collection[str]) -> Mapping[str, tuple[Decided, ...]]:
    """Every decision on these cases, the newest first, each with a second person's word on it."""
    found: dict[str, list[Decided]] = {each: [] for each in cases}
    for row in CrimeDecision.objects.raw(_DECISIONS, [list(cases)]):
        found[row.subject].append(decided(row, _checked(vars(row)["checked"])))
    return {each: tuple(lines) for each, lines in found.items()}


def _checked(told: str | None) -> Checked | None:
    """A second person's word, as the database writes it beside a decision."""
    if told is None:
        return None
    agrees, reason, by, at = json.loads(told)
    return Checked(agrees, reason, by, datetime.fromisoformat(at))


def decided(row: CrimeDecision, checked: Checked | None) -> Decided:
    """A decision as it is read."""
    return Decided(
        row.pk, row.reference, row.subject, CrimeAnswer(row.decision), row.reason, tuple(row.considered), row.question,
        row.verified, row.offence_date, tuple(row.check_because), row.by, row.at, checked,
        tuple(row.policies),
    )  # fmt: skip


def worksheet(case: str) -> Sheet | None:
    """The worksheet of a case that counts."""
    row = Worksheet.objects.filter(subject_kind=About.CASE, subject=case).order_by("-pk").first()
    return sheet(row) if row else None


def sheet(row: Worksheet) -> Sheet:
    """A worksheet as it is read."""
    return Sheet(row.pk, _answers(row.answers), tuple(row.offences), row.by, row.at)


def _answers(told: Mapping[str, Mapping[str, str]]) -> Answers:
    """The answers of a worksheet as they are kept."""
    return {Point(name): SheetAnswer(each["words"], Mark(each["mark"])) for name, each in told.items()}


@dataclass(frozen=True, slots=True)
class Unsent:
    """What an officer has written of a decision and not recorded yet."""

    words: Mapping[str, list[str]]
    saved_at: datetime
    version: int | None  # of the case, as the officer had it before them
    made_at: datetime | None  # since when they had it


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the decisions of a case: the worksheet that counts, and what this officer has not recorded."""

    sheet: Sheet | None
    unsent: Unsent | None


# One question in words of its own: the page of a decision asks for both each time.
_BESIDE = """
    SELECT
        (SELECT json_build_array(id, answers, offences, by, at)::text FROM triage_worksheet
            WHERE subject_kind = 'case' AND subject = %(case)s ORDER BY id DESC LIMIT 1),
        (SELECT json_build_array(words, saved_at, version, made_at)::text FROM triage_unsentdecision
            WHERE subject_kind = 'case' AND subject = %(case)s AND account_id = %(account)s)
"""


def beside(case: str, account: int) -> Beside:
    """The worksheet of a case, and what this officer has written of a decision and not recorded yet."""
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, {"case": case, "account": account})
        kept, words = cursor.fetchone()
    found, written = None, None
    if kept:
        pk, answers, offences, by, at = json.loads(kept)
        found = Sheet(pk, _answers(answers), tuple(offences), by, datetime.fromisoformat(at))
    if words:
        given, at, version, made = json.loads(words)
        written = Unsent(
            given, datetime.fromisoformat(at), version, datetime.fromisoformat(made) if made else None
        )
    return Beside(found, written)


def decision_subjects() -> Iterator[tuple[str, ...]]:
    """The cases that a decision or a worksheet is about, a page at a time."""
    yield from subjects_named(CrimeDecision.objects.all())
    yield from subjects_named(Worksheet.objects.all())
    yield from subjects_named(UnsentDecision.objects.all())
