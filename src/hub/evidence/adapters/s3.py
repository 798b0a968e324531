"""A bucket as the vault: each object written once, whole, and held by a lock until its day."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from hub.common import clock
from hub.common.refusals import Refusal
from hub.evidence.rules.locking import locked_for
from hub.evidence.rules.sealing import PIECE
from hub.evidence.terms import Away, LockPeriod, Missing, NoRoom

_PART = 8 << 20  # bytes; S3 takes no smaller part but the last
_NO_LOCK = "ObjectLockConfigurationNotFoundError"
_GONE = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict", "NoSuchUpload"})
_TROUBLE = (BotoCoreError, ClientError)


class S3:
    """Objects of one bucket with Object Lock, each under its name."""

    kind = "s3"

    def __init__(self, bucket: str, endpoint: str, periods: Iterable[LockPeriod]) -> None:
        """The bucket, where it answers, and for how long an object of a day is locked; who we are AWS's own settings say."""
        self.name = f"{self.kind}:{bucket}"  # an exhibit stays in the bucket in which it was kept
        config = Config(connect_timeout=10, read_timeout=60, retries={"mode": "standard"})
        self.bucket, self.periods = bucket, tuple(periods)
        self.client: Any = boto3.client("s3", endpoint_url=endpoint or None, config=config)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write an object whole or not at all, where nobody holds its name yet, locked from its first moment."""
        parts = _parts(pieces)
        first = next(parts)
        try:
            if len(first) < _PART:
                self._whole(name, first)
            else:
                self._in_parts(name, chain([first], parts))
        except _TROUBLE as trouble:
            raise NoRoom(
                f"The vault ({self.bucket}) cannot be written to: {_code(trouble)}. Nothing was kept; run `hub doctor`."
            ) from None

    def _whole(self, name: str, content: bytes) -> None:
        """Write a small object in one request."""
        try:
            self.client.put_object(Body=content, IfNoneMatch="*", **self._new(name))
        except ClientError as trouble:
            self._unless_ours(name, _summed([content]), trouble)

    def _in_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Write an object a part at a time; it is there once the last of them is."""
        begun = self.client.create_multipart_upload(**self._new(name))
        which = {"Bucket": self.bucket, "Key": name, "UploadId": begun["UploadId"]}
        try:
            done, sums = [], []
            for number, part in enumerate(parts, 1):
                sent = self.client.upload_part(
                    Body=part, PartNumber=number, ChecksumAlgorithm="SHA256", **which
                )
                sums.append(hashlib.sha256(part).digest())
                done.append(
                    {"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": sent["ChecksumSHA256"]}
                )
            try:
                self.client.complete_multipart_upload(
                    MultipartUpload={"Parts": done}, IfNoneMatch="*", **which
                )
            except ClientError as trouble:
                self._unless_ours(name, f"{_summed(sums)}-{len(sums)}", trouble)
        except BaseException:
            with suppress(*_TROUBLE):
                self.client.abort_multipart_upload(**which)
            raise

    def _unless_ours(self, name: str, checksum: str, trouble: ClientError) -> None:
        """A name that is taken is ours where the answer to the first try was lost; anything else is a trouble."""
        if _code(trouble) not in _TAKEN:
            raise trouble
        found = self.client.head_object(Bucket=self.bucket, Key=name, ChecksumMode="ENABLED")
        if found.get("ChecksumSHA256") != checksum:
            raise trouble

    def _new(self, name: str) -> dict[str, Any]:
        """A new object: checked as it arrives, and locked by the period of its day."""
        now = clock.now()
        until = now + locked_for(now.astimezone(clock.LONDON).date(), self.periods)
        return {
            "Bucket": self.bucket, "Key": name, "ChecksumAlgorithm": "SHA256", "ObjectLockMode": "COMPLIANCE",
            "ObjectLockRetainUntilDate": until,
        }  # fmt: skip

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object; one that a plain deletion hides is still there under its lock."""
        try:
            yield from self._body(name)
        except _TROUBLE as trouble:
            raise self._told(trouble) from None

    def _body(self, name: str) -> Iterator[bytes]:
        """The bytes of an object, or of its newest version where it is hidden."""
        which = {"Bucket": self.bucket, "Key": name}
        try:
            found = self.client.get_object(**which)
        except ClientError as trouble:
            versions = self._versions(name) if _code(trouble) in _GONE else []
            if not versions:
                raise
            found = self.client.get_object(**which, VersionId=versions[0]["VersionId"])
        pieces: Iterator[bytes] = found["Body"].iter_chunks(PIECE)
        return pieces

    def _versions(self, name: str) -> list[dict[str, Any]]:
        """Every version of an object, the newest first."""
        pages = self._pages("list_object_versions", Prefix=name)
        return [each for page in pages for each in page.get("Versions", ()) if each["Key"] == name]

    def _told(self, trouble: Exception) -> Refusal:
        """Why an object cannot be read: it is not there, or the store does not answer."""
        if _code(trouble) in _GONE:
            return Missing("The vault does not hold it.")
        return Away(
            f"The vault ({self.bucket}) does not answer: {_code(trouble)}. Run `hub doctor`, and do it again."
        )

    def remove(self, name: str) -> bool:
        """Remove every version of an object; what a lock still holds stays, and is tried again later."""
        try:
            for page in self._pages("list_object_versions", Prefix=name):
                for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    if each["Key"] == name:
                        self.client.delete_object(Bucket=self.bucket, Key=name, VersionId=each["VersionId"])
        except _TROUBLE:
            return False
        return True

    def clear_unfinished(self, before: datetime) -> int:
        """Abort what a killed process began to write."""
        try:
            old = [
                each
                for page in self._pages("list_multipart_uploads")
                for each in page.get("Uploads", ())
                if each["Initiated"] < before
            ]
            for each in old:
                self.client.abort_multipart_upload(
                    Bucket=self.bucket, Key=each["Key"], UploadId=each["UploadId"]
                )
        except _TROUBLE as trouble:
            raise self._told(trouble) from None
        return len(old)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object, with the time at which it was written."""
        try:
            for page in self._pages("list_objects_v2"):
                for each in page.get("Contents", ()):
                    yield each["Key"], each["LastModified"]
        except _TROUBLE as trouble:
            raise self._told(trouble) from None

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
    """Pieces put together to parts, all but the last as large as a part is by then; one at least.

    S3 takes 10,000 of them: every thousand they are larger, so that 440 GiB fit.
    """
    left, number = bytearray(), 0
    for piece in pieces:
        left += piece
        while len(left) >= (size := _PART * (1 + number // 1_000)):
            yield bytes(left[:size])
            del left[:size]
            number += 1
    yield bytes(left)


def _summed(contents: Iterable[bytes]) -> str:
    """The SHA-256 of contents one after the other, as S3 writes it."""
    digest = hashlib.sha256()
    for each in contents:
        digest.update(each)
    return base64.b64encode(digest.digest()).decode()


def _code(trouble: Exception) -> str:
    """What the store said, in its own word."""
    if isinstance(trouble, ClientError):
        return str(trouble.response.get("Error", {}).get("Code", "no reason given"))
    return type(trouble).__name__
