"""The stores and the scanner that are set up."""

from django.conf import settings

from hub.evidence.adapters.clamd import Clamd
from hub.evidence.adapters.folder import Folder
from hub.evidence.ports import Scanner, Store


def store() -> Store:
    """The store that new objects are written to."""
    return Folder(settings.HUB_VAULT)


def named(name: str) -> Store:  # noqa: ARG001 - there is one kind of store
    """The store that an object was written to."""
    return store()


def scanner() -> Scanner | None:
    """What looks for malware; none where nobody set one."""
    return Clamd(settings.HUB_CLAMD) if settings.HUB_CLAMD else None
