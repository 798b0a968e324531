"""Reading what the vault holds: lists and custody, never the bytes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Count, Q, QuerySet

from hub.common import subjects as common_subjects
from hub.common import tables
from hub.evidence import rules
from hub.evidence.models import Custody as Row
from hub.evidence.models import Exhibit as Exhibits
from hub.evidence.terms import Act, Custody, Exhibit, State, Trouble

_SOON = timedelta(minutes=10)
_ONCE_A_DAY = (Trouble.TOO_LARGE, Trouble.LOCKED, Trouble.DAMAGED)
PAGE = 50


@cache
def shipped_locks() -> Sequence[dict[str, str]]:
    """For how long an object is locked in a bucket, as it ships, with the sources."""
    return tables.rows(Path(__file__).parent / "data" / "locks.csv")


def of_subjects(named: Collection[str], *, after: int = 0) -> tuple[tuple[Exhibit, ...], int]:
    """The exhibits of cases and reports as they came, and after which the next page begins, or nought."""
    rows = list(Exhibits.objects.filter(subject__in=named, pk__gt=after).order_by("pk")[: PAGE + 1])
    following = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return tuple(shown(each) for each in rows[:PAGE]), following


def every(subject: str) -> Iterator[Exhibit]:
    """Every exhibit of a case or report, as it came."""
    return (shown(each) for each in Exhibits.objects.filter(subject=subject).order_by("pk").iterator())


def exhibit(reference: str) -> Exhibit | None:
    """One exhibit."""
    row = Exhibits.objects.filter(reference=reference).first()
    return shown(row) if row else None


def same_bytes(subject: str, sha256: bytes) -> Exhibit | None:
    """The exhibit of a case or report that holds these bytes already."""
    row = Exhibits.objects.filter(subject=subject, sha256=sha256, state__in=rules.STANDING).first()
    return shown(row) if row else None


def in_quarantine_elsewhere(sha256: bytes) -> bool:
    """Whether these bytes are in quarantine already, in whichever case."""
    return Exhibits.objects.filter(sha256=sha256, state=State.QUARANTINED).exists()


def holding(sha256: str) -> frozenset[str]:
    """The cases and reports that hold these bytes."""
    rows = Exhibits.objects.filter(sha256=bytes.fromhex(sha256), state__in=rules.STANDING)
    return frozenset(rows.values_list("subject", flat=True))


def count_quarantined() -> int:
    """How many exhibits are in quarantine."""
    return _quarantined().count()


def _quarantined() -> QuerySet[Exhibits]:
    """What the unit can decide about; what is laid aside with its case is not there for it."""
    return Exhibits.objects.filter(state=State.QUARANTINED).exclude(wrapped_key=b"")


def why_quarantined(exhibit: int) -> str:
    """What whoever put an exhibit in quarantine last said of it."""
    rows = Row.objects.filter(exhibit=exhibit, act=Act.QUARANTINE).order_by("-pk")
    return rows.values_list("reason", flat=True).first() or ""


def quarantined(*, after: int = 0) -> tuple[tuple[Exhibit, ...], int]:
    """What is in quarantine, the longest there first, and after which the next page begins, or nought."""
    rows = list(_quarantined().filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    following = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return tuple(shown(each) for each in rows[:PAGE]), following


def custody(exhibits: Sequence[int]) -> dict[int, tuple[Custody, ...]]:
    """What was done with each of these exhibits, the first first."""
    found: dict[int, list[Custody]] = {}
    for row in Row.objects.filter(exhibit__in=exhibits).order_by("pk"):
        found.setdefault(row.exhibit_id, []).append(Custody(Act(row.act), row.at, row.by))
    return {number: tuple(each) for number, each in found.items()}


def standing(*, subject: str = "", after: str = "") -> int:
    """How many exhibits there are to examine: of one case or report, or of all."""
    return _standing(subject, after).count()


def to_examine(*, subject: str = "", after: str = "", limit: int = 500) -> tuple[str, ...]:
    """The next exhibits to examine, in the order of their references."""
    rows = _standing(subject, after).order_by("reference")
    return tuple(rows.values_list("reference", flat=True)[:limit])


def _standing(subject: str, after: str) -> QuerySet[Exhibits]:
    """Every exhibit whose bytes should be there."""
    rows = Exhibits.objects.filter(state__in=rules.STANDING, reference__gt=after)
    return rows.filter(subject=subject) if subject else rows


def to_scan(*, at: datetime, limit: int = 500) -> tuple[int, ...]:
    """Exhibits that nothing has looked through although it should have; what cannot be is tried once a day."""
    late, day = at - _SOON, at - timedelta(days=1)
    rows = (
        Exhibits.objects.filter(state=State.WAITING)
        .exclude(wrapped_key=b"")
        .filter(
            Q(scan_tried_at__isnull=True, received_at__lt=late)
            | Q(scan_tried_at__lt=late) & ~Q(scan_trouble__in=_ONCE_A_DAY)
            | Q(scan_tried_at__lt=day)
        )
    )
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def unscanned(*, before: datetime) -> Mapping[str, int]:
    """How many exhibits that came before a moment nothing has looked through, by why; blank where nobody knows yet."""
    rows = Exhibits.objects.filter(state=State.WAITING, received_at__lt=before).exclude(wrapped_key=b"")
    counted = rows.values_list("scan_trouble").annotate(Count("pk")).order_by("scan_trouble")
    return dict(counted)


def subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that exhibits are of."""
    return common_subjects.named(Exhibits.objects.all())


def to_remove(after: int, limit: int = 500) -> tuple[int, ...]:
    """Destroyed exhibits whose bytes may still lie in the store."""
    rows = Exhibits.objects.filter(state=State.DESTROYED, removed_at__isnull=True, pk__gt=after)
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def unnamed(objects: Collection[str]) -> frozenset[str]:
    """Which of these objects no exhibit names."""
    return frozenset(objects) - set(
        Exhibits.objects.filter(object__in=objects).values_list("object", flat=True)
    )


def shown(row: Exhibits) -> Exhibit:
    """An exhibit as it is listed."""
    return Exhibit(
        row.pk, row.reference, row.subject_kind, row.subject, bytes(row.sha256).hex(), row.size, row.media_type,
        row.mislabelled, State(row.state), row.received_at, row.by,
    )  # fmt: skip
