"""Reading what a case has come to: its stage, the offences chosen for it with their limits, and its outcomes."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from hub.aside import queries as aside
from hub.cases.models import Candidate, Case
from hub.cases.terms import Candidate as Chosen
from hub.cases.terms import NewCandidate
from hub.cases.terms import Outcome as Finding
from hub.law import queries as law
from hub.law.terms import Limit


@dataclass(frozen=True, slots=True)
class Whole:
    """A case in one question to the database: how it stands, its reports, and what it has come to."""

    id: int
    about: str
    state: str
    borough: str
    unit: str
    headline: str
    opened_at: datetime
    version: int
    stage: str
    set_aside: bool
    placed: tuple[
        tuple[int, str, str, datetime], ...
    ]  # id and reference of each report, how it came, and when
    chosen: tuple[Chosen, ...]
    outcomes: tuple[Finding, ...]

    @property
    def reports(self) -> tuple[int, ...]:
        """The reports in it, by their numbers."""
        return tuple(each[0] for each in self.placed)


# In words of its own, as what follows: a page asks for all of it each time.
WHOLE = """
    SELECT one.id, one.about, one.state, one.borough, one.unit, one.headline, one.opened_at, one.version, one.stage,
        /* set aside? */,
        ARRAY(SELECT json_build_array(placed.report_id, report.reference, placed.how, placed.at)::text
            FROM cases_casereport AS placed JOIN reports_report AS report ON report.id = placed.report_id
            WHERE placed.case_id = one.id ORDER BY placed.id),
        ARRAY(SELECT json_build_array(id, by, at, offence, first_sent, last_act, evidence, strands, principal, answers)::text
            FROM cases_candidate WHERE case_id = one.id AND ended_at IS NULL ORDER BY principal DESC, id),
        ARRAY(SELECT json_build_array(reference, number, why, reason, facts, by, at)::text
            FROM cases_outcome WHERE case_id = one.id ORDER BY id DESC)
    FROM cases_case AS one WHERE one.reference = %(reference)s
""".replace("/* set aside? */", aside.OF_SUBJECT.format(reference="one.reference"))


def whole(reference: str) -> Whole | None:
    """One case with what it has come to."""
    with connection.cursor() as cursor:
        cursor.execute(WHOLE, {"reference": reference})
        row = cursor.fetchone()
    return whole_of(row) if row else None


def whole_of(row: Sequence[Any]) -> Whole:
    """A case of its row, as the database writes it."""
    *plain, reports, chosen, outcomes = row
    facts: tuple[Any, ...] = (
        *plain, tuple(_placed(*json.loads(each)) for each in reports), tuple(_chosen(*json.loads(each)) for each in chosen),
        tuple(_finding(*json.loads(each)) for each in outcomes),
    )  # fmt: skip
    return Whole(*facts)


def _placed(report: int, reference: str, how: str, at: str) -> tuple[int, str, str, datetime]:
    """A report in its case, of its row, as the database writes it."""
    return report, reference, how, datetime.fromisoformat(at)


def _chosen(*row: Any) -> Chosen:
    """An offence of its row, as the database writes it."""
    pk, by, at, offence, *days, strands, principal, answers = row
    first, last, evidence = (date.fromisoformat(each) if each else None for each in days)
    given = {name: tuple(each) for name, each in answers.items()}
    picked = NewCandidate(offence, first or date.max, last, evidence, tuple(strands), principal, given)
    return Chosen(pk, picked, by, datetime.fromisoformat(at))


def _finding(*row: Any) -> Finding:
    """An outcome of its row, as the database writes it."""
    facts: tuple[Any, ...] = (*row[:-1], datetime.fromisoformat(row[-1]))
    return Finding(*facts)


def candidates(case: str) -> tuple[Chosen, ...]:
    """The offences chosen for a case, the principal crime first."""
    found = whole(case)
    return found.chosen if found else ()


def as_chosen(row: Candidate) -> NewCandidate:
    """An offence as it was chosen."""
    answers = {name: tuple(given) for name, given in row.answers.items()}
    return NewCandidate(
        row.offence, row.first_sent, row.last_act, row.evidence, tuple(row.strands), row.principal, answers
    )


def limit_of(chosen: NewCandidate, on: date) -> Limit:
    """Until when one offence may be charged, by the law of its day."""
    return law.limit(
        offence=chosen.offence, first_sent=chosen.first_sent, on=on, last_act=chosen.last_act,
        evidence=chosen.evidence, strands=chosen.strands,
    )  # fmt: skip


def stages(references: Collection[str]) -> Mapping[str, str]:
    """What these cases have come to."""
    return dict(Case.objects.filter(reference__in=references).values_list("reference", "stage"))
