"""An exhibit is looked through for malware."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, deferral
from hub.evidence import adapters, rules
from hub.evidence.actions.custody import record
from hub.evidence.actions.reading import pieces_of
from hub.evidence.models import Exhibit
from hub.evidence.terms import Act, Away, Damaged, Scanned, State, Trouble
from hub.keys.terms import KeyTrouble
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def look(*, exhibit: int, by: Actor) -> Scanned | None:
    """Have an exhibit that waits looked through, which takes as long as it takes; None where it does not wait any more."""
    permit(by, Permission.RUN_SYSTEM)
    row = Exhibit.objects.filter(pk=exhibit, state=State.WAITING).exclude(wrapped_key=b"").first()
    if row is None:
        return None
    scanner = adapters.scanner()
    try:
        return scanner.scan(pieces_of(row)) if scanner else Scanned(trouble=Trouble.NO_SCANNER)
    except Away:
        return Scanned(trouble=Trouble.AWAY)
    except (Damaged, KeyTrouble):
        return Scanned(trouble=Trouble.DAMAGED)


def settle_scan(*, exhibit: int, scanned: Scanned, by: Actor) -> None:
    """Keep what was found, or why nothing looked; then it is tried again."""
    permit(by, Permission.RUN_SYSTEM)
    row = Exhibit.objects.select_for_update().filter(pk=exhibit, state=State.WAITING).first()
    if row is None:
        return
    row.scan_tried_at, row.scan_trouble = clock.now(), scanned.trouble or ""
    if scanned.trouble is None:
        after = State.INFECTED if scanned.found else State.CLEAN
        row.state = rules.moves(row.reference, State(row.state), after)
        row.scanned_at, row.signatures = clock.now(), scanned.signatures
        record([row], Act.SCAN, by, scanned.found)
        codes = {"exhibit": row.reference, "state": row.state, "found": scanned.found}
        audit.record([Entry(Kind.ALTERATION, "evidence.scan", row.subject_kind, row.subject, str(by), codes)])
    row.save(update_fields=["state", "scanned_at", "signatures", "scan_tried_at", "scan_trouble"])


def ask_to_scan(*, exhibits: Sequence[int], by: Actor) -> int:
    """Have the workers look through these exhibits, where a scanner is set; tells how many."""
    permit(by, Permission.RUN_SYSTEM)
    if adapters.scanner() is None:
        return 0
    Exhibit.objects.filter(pk__in=exhibits).update(scan_tried_at=clock.now())
    deferral.defer(deferral.Task.SCAN_EXHIBIT, exhibits)
    return len(exhibits)
