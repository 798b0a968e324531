"""Of what type a file is, by its content; what its name says is only compared with it."""

import codecs
import mimetypes

import filetype

TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\f\r\x1b")


def type_of(head: bytes) -> str:
    """The type of a file by its beginning; text is what reads as text, and what nobody knows is only bytes."""
    return filetype.guess_mime(head) or (TEXT if _reads(head) else UNKNOWN)


def _reads(head: bytes) -> bool:
    """Whether the beginning of a file is text; a letter may be cut at its end."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8")()
    try:
        text = decoder.decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text) and not _CONTROL & set(text)


def mislabelled(name: str, media_type: str) -> bool:
    """Whether a name says that a file is of another kind than it is; a name that says nothing says nothing wrong."""
    said, _ = mimetypes.guess_type(name)
    if said is None or media_type == UNKNOWN:
        return False
    if media_type == TEXT:  # much that applications write is text
        return _kind(said) in _NEVER_TEXT
    return _kind(said) != _kind(media_type)


_NEVER_TEXT = frozenset({"image", "media", "font", "application/pdf"})
_MEDIA = frozenset({"audio", "video"})  # one container holds either


def _kind(media_type: str) -> str:
    """What a type is a kind of: an image, sound or video, text; a PDF is a kind of its own."""
    family = media_type.partition("/")[0]
    if media_type == "image/svg+xml":  # a picture that is written as text
        return "text"
    if family in _MEDIA:
        return "media"
    return media_type if media_type == "application/pdf" else family
