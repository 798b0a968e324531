"""The reports and cases behind a figure, each in a line that names nobody whom it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from hub.aside import queries as aside
from hub.cases import queries as cases
from hub.cases.terms import CaseLine
from hub.pathway.relating import shut_to
from hub.people import queries as people
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.queue.terms import Row
from hub.reports import queries as reports
from hub.reports.queries import Gist
from hub.triage import queries as triage
from hub.triage import rules as triage_rules


@dataclass(frozen=True, slots=True)
class Line:
    """A report, or a case, in a line: where, about what, since when, what is next and who has it."""

    reference: str
    reported_at: datetime
    borough: str
    case: str  # blank where it has none
    received_at: datetime | None = None  # of a report
    strands: tuple[str, ...] = ()
    under_18: bool = False  # the victim, of any of its reports
    suspect_under_18: bool = False
    left_to: str = ""  # where it went, where it has left the hub
    quiet: bool = False  # set aside: not a crime
    row: Row | None = None  # blank where nothing of it waits
    holder: str = ""
    officer: str = ""  # whom it is given or offered to
    closed: bool = False  # to whoever reads it: nothing but its reference is said

    @property
    def subject(self) -> str:
        """What somebody works on: the case, or the report where it has none."""
        return self.case or self.reference


def of_reports(ids: Sequence[int]) -> tuple[Line, ...]:
    """These reports in their order."""
    told, standing, placed = reports.summaries(ids), triage.standing(ids), cases.of_reports(ids)
    gists = reports.gists(ids)
    left = {pk: each.exit for pk, each in standing.items() if triage_rules.left(each.exit, each.exit_state)}
    return tuple(
        Line(
            told[pk].reference, told[pk].reported_at, standing[pk].borough if pk in standing else "",
            placed[pk].case if pk in placed else "", told[pk].received_at, **_said(gists, [pk]), left_to=left.get(pk, ""),
        )
        for pk in ids
    )  # fmt: skip


def of_cases(found: Sequence[CaseLine]) -> tuple[Line, ...]:
    """These cases in their order, each by when it was opened."""
    behind = cases.reports_in([each.reference for each in found])
    gists = reports.gists([pk for ids in behind.values() for pk in ids])
    return tuple(
        Line(
            each.reference, each.received_at, each.borough, each.reference,
            **_said(gists, behind.get(each.reference, ())),
        )
        for each in found
    )  # fmt: skip


class _Said(TypedDict):
    """What some reports tell together: each strand once, and whether a child is among those concerned."""

    strands: tuple[str, ...]
    under_18: bool
    suspect_under_18: bool


def _said(gists: Mapping[int, Gist], ids: Sequence[int]) -> _Said:
    """What these reports tell together."""
    told = [gists[pk] for pk in ids if pk in gists]
    return _Said(
        strands=tuple(dict.fromkeys(strand for each in told for strand in each.strands)),
        under_18=any(each.under_18 for each in told),
        suspect_under_18=any(each.suspect_under_18 for each in told),
    )


def as_seen(lines: Sequence[Line], *, by: Actor) -> tuple[Line, ...]:
    """The same lines with what is next, and of what is closed to whoever reads them the reference alone."""
    shut = shut_to({each.subject for each in lines}, by=by) if lines else frozenset()
    told = with_what_is_next([each for each in lines if each.subject not in shut])
    open_ones = iter(told)
    return tuple(
        Line(each.reference, each.reported_at, "", each.case, closed=True)
        if each.subject in shut
        else next(open_ones)
        for each in lines
    )


def with_what_is_next(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines, each with what waits of it and who has it; in as many questions however many there are."""
    subjects = [each.subject for each in lines]
    rows, quiet = queue.rows_of(subjects), aside.standing(subjects)
    concerned = {pk for row in rows.values() for pk in (row.holder_id, row.facts.officer_id) if pk}
    named = people.colleagues(concerned) if concerned else {}
    names = {pk: each.name for pk, each in named.items()}
    return tuple(
        _with_row(each, rows.get(each.subject), names, quiet=each.subject in quiet) for each in lines
    )


def _with_row(line: Line, row: Row | None, names: Mapping[int, str], *, quiet: bool) -> Line:
    """A line with what waits of it."""
    if row is None:
        return replace(line, quiet=quiet)
    holder, officer = names.get(row.holder_id or 0, ""), names.get(row.facts.officer_id or 0, "")
    return replace(line, quiet=quiet, row=row, holder=holder, officer=officer)
