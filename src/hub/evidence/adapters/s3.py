"""A bucket as the vault: each object written once, whole, and held by a lock until its day."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from hub.common import clock
from hub.evidence.rules.locking import locked_for
from hub.evidence.rules.sealing import PIECE
from hub.evidence.terms import LockPeriod, Missing, NoRoom

_PART = 8 << 20  # bytes; S3 takes no smaller part but the last
_NO_LOCK = "ObjectLockConfigurationNotFoundError"
_GONE = frozenset({"NoSuchKey", "404", "NotFound"})
_TROUBLE = (BotoCoreError, ClientError)


class S3:
    """Objects of one bucket with Object Lock, each under its name."""

    name = "s3"

    def __init__(self, bucket: str, endpoint: str, periods: Iterable[LockPeriod]) -> None:
        """The bucket, where it answers, and for how long an object of a day is locked; who we are AWS's own settings say."""
        config = Config(connect_timeout=10, read_timeout=60, retries={"mode": "standard"})
        self.bucket, self.periods = bucket, tuple(periods)
        self.client: Any = boto3.client("s3", endpoint_url=endpoint or None, config=config)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write an object whole or not at all, where nobody holds its name yet, locked from its first moment."""
        parts = _parts(pieces)
        first = next(parts)
        try:
            if len(first) < _PART:
                self.client.put_object(Body=first, IfNoneMatch="*", **self._new(name))
            else:
                self._in_parts(name, chain([first], parts))
        except _TROUBLE as trouble:
            raise NoRoom(
                f"The vault ({self.bucket}) cannot be written to: {_code(trouble)}. Nothing was kept; run `hub doctor`."
            ) from None

    def _in_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Write an object a part at a time; it is there once the last of them is."""
        begun = self.client.create_multipart_upload(**self._new(name))
        which = {"Bucket": self.bucket, "Key": name, "UploadId": begun["UploadId"]}
        try:
            done = []
            for number, part in enumerate(parts, 1):
                sent = self.client.upload_part(
                    Body=part, PartNumber=number, ChecksumAlgorithm="SHA256", **which
                )
                done.append(
                    {"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": sent["ChecksumSHA256"]}
                )
            self.client.complete_multipart_upload(MultipartUpload={"Parts": done}, IfNoneMatch="*", **which)
        except BaseException:
            with suppress(*_TROUBLE):
                self.client.abort_multipart_upload(**which)
            raise

    def _new(self, name: str) -> dict[str, Any]:
        """A new object: checked as it arrives, and locked by the period of its day."""
        now = clock.now()
        until = now + locked_for(now.astimezone(clock.LONDON).date(), self.periods)
        return {
            "Bucket": self.bucket, "Key": name, "ChecksumAlgorithm": "SHA256", "ObjectLockMode": "COMPLIANCE",
            "ObjectLockRetainUntilDate": until,
        }  # fmt: skip

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object."""
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=name)
            yield from found["Body"].iter_chunks(PIECE)
        except _TROUBLE as trouble:
            if _code(trouble) in _GONE:
                raise Missing("The vault does not hold it.") from None
            raise Missing(f"The vault cannot be read: {_code(trouble)}.") from None

    def remove(self, name: str) -> bool:
        """Remove every version of an object; what a lock still holds stays, and is tried again later."""
        try:
            for page in self._pages("list_object_versions", Prefix=name):
                for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    self.client.delete_object(
                        Bucket=self.bucket, Key=each["Key"], VersionId=each["VersionId"]
                    )
        except _TROUBLE:
            return False
        return True

    def clear_unfinished(self, before: datetime) -> int:
        """Abort what a killed process began to write."""
        old = [
            each
            for page in self._pages("list_multipart_uploads")
            for each in page.get("Uploads", ())
            if each["Initiated"] < before
        ]
        for each in old:
            self.client.abort_multipart_upload(Bucket=self.bucket, Key=each["Key"], UploadId=each["UploadId"])
        return len(old)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object, with the time at which it was written."""
        for page in self._pages("list_objects_v2"):
            for each in page.get("Contents", ()):
                yield each["Key"], each["LastModified"]

    def trouble(self) -> str:
        """What keeps the bucket from being a vault, in words that begin with its name; blank where nothing does."""
        try:
            found = self.client.get_object_lock_configuration(Bucket=self.bucket)
        except _TROUBLE as trouble:
            if _code(trouble) != _NO_LOCK:
                return f"{self.bucket} does not answer: {_code(trouble)}"
            found = {}
        if found.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled":
            return ""
        return f"{self.bucket} has no Object Lock: whoever may write to it may remove what it holds"

    def _pages(self, what: str, **asked: str) -> Iterator[dict[str, Any]]:
        """A list of the bucket's, page by page."""
        pages: Iterator[dict[str, Any]] = iter(
            self.client.get_paginator(what).paginate(Bucket=self.bucket, **asked)
        )
        return pages


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces put together to parts, all as large but the last; one at least."""
    left = bytearray()
    for piece in pieces:
        left += piece
        while len(left) >= _PART:
            yield bytes(left[:_PART])
            del left[:_PART]
    yield bytes(left)


def _code(trouble: Exception) -> str:
    """What the store said, in its own word."""
    if isinstance(trouble, ClientError):
        return str(trouble.response.get("Error", {}).get("Code", "no reason given"))
    return type(trouble).__name__
