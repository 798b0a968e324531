"""A course of conduct against one person: what they reported of an account is known again by a fingerprint of their own."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.keys.keyring import keyring
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports.models import Conduct, Party, Report
from hub.reports.terms import Told


def keep_conduct(*, marks: Mapping[int, Collection[bytes]], by: Actor) -> None:
    """Keep, for each report, a fingerprint of the person targeted with each mark of the account; for nobody else."""
    permit(by, Permission.SET_ASIDE)
    persons = dict(Party.objects.filter(report__in=marks, role="victim").values_list("report", "person"))
    rows = [
        Conduct(report_id=report, mac=_mac(persons[report], mark))
        for report, found in marks.items()
        if report in persons
        for mark in sorted(found)
    ]
    Conduct.objects.bulk_create(rows, ignore_conflicts=True)
    _record("reports.keep-conduct", {row.report_id for row in rows}, by)


def forget_conduct(*, reports: Collection[int], by: Actor) -> None:
    """Destroy the fingerprints of these reports: what they matched is in the open again, or gone."""
    permit(by, Permission.SET_ASIDE)
    rows = Conduct.objects.filter(report__in=reports)
    having = set(rows.values_list("report", flat=True))
    rows.delete()
    _record("reports.forget-conduct", having, by, Kind.ERASURE)


def same_conduct(*, told: Sequence[Told], by: Actor) -> Mapping[int, frozenset[int]]:
    """The earlier reports by the same person of the same account that were not a crime, for each of these."""
    permit(by, Permission.RECEIVE_REPORTS)
    wanted: dict[bytes, set[int]] = defaultdict(set)
    for each in told:
        for person in each.persons:
            for mark in each.marks:
                wanted[_mac(person, mark)].add(each.report)
    found: dict[int, set[int]] = defaultdict(set)
    rows = Conduct.objects.filter(mac__in=list(wanted)).values_list("mac", "report") if wanted else ()
    for mac, earlier in rows:
        for report in wanted[bytes(mac)] - {earlier}:
            found[report].add(earlier)
    return {report: frozenset(earlier) for report, earlier in found.items()}


def _mac(person: int, mark: bytes) -> bytes:
    """The fingerprint; always under the first master key, so that it stays comparable."""
    return keyring().mac("reports.conduct", f"{person}|{mark.hex()}", 1)


def _record(action: str, reports: Collection[int], by: Actor, kind: Kind = Kind.ALTERATION) -> None:
    """One line for each report."""
    named = Report.objects.filter(pk__in=reports).order_by("pk").values_list("reference", flat=True)
    audit.record([Entry(kind, action, "report", each, str(by)) for each in named])
