"""Keeping what was told: recognising a resend, recording a report, adding later facts."""

from collections.abc import Iterable, Mapping, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, copying, locks, references
from hub.common.refusals import NotFound, Refusal
from hub.keys.keyring import keyring
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import rules
from hub.reports.models import (
    Addition,
    Appearance,
    Disagreement,
    Party,
    Perception,
    Report,
    Resend,
    Words,
)
from hub.reports.terms import (
    AdditionKind,
    Change,
    Disposition,
    NewReport,
    Received,
    Recognised,
    Religion,
    Strand,
    Telling,
)


def recognise(*, tellings: Sequence[Telling], by: Actor) -> tuple[Recognised, ...]:
    """Whether each telling is new, the same again, or known and changed; its reference is held until the end."""
    permit(by, Permission.RECEIVE_REPORTS)
    names = {_name(each): None for each in tellings}
    locks.hold("reports.source", (f"{source}\0{reference}".encode() for source, reference in names))
    known = _known(names)
    found: list[Recognised] = []
    first: dict[tuple[str, str], int] = {}
    digests: dict[tuple[str, str], set[bytes]] = {}
    for place, telling in enumerate(tellings):
        name, digest = _name(telling), _digest(telling)
        if name in known:
            report, seen = known[name]
            same = digest in seen
            seen.add(digest)
            found.append(Recognised(_again(same=same), digest, report))
        elif name in first:
            same = digest in digests[name]
            digests[name].add(digest)
            columns = rules.differences(tellings[first[name]].given, telling.given)
            found.append(Recognised(_again(same=same), digest, None, first[name], columns))
        else:
            first[name], digests[name] = place, {digest}
            found.append(Recognised(Disposition.NEW, digest))
    return tuple(found)


def _again(*, same: bool) -> Disposition:
    """What a telling is whose reference is known."""
    return Disposition.SAME if same else Disposition.CHANGED


def _name(telling: Telling) -> tuple[str, str]:
    """What names a telling at its source."""
    return telling.source, telling.source_reference


def _digest(telling: Telling) -> bytes:
    """A keyed fingerprint of everything a telling says, so that a resend is compared without its words.

    Always under the first master key: a fingerprint must stay comparable after a rotation.
    """
    return keyring().mac("reports.telling", rules.canonical(telling.given).decode(), 1)


def _known(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, set[bytes]]]:
    """The reports that these names already have, with every digest seen of each."""
    wanted = set(names)
    rows = Report.objects.filter(source__in={source for source, _ in wanted}).filter(
        source_reference__in={reference for _, reference in wanted}
    )
    known = {
        (source, reference): (pk, {bytes(digest)})
        for pk, source, reference, digest in rows.values_list("pk", "source", "source_reference", "digest")
        if (source, reference) in wanted
    }
    by_id = dict(known.values())
    for report, digest in Resend.objects.filter(report__in=by_id).values_list("report", "digest"):
        by_id[report].add(bytes(digest))
    return known


def receive(*, reports: Sequence[NewReport], sender: str, by: Actor) -> tuple[Received, ...]:
    """Put each telling on record, with its words, perceptions, parties and items; one line of audit each."""
    permit(by, Permission.RECEIVE_REPORTS)
    at = clock.now()
    rows = [_report(each, sender) for each in reports]
    for row in rows:
        row.received_at = at
    Report.objects.bulk_create(rows)
    pairs = list(zip(rows, reports, strict=True))
    copying.add([_words(row, each) for row, each in pairs])
    copying.add([found for row, each in pairs for found in _perceptions(row, each.telling)])
    copying.add([found for row, each in pairs for found in _parties(row, each)])
    copying.add(
        [
            Appearance(report=row, item_id=item, first_seen_at=each.telling.first_seen_at)
            for row, each in pairs
            for item in dict.fromkeys(each.items)
        ]
    )
    audit.record(
        [
            Entry(
                Kind.COLLECTION, "reports.receive", "report", row.reference, str(by), {"channel": row.channel}
            )
            for row in rows
        ]
    )
    return tuple(Received(row.pk, row.reference) for row in rows)


def _report(new: NewReport, sender: str) -> Report:
    """The row of a report."""
    telling = new.telling
    return Report(
        reference=references.new("R"),
        sender=sender,
        source=telling.source,
        source_reference=telling.source_reference,
        channel=telling.channel,
        reporter_role=telling.reporter_role or "",
        reported_at=telling.reported_at,
        zone_assumed=telling.zone_assumed,
        digest=new.digest,
        immediate=telling.immediate_danger,
        anonymous=rules.is_anonymous(telling),
        historic=new.historic,
        for_the_public=not rules.own_victim(telling),
        age_band=rules.age_band(
            telling.victim_date_of_birth, rules.day_told(telling), telling.victim_under_18
        ),
        under_18=rules.under_18(telling),
        language=telling.language[:40],
        sealed_id=new.sealed_id,
    )


def _words(row: Report, new: NewReport) -> Words:
    """The working copy of what was said."""
    words = dict(new.words)
    return Words(
        report=row,
        what_happened=words.pop("what_happened"),
        given=words,
        unknown_columns=list(new.telling.unknown_columns),
        notes=list(new.telling.notes),
    )


def _perceptions(row: Report, telling: Telling) -> list[Perception]:
    """Each strand as its own perception; religion once for each religion named."""
    by = telling.reporter_role or "not-said"
    found = []
    for strand in dict.fromkeys(telling.strands):
        religions: tuple[str, ...] = tuple(dict.fromkeys(telling.targeted_religion)) or (Religion.UNKNOWN,)
        for religion in religions if strand == Strand.RELIGION else ("",):
            perceived = Perception(report=row, strand=strand, targeted_religion=religion)
            perceived.perceived_by, perceived.at = by, telling.reported_at
            found.append(perceived)
    return found


def _parties(row: Report, new: NewReport) -> list[Party]:
    """Who told, and whom it is about."""
    given = (("reporter", new.reporter_id), ("victim", new.victim_id))
    return [Party(report=row, person_id=person, role=role) for role, person in given if person is not None]


def keep_changes(*, changes: Sequence[Change], by: Actor) -> Mapping[int, str]:
    """Keep each changed resend beside the first telling, whose references it tells; nothing of the first is touched."""
    permit(by, Permission.RECEIVE_REPORTS)
    at = clock.now()
    Resend.objects.bulk_create(
        [
            Resend(
                report_id=each.report_id, at=at, by=str(by), digest=each.digest,
                columns=list(each.columns), sealed_id=each.sealed_id,
            )
            for each in changes
        ]
    )  # fmt: skip
    named = dict(
        Report.objects.filter(pk__in=[each.report_id for each in changes]).values_list("pk", "reference")
    )
    audit.record(
        [
            Entry(
                Kind.COLLECTION, "reports.keep-change", "report", named[each.report_id], str(by),
                {"columns": ",".join(_on_record(each.columns))},
            )
            for each in changes
        ]
    )  # fmt: skip
    return named


def _on_record(columns: Iterable[str]) -> list[str]:
    """Which columns the record names for ever: ours. What somebody else called one may name a person."""
    return sorted({each if each in rules.COLUMNS else "another" for each in columns})


def first_tellings(*, reports: Sequence[int], by: Actor) -> Mapping[int, int]:
    """Where the sealed first telling of each of these reports is."""
    permit(by, Permission.RECEIVE_REPORTS)
    return dict(Report.objects.filter(pk__in=reports).values_list("pk", "sealed"))


def add(*, report: str, kind: AdditionKind, text: str, by: Actor) -> int:
    """Add a later fact to a report, dated and signed; what was told stays as it was."""
    permit(by, Permission.ADD_FACTS)
    if not text.strip():
        raise Refusal("There is nothing to add: write the fact, and try again.")
    row = _found(report)
    Addition.objects.create(report=row, kind=kind, text=text, by=str(by), at=clock.now())
    audit.record([Entry(Kind.ALTERATION, "reports.add", "report", report, str(by), {"kind": kind.value})])
    return row.pk


def disagree(*, report: str, strand: Strand, reason: str, by: Actor) -> None:
    """Record that an officer does not share a perception; the perception stands."""
    permit(by, Permission.ADD_FACTS)
    if not reason.strip():
        raise Refusal("Say why you disagree: the person's own perception stays on record beside your reason.")
    row = _found(report)
    perceptions = list(Perception.objects.filter(report=row, strand=strand))
    if not perceptions:
        raise NotFound(f"Nobody perceived {strand.label} in report {report}.")
    at = clock.now()
    Disagreement.objects.bulk_create(
        [Disagreement(perception=each, by=str(by), at=at, reason=reason) for each in perceptions]
    )
    codes = {"strand": strand.value}
    audit.record(
        [Entry(Kind.ALTERATION, "reports.disagree", "report", report, str(by), codes, reason=reason)]
    )


def _found(reference: str) -> Report:
    """The report of a reference."""
    row = Report.objects.filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no report {reference}. Check the reference and try again.")
    return row
