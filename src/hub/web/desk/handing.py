"""A file that a page hands to whoever asked for it: kept by the browser, and never shown."""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponseBase, StreamingHttpResponse

from hub.evidence.terms import Opened


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that a step hands to whoever asked for it."""

    name: str
    kind: str  # its media type
    content: Iterable[bytes]
    size: int  # bytes; whoever receives fewer knows that it is not whole


def as_it_came(found: Opened) -> Handed:
    """An exhibit under its reference and marking, in the name alone: the file itself stays exactly as it came."""
    ending = mimetypes.guess_extension(found.exhibit.media_type) or ".bin"
    name = f"{settings.HUB_CLASSIFICATION} {found.exhibit.reference}{ending}"
    return Handed(name, "application/octet-stream", found.pieces, found.exhibit.size)


def answer(file: Handed) -> HttpResponseBase:
    """The file, for the browser to keep and never to show."""
    given = StreamingHttpResponse(file.content, content_type=file.kind)
    given.headers["Content-Length"] = str(file.size)
    given.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return given
