"""What is masked in a text: what is known first, then every word that is not on the list of plain words."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.aside.terms import Kept

MASK = "[masked]"
# What earlier masking left stands as it is: it names nobody.
_LEFT = frozenset({MASK, "[name]", "[e-mail]", "[telephone]"})
_LEFT_HERE = r"\[(?:masked|name|e-mail|telephone)\]"
_SPACE = r"[\s,;!?()\[\]\"\u201c\u201d\u2014\u2013\u2026]"
_PIECES = re.compile(rf"{_LEFT_HERE}|[^{_SPACE[1:]}+|(?:(?!{_LEFT_HERE}){_SPACE})+")
_BETWEEN = re.compile(rf"{_SPACE}+")
# What may stand around a word, and what may end a sentence with it.
_CORE = re.compile(r"['\u2019\u2018]?(?P<core>.*?)['\u2019]?[.:]*['\u2019]?", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*(?:[-/][A-Za-z]+(?:['\u2019][A-Za-z]+)*)*")
_PART = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_MARKS = frozenset("'\u2019\u2018.:-/&")
_ENDS = re.compile(r"(?:[.!?\u2026:][\s\"\u201c\u201d'\u2019\u2018()]*|\n\s*)$")
_TAIL = 4  # pieces in which the end of the sentence before is looked for
_PRONOUN = frozenset({"i", "i'm", "i've", "i'd", "i'll"})
_SHORT = 2  # letters of a handle or number that is too common to look for by itself
# Columns of a telling whose words are read into closed lists or times: somebody's name is refused there.
_CLOSED = frozenset(
    {
        "channel", "reporter_role", "strands", "targeted_religion", "online", "immediate_danger", "consent_support",
        "safe_to_contact", "victim_under_18", "borough", "reported_at", "posted_at", "first_seen_at",
    }
)  # fmt: skip
_ACCOUNT = ("account_handle", "account_id", "content_urls")


def known(given: Mapping[str, Any], more: Iterable[str] = ()) -> tuple[str, ...]:
    """What a telling itself says of the account: its handle, number and addresses, the longest first."""
    told = [str(given.get(each, "")).strip() for each in _ACCOUNT[:2]]
    links = str(given.get(_ACCOUNT[2], "")).split()
    found = {each for each in (*told, *links, *more) if len(each.strip(" @")) > _SHORT}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def mask(text: str, words: Mapping[str, Kept], identifiers: Sequence[str] = ()) -> str:
    """A text in which nobody can be named: only plain words, their punctuation and masks are left."""
    for each in identifiers:
        text = _without(text, each)
    shown: list[str] = []
    for piece in _PIECES.findall(text):
        if piece in _LEFT or _BETWEEN.fullmatch(piece):
            shown.append(piece)
        else:
            before = "".join(shown[-_TAIL:])
            shown.append(_masked(piece, words, begins=not shown or _ENDS.search(before) is not None))
    return _run_together("".join(shown))


def _without(text: str, identifier: str) -> str:
    """A text without one handle, number or address, however its parts are spaced, joined or written large."""
    parts = [each for each in re.split(r"[\s_.\-]+", identifier.strip().lstrip("@")) if each]
    if not parts:
        return text
    pattern = r"(?<!\w)@?" + r"[\s_.\-]*".join(map(re.escape, parts)) + r"(?!\w)"
    left = "|".join(map(re.escape, sorted(_LEFT)))
    return re.sub(
        f"{left}|{pattern}",
        lambda found: found[0] if found[0] in _LEFT else f" {MASK} ",
        text,
        flags=re.IGNORECASE,
    )


def _masked(piece: str, words: Mapping[str, Kept], *, begins: bool) -> str:
    """One piece between spaces: kept with its punctuation where all its words are plain, else masked whole."""
    if set(piece) <= _MARKS:
        return piece
    found = _CORE.fullmatch(piece)
    if found is None or not _WORDS.fullmatch(found["core"]):
        return MASK + _end(piece)
    parts = _PART.findall(found["core"])
    plain = [_plain(part, words, begins=begins and at == 0) for at, part in enumerate(parts)]
    return piece if all(plain) else MASK + _end(piece)


def _end(piece: str) -> str:
    """The end of a sentence stands also behind a mask."""
    return "." if piece.rstrip("'\u2019").endswith(".") else ""


def _plain(word: str, words: Mapping[str, Kept], *, begins: bool) -> bool:
    """Whether a word is one that can name nobody, as it is written here."""
    small = word.lower().replace("\u2019", "'")
    stem = small.removesuffix("'s")
    how = words.get(small) or words.get(stem)
    if how is None:
        return False
    if small in _PRONOUN:
        return True
    if word == word.lower():
        return True
    # A capital inside a sentence makes a name of any word; at its start only of those that are names as well.
    return begins and how == Kept.ALWAYS and word[1:] == word[1:].lower()


_RUN = re.compile(
    r"\[masked\](?:[\s,;()\[\]\"\u201c\u201d\u2014\u2013\u2026'\u2019\u2018:&/.\-]*\[masked\])+"
)


def _run_together(text: str) -> str:
    """Masks beside each other become one: how many words a name has says something too."""
    while (once := _RUN.sub(MASK, text)) != text:
        text = once
    return text


def mask_given(
    given: Mapping[str, Any],
    hide: Callable[[str], str],
    platforms: Collection[str] = (),
) -> dict[str, Any]:
    """The columns of a telling: what was read into a closed list stays, every other word is masked."""
    return {
        name: text if name in _CLOSED or (name == "platform" and _is_platform(text, platforms)) else mask_value(text, hide)
        for name, text in given.items()
    }  # fmt: skip


def _is_platform(text: object, platforms: Collection[str]) -> bool:
    """Whether this is the plain name of a platform that the hub knows."""
    return str(text).strip().casefold() in platforms


def mask_value(value: Any, hide: Callable[[str], str]) -> Any:
    """Whatever stands in a JSON column, with every text in it masked; times and references that we wrote stay."""
    if isinstance(value, str):
        return value if _ours(value) else hide(value)
    if isinstance(value, list):
        return [mask_value(each, hide) for each in value]
    if isinstance(value, dict):
        return {name: mask_value(each, hide) for name, each in value.items()}
    return value


_REFERENCE = re.compile(r"[A-Z]-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")


def _ours(text: str) -> bool:
    """Whether a text is a reference of ours or a time: neither names anybody."""
    if _REFERENCE.fullmatch(text):
        return True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "-" in text


def neutral(text: str) -> str:
    """Our own words where it is not a crime: there is a reporter and a person reported, and no victim or suspect."""
    for word, instead in (("victim", "reporter"), ("suspect", "person reported")):
        text = text.replace(word, instead).replace(word.capitalize(), instead.capitalize())
    return text
