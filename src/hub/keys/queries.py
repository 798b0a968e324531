"""Whether these keys are the ones that this database was sealed with."""

from django.conf import settings

from hub.keys.keyring import keyring, present
from hub.keys.models import KeyVersion


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
