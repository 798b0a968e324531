"""Reading what officers assessed: risk, the victim's needs, and their word on a priority."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from hub.common import clock
from hub.triage import rules
from hub.triage.queries import tables
from hub.triage.rules.priority import in_force
from hub.triage.terms import (
    Assessed,
    Box,
    Factor,
    Grade,
    Graded,
    Level,
    Limb,
    Override,
    Priority,
    PriorityFacts,
    Risk,
    Said,
    Victim,
    VictimQuestion,
    Word,
)

# Everything that officers assessed, in one question: it is asked with every row of the queue and every page of a case.
_ON_FILE = """
    SELECT 'risk', a.id, NOT EXISTS (SELECT FROM triage_riskassessment b WHERE b.supersedes_id = a.id),
        to_jsonb(a) || jsonb_build_object('limbs', (
            SELECT jsonb_agg(jsonb_build_array(each.limb, each.grade, each.text) ORDER BY each.id)
            FROM triage_risklimb each WHERE each.assessment_id = a.id))
    FROM triage_riskassessment a WHERE a.subject = ANY(%(subjects)s)
    UNION ALL
    SELECT 'victim', a.id, NOT EXISTS (SELECT FROM triage_victimassessment b WHERE b.supersedes_id = a.id),
        to_jsonb(a) || jsonb_build_object('answers', (
            SELECT jsonb_agg(jsonb_build_array(each.question, each.answer) ORDER BY each.id)
            FROM triage_victimanswer each WHERE each.assessment_id = a.id))
    FROM triage_victimassessment a WHERE a.subject = ANY(%(subjects)s)
    UNION ALL
    SELECT 'word', a.id, NOT EXISTS (SELECT FROM triage_priorityword b WHERE b.supersedes_id = a.id), to_jsonb(a)
    FROM triage_priorityword a WHERE a.subject = ANY(%(subjects)s)
    ORDER BY 2 DESC
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An officer's word on what it was written on."""

    subject: str
    override: Override


@dataclass(frozen=True, slots=True)
class OnFile:
    """What officers assessed of these cases and reports, the newest first."""

    risks: tuple[Risk, ...]
    victims: tuple[Victim, ...]
    words: tuple[Spoken, ...]  # that stand now


def on_file(subjects: Collection[str]) -> OnFile:
    """What officers assessed of these cases and reports, in one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_FILE, {"subjects": list(subjects)})
        rows = [(sort, stands, _told(row)) for sort, _, stands, row in cursor.fetchall()]
    return OnFile(
        tuple(_risk(row, stands=stands) for sort, stands, row in rows if sort == "risk"),
        tuple(_victim(row, stands=stands) for sort, stands, row in rows if sort == "victim"),
        tuple(_word(row) for sort, stands, row in rows if sort == "word" and stands and _speaks(row)),
    )


def _told(row: Any) -> Mapping[str, Any]:
    """A row as the database writes it."""
    found: Mapping[str, Any] = json.loads(row) if isinstance(row, str) else row
    return found


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _risk(row: Mapping[str, Any], *, stands: bool) -> Risk:
    """An assessment of risk as it is read."""
    review = row["review_on"]
    return Risk(
        row["reference"], row["subject_kind"], row["subject"],
        {Limb(limb): Graded(Grade(grade), text) for limb, grade, text in row["limbs"]}, Grade(row["overall"]),
        {box: row[box.value] for box in Box}, date.fromisoformat(review) if review else None, row["reason"], row["by"],
        _at(row["at"]), stands,
    )  # fmt: skip


def _victim(row: Mapping[str, Any], *, stands: bool) -> Victim:
    """A victim's assessment as it is read."""
    return Victim(
        row["reference"], row["subject_kind"], row["subject"],
        {question: Said(answer) for question, answer in row["answers"]}, row["notes"], row["reason"], row["by"],
        _at(row["at"]), stands,
    )  # fmt: skip


def _speaks(row: Mapping[str, Any]) -> bool:
    """Whether a word says something still."""
    return row["word"] != Word.AS_COUNTED and _at(row["until"]) > clock.now()


def _word(row: Mapping[str, Any]) -> Spoken:
    """An officer's word as it is read."""
    word = Override(Level(row["word"]), row["reason"], row["by"], _at(row["at"]), _at(row["until"]))
    return Spoken(row["subject"], word)


def assessed(subjects: Collection[str]) -> Mapping[str, Assessed]:
    """What officers assessed of these cases and reports, by the one that it was written on."""
    found = on_file(subjects)
    grades: dict[str, list[Mapping[str, Grade]]] = defaultdict(list)
    for risk in found.risks:
        if risk.stands:
            limbs: dict[str, Grade] = {limb.value: each.grade for limb, each in risk.limbs.items()}
            grades[risk.subject].append({**limbs, "overall": risk.overall})
    grounds: dict[str, set[str]] = defaultdict(set)
    for victim in found.victims:
        if victim.stands:
            grounds[victim.subject] |= {each for each, said in victim.answers.items() if said == Said.YES}
    words = {each.subject: each.override for each in found.words}
    return {
        subject: Assessed(rules.gravest(grades[subject]), frozenset(grounds[subject]), words.get(subject))
        for subject in sorted({*grades, *grounds, *words})
    }


def together(found: Collection[Assessed]) -> Assessed:
    """What was assessed of a case and of the reports in it, as one: the gravest grades, every ground, the newest word."""
    words = sorted((each.override for each in found if each.override), key=lambda each: each.at)
    return Assessed(
        rules.gravest([each.grades for each in found]),
        frozenset(ground for each in found for ground in each.grounds),
        words[-1] if words else None,
    )


def priority(facts: PriorityFacts) -> Priority:
    """Where something stands in the queue, by the table of the day on which it was received."""
    return rules.priority(facts, tables.factors(), tables.thresholds(), clock.now())


def factors_on(received_at: datetime) -> Mapping[str, Factor]:
    """The factors that count for what was received then."""
    return in_force(tables.factors(), received_at.astimezone(clock.LONDON).date())


def questions_now() -> tuple[VictimQuestion, ...]:
    """What a victim is asked today."""
    return rules.questions_on(tables.victim_questions(), clock.now().astimezone(clock.LONDON).date())


def grounds_of(victim: Victim) -> tuple[str, ...]:
    """What the enhanced rights of a victim are grounded on, by the questions of the day on which they were asked."""
    on = victim.at.astimezone(clock.LONDON).date()
    return rules.enhanced(victim.answers, rules.questions_on(tables.victim_questions(), on))
