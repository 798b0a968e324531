"""The stores and the scanner that are set up."""

from collections.abc import Callable, Mapping

from django.conf import settings

from hub.evidence.adapters.clamd import Clamd
from hub.evidence.adapters.folder import Folder
from hub.evidence.ports import Scanner, Store

_STORES: Mapping[str, Callable[[], Store]] = {Folder.name: lambda: Folder(settings.HUB_VAULT)}


def store() -> Store:
    """The store that new objects are written to."""
    return named(Folder.name)


def named(name: str) -> Store:
    """The store that an object was written to."""
    return _STORES[name]()


def scanner() -> Scanner | None:
    """What looks for malware; none where nobody set one."""
    return Clamd(settings.HUB_CLAMD) if settings.HUB_CLAMD else None
