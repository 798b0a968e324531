"""Reading the second look: what waits, what came of it, and how often two officers agree."""

from collections.abc import Collection

from django.db.models import Count, OuterRef, Q

from hub.aside import queries as aside
from hub.common import clock
from hub.keys import keyring
from hub.reports import queries as reports
from hub.triage import rules
from hub.triage.models import SecondLook
from hub.triage.queries import tables
from hub.triage.terms import Asked, Compared, First, Looked, Tally

# What was set aside is read by nobody again.
_QUIET = Q(aside.of_subject(OuterRef("subject"))) | Q(reports.is_set_aside(OuterRef("subject")))


def share_now(what: Looked) -> int:
    """How many in a hundred of a sort of decision are read again today."""
    return rules.per_cent(tables.shares(), what, clock.now().astimezone(clock.LONDON).date())


def would_draw(first: First) -> bool:
    """Whether a first decision is drawn: by a keyed fingerprint of what it is about, and nothing else."""
    named = f"{first.what.value}\0{first.subject}\0{first.about}"
    return rules.drawn(keyring.keyring().mac("second-look", named), share_now(first.what))


def waiting_looks(
    *, what: Looked | None = None, not_by: str = "", after: int = 0, limit: int = 25
) -> tuple[tuple[Asked, ...], int | None]:
    """Second readings that wait, of one sort or of any, the longest first, and where the next page begins.

    Left out are those that this officer decided first, in whatever part, and those of what was set aside since.
    """
    rows = SecondLook.objects.filter(~_QUIET, second_at__isnull=True, pk__gt=after).order_by("pk")
    if what is not None:
        rows = rows.filter(what=what)
    if not_by:
        rows = rows.exclude(_first(not_by))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return tuple(_asked(each) for each in shown), shown[-1].pk if len(found) > limit else None


def _first(by: str) -> Q:
    """What somebody decided first, in whatever part."""
    return Q(first_by__endswith=f":{by.partition(':')[2]}")


def decided_first(looks: Collection[str], by: str) -> frozenset[str]:
    """Which of these second readings somebody may not give, because they decided first."""
    return frozenset(
        SecondLook.objects.filter(_first(by), reference__in=looks).values_list("reference", flat=True)
    )


def look(reference: str) -> Asked | None:
    """One second reading that waits."""
    row = SecondLook.objects.filter(reference=reference, second_at__isnull=True).first()
    return _asked(row) if row else None


def _asked(row: SecondLook) -> Asked:
    return Asked(row.reference, Looked(row.what), row.subject_kind, row.subject, row.asked_at)


def compared(reference: str) -> Compared | None:
    """Both readings of one decision, once the second is given."""
    row = SecondLook.objects.filter(reference=reference, second_at__isnull=False).first()
    return compared_of(row) if row else None


def read_twice(
    *, agrees: bool, what: Looked | None = None, before: int | None = None, limit: int = 25
) -> tuple[tuple[Compared, ...], int | None]:
    """Where a second reading says the same, or otherwise, the newest first, and where the next page begins."""
    rows = SecondLook.objects.filter(agrees=agrees).order_by("-pk")
    if what is not None:
        rows = rows.filter(what=what)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return tuple(compared_of(each) for each in shown), shown[-1].pk if len(found) > limit else None


def compared_of(row: SecondLook) -> Compared:
    """Both readings of a decision that was read again."""
    return Compared(
        row.reference, Looked(row.what), row.subject_kind, row.subject, row.first_answer, row.first_reason, row.first_by,
        row.second_answer, row.second_reason, row.second_by, row.second_at or row.asked_at, bool(row.agrees),
    )  # fmt: skip


def tallies() -> tuple[Tally, ...]:
    """How many second readings of each sort wait, agree and disagree; every sort is named."""
    counted = {
        what: numbers
        for what, *numbers in SecondLook.objects.values_list("what").annotate(
            waiting=Count("pk", filter=Q(agrees=None) & ~_QUIET),
            agreed=Count("pk", filter=Q(agrees=True)),
            disagreed=Count("pk", filter=Q(agrees=False)),
        )
    }
    return tuple(Tally(each, *counted.get(each.value, (0, 0, 0))) for each in Looked)
