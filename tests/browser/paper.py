"""The words on each sheet of a PDF that Chromium printed: enough of the format to read what somebody would."""

import re
import zlib
from dataclasses import dataclass
from typing import Self

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")  # what ends a stream may stand in it too
_TABLE = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<(\w+)>")
# A font is chosen, letters are shown, or the line changes: only a step to the side stays on it.
_DRAWN = re.compile(
    rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|(?:[-\d.]+ ){5}[-\d.]+ (Tm)|[-\d.]+ ([-\d.]+) Td"
)


@dataclass(frozen=True)
class _Font:
    """Which code is which letter, and how many digits a code has."""

    letters: dict[int, str]
    digits: int = 4

    @classmethod
    def read(cls, table: bytes) -> Self:
        found = {}
        for kind, part in _TABLE.findall(table):
            codes = [each.decode() for each in _CODE.findall(part)]
            if kind == b"char":
                for code, letter in zip(codes[::2], codes[1::2], strict=True):
                    found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
            else:
                for first, last, letter in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
                    for step in range(int(last, 16) - int(first, 16) + 1):
                        found[int(first, 16) + step] = chr(int(letter, 16) + step)
        return cls(found, 2 if b"<00> <FF>" in table else 4)

    def text(self, codes: bytes) -> str:
        found = (int(codes[at : at + self.digits], 16) for at in range(0, len(codes), self.digits))
        return "".join(self.letters.get(each, "") for each in found)


def sheets(pdf: bytes) -> list[str]:
    """The words of each sheet, in the order in which they were drawn."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}

    def stream(name: bytes, body: bytes) -> bytes:
        named = re.search(rb"/" + name + rb" (\d+) 0 R", body)
        return _unpacked(objects[int(named[1])]) if named else b""

    fonts = {
        f"F{number}".encode(): _Font.read(stream(b"ToUnicode", body)) for number, body in objects.items()
    }
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_words(stream(b"Contents", each), fonts) for each in pages]


def _unpacked(body: bytes) -> bytes:
    """What stands in the stream of an object."""
    begins, length = _STREAM.search(body), _LENGTH.search(body)
    assert begins
    assert length
    found = body[begins.end() : begins.end() + int(length[1])]
    return zlib.decompress(found) if b"/FlateDecode" in body[: begins.start()] else found


def _words(drawn: bytes, fonts: dict[bytes, _Font]) -> str:
    """What is drawn on a sheet, as words."""
    said, font = [], _Font({})
    for name, codes, placed, down in _DRAWN.findall(drawn):
        if name:
            font = fonts[name]
        elif codes:
            said.append(font.text(codes))
        elif placed or float(down):
            said.append("\n")
    return re.sub(r"\s+", " ", "".join(said))
