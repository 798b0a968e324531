"""Whether these keys are the ones that this database was sealed with."""

from django.conf import settings

from hub.keys import lockbox
from hub.keys.keyring import keyring, present
from hub.keys.models import KeyVersion, QuarantineKey
from hub.keys.terms import DataKey, KeyTrouble


def troubles() -> tuple[str, ...]:
    """What is wrong with the keys, in words; nothing where they fit."""
    known = list(KeyVersion.objects.order_by("version"))
    if known and not present():  # nothing is made in the place of what this database was sealed with
        words = f"{settings.HUB_KEYS} holds no master key, and this database was sealed with one"
        return (f"{words}: mount HUB_KEYS, or put back the copy you keep elsewhere.",)
    ring, found = keyring(), []
    for row in known:
        if row.version not in ring.versions:
            found.append(
                f"Master key {row.version} is missing in HUB_KEYS: put it back from the copy you keep elsewhere."
            )
        elif ring.fingerprint(row.version) != row.fingerprint:
            found.append(
                f"Master key {row.version} in HUB_KEYS is not the one this database was sealed with."
            )
    return tuple(found)


def quarantine_troubles() -> tuple[str, ...]:
    """Which keys of the quarantine that are at hand are not those that this database locks with."""
    rows = QuarantineKey.objects.filter(version__in=lockbox.versions()).order_by("version")
    return tuple(
        f"Key {each.version} of the quarantine in HUB_QUARANTINE_KEYS is not the one this database locks with."
        for each in rows
        if lockbox.public_half(each.version) != bytes(each.public)
    )


def locked(plain: bytes, about: bytes) -> DataKey:
    """A data key that from now on only the holder of the quarantine's key opens."""
    row = QuarantineKey.objects.order_by("-version").first()
    if row is None:
        raise KeyTrouble("There is no key of the quarantine yet: run `hub migrate`, then do it again.")
    return lockbox.lock(plain, bytes(row.public), row.version, about)
