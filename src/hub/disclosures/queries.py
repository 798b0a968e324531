"""Reading agreements."""

from collections.abc import Collection

from hub.disclosures.models import Agreement as Row
from hub.disclosures.terms import Agreement


def standing(subjects: Collection[str]) -> dict[str, list[Agreement]]:
    """The agreements of these subjects that nothing has replaced."""
    replaced = Row.objects.filter(subject__in=subjects, supersedes__isnull=False).values("supersedes")
    found: dict[str, list[Agreement]] = {}
    for row in Row.objects.filter(subject__in=subjects).exclude(pk__in=replaced).order_by("pk"):
        found.setdefault(row.subject, []).append(
            Agreement(
                row.pk, row.reference, row.organisation, tuple(row.fields), row.given, row.confirmed, row.told_by,
                row.until,
            )
        )  # fmt: skip
    return found


def of_reference(reference: str) -> Agreement | None:
    """One agreement."""
    row = Row.objects.filter(reference=reference).first()
    if row is None:
        return None
    return Agreement(
        row.pk,
        row.reference,
        row.organisation,
        tuple(row.fields),
        row.given,
        row.confirmed,
        row.told_by,
        row.until,
    )
