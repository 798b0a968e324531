"""Finding out how the text of a file is encoded, as spreadsheets write it."""

import codecs
import re
from pathlib import Path
from typing import BinaryIO

from hub.common.refusals import Refusal

# The name of what takes the place of bytes that are not text: halves of pairs, which no row may hold, so that the row
# they are in is rejected and its neighbours are not.
NOT_TEXT = "hub.not-text"
_BLOCK = 1 << 20
_START = 4096
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"),
)  # fmt: skip
# Workbooks, old workbooks, PDF, compressed files, pictures.
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_TEXT = re.compile("[\udc00-\udcff]")


def _halves(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are not text."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + each) for each in error.object[error.start : error.end]), error.end


codecs.register_error(NOT_TEXT, _halves)


def encoding_of(path: Path) -> str:
    """The encoding: by its mark, else UTF-16 by its zeros, else UTF-8 where it reads so, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(_START)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        wide = "" if start.startswith(_OTHER_FILES) else _wide(start)
        if wide:
            return wide
        if start.startswith(_OTHER_FILES) or _is_binary(start):
            raise Refusal(f"{path.name} is not a text file: save it as CSV, or as JSON lines, and try again.")
        file.seek(0)
        return _narrow(file)


def _is_binary(start: bytes) -> bool:
    """Whether it holds zeros, and too many control characters to be a text with one stray zero in it."""
    return b"\0" in start and len(_CONTROL.findall(start.decode("latin-1"))) * 20 > len(start)


def _wide(start: bytes) -> str:
    """UTF-16 that lacks its mark, told by the column names or by where the zeros of Latin letters stand; else blank."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        text = start.decode(encoding, "ignore")
        many = zeros > len(start) // 8 and zeros > 4 * others and not _CONTROL.search(text)
        if many or "source" in text.casefold():
            return encoding
    return ""


def _narrow(file: BinaryIO) -> str:
    """UTF-8, even where some bytes of it are wrong; Windows-1252 where more are wrong than right."""
    decoder = codecs.getincrementaldecoder("utf-8")(NOT_TEXT)
    right = wrong = 0
    while True:
        block = file.read(_BLOCK)
        text = decoder.decode(block, final=not block)
        if not text.isascii():
            halves = len(_NOT_TEXT.findall(text))
            wrong += halves
            right += sum(map(len, re.findall(r"[^\x00-\x7f]+", text))) - halves
        if not block:
            return "cp1252" if wrong > right else "utf-8"
