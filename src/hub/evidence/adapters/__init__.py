"""The stores and the scanner that are set up."""

from functools import cache

from django.conf import settings

from hub.common import dated
from hub.evidence import queries
from hub.evidence.adapters.clamd import Clamd
from hub.evidence.adapters.folder import Folder
from hub.evidence.adapters.s3 import S3
from hub.evidence.ports import Scanner, Store
from hub.evidence.terms import LockPeriod


@cache
def lock_periods() -> tuple[LockPeriod, ...]:
    """For how long an object is locked, each with its dates."""
    return tuple(LockPeriod(*dated.dates(each), int(each["days"])) for each in queries.shipped_locks())


def store() -> Store:
    """The store that new objects are written to: the bucket where one is set, else the folder."""
    return named(f"{S3.kind}:{settings.HUB_S3_BUCKET}" if settings.HUB_S3_BUCKET else Folder.name)


def named(name: str) -> Store:
    """The store that an object was written to."""
    kind, _, bucket = name.partition(":")
    if kind == S3.kind:
        return S3(bucket, settings.HUB_S3_ENDPOINT, lock_periods())
    return Folder(settings.HUB_VAULT)


def bucket_trouble() -> str | None:
    """What keeps the bucket from being a vault, blank where nothing does; none where no bucket is set."""
    if not settings.HUB_S3_BUCKET:
        return None
    return S3(settings.HUB_S3_BUCKET, settings.HUB_S3_ENDPOINT, lock_periods()).trouble()


def scanner() -> Scanner | None:
    """What looks for malware; none where nobody set one."""
    return Clamd(settings.HUB_CLAMD) if settings.HUB_CLAMD else None
