"""Protective markings above what this system may hold, found in what somebody typed."""

import re

HIGHEST = "OFFICIAL-SENSITIVE"
_WORD = re.compile(r"(?<![\w@#/.:-])(?:TOP[\s_-]+SECRET|SECRET)(?![\w-])", re.IGNORECASE)
_BRACKETED = re.compile(
    r"[(\[{]\s*(?:UK\s+|HMG\s+)?(?:TOP[\s_-]+SECRET|SECRET)\b[^)\]}]{0,40}[)\]}]", re.IGNORECASE
)
# What may stand beside the mark on its line: prefixes, descriptors and caveats.
_BESIDE = frozenset(
    {
        "uk", "us", "hmg", "nato", "cosmic", "aus", "can", "nz", "eyes", "only", "strap", "strap1", "strap2", "strap3",
        "noforn", "rel", "to", "atomic", "personal", "commercial", "locsen", "locally", "sensitive", "classification",
        "classified", "marking", "mark", "protective", "gsc", "handling", "recipients", "codeword", "draft",
    }
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+", re.UNICODE)


def higher_mark(text: str) -> str:
    """The mark above OFFICIAL-SENSITIVE that a text carries, blank where it carries none.

    A mark stands alone on its line, in brackets, or in capitals among smaller words; the word in a sentence, and a
    sentence that is shouted as a whole, are no marks.
    """
    for line in text.splitlines():
        found = _BRACKETED.search(line)
        if found and found[0].upper() == found[0]:
            return _named(found[0])
        for mark in _WORD.finditer(line):
            if _marks(line, mark):
                return _named(mark[0])
    return ""


def _named(found: str) -> str:
    """The mark as it is written."""
    return "TOP SECRET" if "TOP" in found.upper() else "SECRET"


def _marks(line: str, mark: re.Match[str]) -> bool:
    """Whether this word is a mark in this line."""
    others = _LETTERS.findall(f"{line[: mark.start()]} {line[mark.end() :]}")
    if all(each.casefold() in _BESIDE or _WORD.fullmatch(each) for each in others):
        return True
    in_capitals = mark[0] == mark[0].upper()
    return in_capitals and any(each != each.upper() for each in others)


def refused_mark(mark: str) -> str:
    """What somebody reads who typed a mark that may not be kept here."""
    return (
        f"This is marked {mark}. Nothing above {HIGHEST} may be kept here, and it has not been saved: take it off this "
        "page and tell your security officer. If it is only the word, write it in small letters in a sentence."
    )
