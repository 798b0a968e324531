"""Reading posts."""

from collections.abc import Collection, Mapping

from hub.content.models import Item as Row
from hub.content.terms import Item


def items(ids: Collection[int]) -> tuple[Item, ...]:
    """These items."""
    rows = Row.objects.filter(pk__in=ids).order_by("pk")
    return tuple(
        Item(each.pk, each.reference, each.platform, each.url, each.text, each.posted_at) for each in rows
    )


def platforms(ids: Collection[int]) -> Mapping[int, str]:
    """The platform of each of these items, blank where none is known."""
    return dict(Row.objects.filter(pk__in=ids).values_list("pk", "platform"))


def of_reference(reference: str) -> Item | None:
    """One item."""
    row = Row.objects.filter(reference=reference).first()
    return Item(row.pk, row.reference, row.platform, row.url, row.text, row.posted_at) if row else None
