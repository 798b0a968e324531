"""What a report showed: taken out where it is not a crime, and put back where it is looked at again."""

from collections.abc import Collection, Iterable, Mapping

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports.models import Appearance, Report
from hub.reports.terms import Shown


def take_out(*, reports: Collection[int], by: Actor) -> tuple[Shown, ...]:
    """Take out which posts these reports showed; tells each."""
    permit(by, Permission.LET_GO)
    rows = Appearance.objects.filter(report__in=reports).order_by("pk")
    found = tuple(Shown(*each) for each in rows.values_list("report", "item", "first_seen_at"))
    rows.delete()
    _record("reports.take-out-posts", {each.report for each in found}, by)
    return found


def put_back(*, shown: Iterable[Shown], items: Mapping[int, int], by: Actor) -> None:
    """Put back which posts were shown, under the numbers that they have now."""
    permit(by, Permission.SET_ASIDE)
    rows = [
        Appearance(report_id=each.report, item_id=items[each.item], first_seen_at=each.first_seen_at)
        for each in shown
        if each.item in items
    ]
    Appearance.objects.bulk_create(rows, ignore_conflicts=True)
    _record("reports.put-back-posts", {row.report_id for row in rows}, by)


def _record(action: str, reports: Collection[int], by: Actor) -> None:
    """One line for each report."""
    named = Report.objects.filter(pk__in=reports).order_by("pk").values_list("reference", flat=True)
    audit.record([Entry(Kind.ALTERATION, action, "report", each, str(by)) for each in named])
