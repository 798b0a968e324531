"""Reading what was set aside: dates, states and references; never what is sealed."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import Exists, OuterRef, Q, QuerySet

from hub.aside import rules
from hub.aside.models import Original as Row
from hub.aside.models import Submission as SubmissionRow
from hub.aside.models import Written
from hub.aside.terms import Kept, Limb, Original, Regime, Standing, State, SubmissionLine
from hub.common import clock, dated, tables

_DATA = Path(__file__).parent / "data"
_ASIDE = (State.KEPT, State.HELD, State.DISPOSED)
_THERE = (State.KEPT, State.HELD)
_DIGITS = 18  # of the longest number that a row has


def shipped() -> list[dict[str, str]]:
    """The rules, row by row as they were written."""
    return tables.rows(_DATA / "regime.csv")


@cache
def regimes() -> tuple[Regime, ...]:
    """The shipped rules, each with its dates."""
    return tuple(
        Regime(
            row["rule"], *dated.dates(row),
            int(row["ask_days"]), int(row["keep_days"]), int(row["submission_months"]), row["source"], row["certainty"],
        )
        for row in shipped()
    )  # fmt: skip


def shipped_words() -> list[dict[str, str]]:
    """The plain words, as they were written."""
    return tables.rows(_DATA / "plain_words.csv")


@cache
def plain_words() -> Mapping[str, Kept]:
    """The words that can name nobody, each with how it is kept."""
    return {row["word"]: Kept(row["kept"]) for row in shipped_words()}


def standing(subjects: Collection[str]) -> frozenset[str]:
    """Which of these cases and reports are set aside."""
    if not subjects:
        return frozenset()
    rows = Row.objects.filter(subject__in=subjects, state__in=_ASIDE)
    return frozenset(rows.values_list("subject", flat=True))


def held(subjects: Collection[str]) -> frozenset[str]:
    """Of which of these cases and reports the original is held."""
    rows = Row.objects.filter(subject__in=subjects, state=State.HELD)
    return frozenset(rows.values_list("subject", flat=True))


def subjects() -> QuerySet[Row, str]:
    """Everything that is set aside, for another reading to narrow by."""
    return Row.objects.filter(state__in=_ASIDE).values_list("subject", flat=True)


def of_subject(reference: OuterRef) -> Exists:
    """Whether a row's case or report is set aside, for another reading to say so."""
    return Exists(Row.objects.filter(state__in=_ASIDE, subject=reference))


# The same within a question in words of its own; the reference is a column of it.
_STATES = ", ".join(f"'{each.value}'" for each in _ASIDE)
OF_SUBJECT = (
    "EXISTS (SELECT FROM aside_original AS kept WHERE kept.subject = {reference} AND kept.state IN ("
    + _STATES
    + "))"
)


def of_report(report: OuterRef) -> Exists:
    """Whether the report of a row is set aside, by itself or with its case, for another reading to leave it out."""
    return Exists(Row.objects.filter(state__in=_ASIDE, reports__contains=[report]))


def reports(ids: Collection[int]) -> frozenset[int]:
    """Which of these reports belong to something that is set aside."""
    if not ids:
        return frozenset()
    rows = Row.objects.filter(state__in=_ASIDE, reports__overlap=list(ids)).values_list("reports", flat=True)
    return frozenset(each for found in rows for each in found if each in set(ids))


def original(subject: str) -> Original | None:
    """What is kept of a case or report that is set aside; of one that was brought back, how it was."""
    row = Row.objects.filter(subject=subject).order_by("-pk").first()
    return read(row) if row else None


def of_reference(reference: str) -> Original | None:
    """One original."""
    row = Row.objects.filter(reference=reference).first()
    return read(row) if row else None


def ask_until(found: Original) -> date:
    """Until when somebody may ask for another look at what was set aside: the day that the letter of its decision promises."""
    return rules.ask_until(regimes(), found.set_aside_at.astimezone(clock.LONDON).date())


def originals(*, asked: str = "", after: str = "", limit: int = 25) -> tuple[tuple[Original, ...], str]:
    """What is set aside, by the day on which it goes, and where the next page begins (blank = there is none).

    Asked for are those that are held, those that are due, or all whose original is there.
    """
    rows = Row.objects.filter(state__in=_THERE)
    if asked == "held":
        rows = rows.filter(state=State.HELD)
    if asked == "due":
        rows = rows.filter(state=State.KEPT, dispose_on__lt=today())
    if asked == "disposed":
        rows = Row.objects.filter(state=State.DISPOSED)
    if after:
        day, pk = _place(after)
        rows = rows.filter(Q(dispose_on__gt=day) | Q(dispose_on=day, pk__gt=pk))
    found = list(rows.order_by("dispose_on", "pk")[: limit + 1])
    shown = found[:limit]
    following = f"{shown[-1].dispose_on.isoformat()}_{shown[-1].pk}" if len(found) > limit else ""
    return tuple(read(each) for each in shown), following


def _place(after: str) -> tuple[date, int]:
    """Where a page begins; ValueError where an earlier page did not say so."""
    day, _, pk = after.partition("_")
    if not pk.isdecimal() or len(pk) > _DIGITS:
        raise ValueError(after)
    return date.fromisoformat(day), int(pk)


def counts() -> dict[str, int]:
    """How many originals are there, held and due."""
    there = Row.objects.filter(state__in=_THERE)
    return {
        "there": there.count(),
        "held": there.filter(state=State.HELD).count(),
        "due": there.filter(state=State.KEPT, dispose_on__lt=today()).count(),
    }


def due() -> tuple[Original, ...]:
    """The originals whose day is over and that nobody holds, the longest due first."""
    rows = Row.objects.filter(state=State.KEPT, dispose_on__lt=today()).order_by("dispose_on", "pk")
    return tuple(map(read, rows.defer("sealed")))


def of_id(original: int) -> Original | None:
    """One original, by its number."""
    row = Row.objects.filter(pk=original).first()
    return read(row) if row else None


def lapsed() -> tuple[int, ...]:
    """The originals whose hold has come to the end that somebody set."""
    rows = Row.objects.filter(state=State.HELD, held_until__lt=today()).order_by("pk")
    return tuple(rows.values_list("pk", flat=True))


def today() -> date:
    """The day in London."""
    return clock.now().astimezone(clock.LONDON).date()


def written(original: int) -> int:
    """How many rows of an original the owner's functions have touched."""
    return Written.objects.filter(original=original).count()


def read(row: Row) -> Original:
    """An original as it is read."""
    return Original(
        row.pk, row.reference, row.subject_kind, row.subject, tuple(row.reports), State(row.state), row.decided_at, row.set_aside_at, row.by,
        row.rule, row.dispose_on, row.because, row.held_at, row.held_by, row.held_until, row.ended_at, row.ended_by,
        tuple(row.subjects),
    )  # fmt: skip


# -- submissions


def submission(subject: str) -> SubmissionLine | None:
    """The newest submission about a case or report."""
    row = SubmissionRow.objects.filter(subject=subject).order_by("-pk").first()
    return line(row) if row else None


def submission_of(reference: str) -> SubmissionLine | None:
    """One submission."""
    row = SubmissionRow.objects.filter(reference=reference).first()
    return line(row) if row else None


def holds(subject: str) -> bool:
    """Whether an authorised submission holds what a case or report shows."""
    rows = SubmissionRow.objects.filter(subject=subject, state=Standing.AUTHORISED, expires_on__gte=today())
    return rows.exists()


def submissions(*, open_only: bool = True, limit: int = 100) -> tuple[SubmissionLine, ...]:
    """Submissions, those that wait for a supervisor first, then the first to expire."""
    rows = SubmissionRow.objects.order_by("-state", "expires_on", "pk")
    if open_only:
        rows = rows.filter(state__in=[Standing.SUBMITTED, Standing.AUTHORISED])
    return tuple(line(each) for each in rows[:limit])


def expired() -> tuple[int, ...]:
    """The submissions whose last day is over."""
    rows = SubmissionRow.objects.filter(
        state__in=[Standing.SUBMITTED, Standing.AUTHORISED], expires_on__lt=today()
    )
    return tuple(rows.order_by("expires_on", "pk").values_list("pk", flat=True))


def line(row: SubmissionRow) -> SubmissionLine:
    """A submission as it is read."""
    return SubmissionLine(
        row.pk, row.reference, row.subject_kind, row.subject, Standing(row.state), Limb(row.limb), row.expires_on,
        row.told, row.submitted_by, row.submitter_id, row.submitted_at, row.decided_by, row.decided_at,
    )  # fmt: skip
