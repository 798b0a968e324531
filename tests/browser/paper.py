"""The words on each sheet of a PDF that Chromium printed: enough of the format to read what somebody would."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_RANGE = re.compile(rb"<(\w{4})> ?<(\w{4})> ?<(\w{4})>")
_ONE = re.compile(rb"<(\w{4})> ?<(\w{4,})>")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|(Td|Tm|ET)\b")


def _unpacked(body: bytes) -> bytes:
    """What stands in the stream of an object."""
    found = _STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _letters(table: bytes) -> dict[int, str]:
    """Which glyph is which letter."""
    found = {}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in _RANGE.findall(part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, letter in _ONE.findall(part):
            found[int(glyph, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    return found


def sheets(pdf: bytes) -> list[str]:
    """The words of each sheet, in the order in which they were drawn."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        f"F{number}".encode(): _letters(_unpacked(objects[int(found[1])]))
        for number, body in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [
        _words(_unpacked(objects[int(re.search(rb"/Contents (\d+) 0 R", each)[1])]), fonts) for each in pages
    ]


def _words(drawn: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    said, font = [], {}
    for name, glyphs, moved in _SHOWN.findall(drawn):
        if name:
            font = fonts.get(name, {})
        elif glyphs:
            said.append(
                "".join(font.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4))
            )
        elif moved:
            said.append("\n")
    return re.sub(r"\s+", " ", "".join(said))
