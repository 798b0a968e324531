"""The version of a case: it grows with every change, so that nobody overwrites what they have not seen."""

from collections.abc import Collection, Mapping

from django.db.models import F

from hub.cases.models import Case
from hub.cases.terms import Changed
from hub.common.refusals import NotFound


def hold(*, case: str, seen: int | None) -> Case:
    """The case, held until this is done; refused where it changed since somebody saw it.

    No audit line: it changes nothing, and what is done next writes its own.
    """
    row = Case.objects.select_for_update().filter(reference=case).first()
    if row is None:
        raise NotFound(f"There is no case {case}. Check the reference and try again.")
    if seen is not None and row.version != seen:
        raise Changed(case)
    return row


def hold_each(*, cases: Collection[str]) -> Mapping[str, Case]:
    """These cases, held until this is done, in one order, so that nobody waits in a ring.

    No audit line: it changes nothing, and what is done next writes its own.
    """
    rows = Case.objects.select_for_update().filter(reference__in=cases).order_by("pk")
    found = {each.reference: each for each in rows}
    missing = sorted(set(cases) - set(found))
    if missing:
        raise NotFound(f"There is no case {missing[0]}. Check the reference and try again.")
    return found


def changed(*, cases: Collection[str]) -> None:
    """Something of these cases changed: whoever has them open must look again.

    No audit line: what changed wrote one.
    """
    if cases:
        ordered = Case.objects.select_for_update().filter(reference__in=cases).order_by("pk")
        held = list(ordered.values_list("pk", flat=True))
        Case.objects.filter(pk__in=held).update(version=F("version") + 1)
