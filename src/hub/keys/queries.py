"""Whether these keys are the ones that this database was sealed with."""

from hub.keys.keyring import keyring
from hub.keys.models import KeyVersion


def troubles() -> tuple[str, ...]:
    """What is wrong with the keys, in words; nothing where they fit."""
    ring, found = keyring(), []
    for row in KeyVersion.objects.order_by("version"):
        if row.version not in ring.versions:
            found.append(
                f"Master key {row.version} is missing in HUB_KEYS: put it back from the copy you keep elsewhere."
            )
        elif ring.fingerprint(row.version) != row.fingerprint:
            found.append(
                f"Master key {row.version} in HUB_KEYS is not the one this database was sealed with."
            )
    return tuple(found)
