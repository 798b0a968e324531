"""Enrolling master keys, so that a wrong key folder is refused before anything is sealed with it."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock
from hub.keys import lockbox, queries
from hub.keys.keyring import keyring
from hub.keys.models import KeyVersion, QuarantineKey
from hub.keys.terms import KeyTrouble
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def enrol(*, by: Actor) -> None:
    """Remember each master key by its fingerprint; refuse keys that are not this database's."""
    permit(by, Permission.RUN_SYSTEM)
    troubles = queries.troubles() or queries.quarantine_troubles()
    if troubles:
        raise KeyTrouble(troubles[0])
    ring = keyring()
    known = set(KeyVersion.objects.values_list("version", flat=True))
    new = [
        KeyVersion(version=each, fingerprint=ring.fingerprint(each), enrolled_at=clock.now())
        for each in sorted(set(ring.versions) - known)
    ]
    KeyVersion.objects.bulk_create(new, ignore_conflicts=True)
    audit.record([Entry(Kind.ALTERATION, "keys.enrol", "key", str(each.version), str(by)) for each in new])
    _enrol_quarantine(by)


def _enrol_quarantine(by: Actor) -> None:
    """Make the quarantine's key where there never was one, and remember the half that locks.

    No other is ever taken into use by itself: whoever could lay a file beside it would open all that comes after.
    """
    if QuarantineKey.objects.exists():
        return
    new = [lockbox.make()]
    QuarantineKey.objects.bulk_create(
        [
            QuarantineKey(version=each, public=lockbox.public_half(each), enrolled_at=clock.now())
            for each in new
        ],
        ignore_conflicts=True,
    )
    audit.record([Entry(Kind.ALTERATION, "keys.enrol-quarantine", "key", str(each), str(by)) for each in new])
