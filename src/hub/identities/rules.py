"""When two tellings speak of one person: pure decisions over normalised names and contacts."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import replace
from urllib.parse import quote

import phonenumbers

from hub.identities.terms import MarkKind, PersonGiven

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "dame", "prof", "professor"})
_STRONG = frozenset({MarkKind.NAME_AND_BIRTH, MarkKind.NAME_AND_EMAIL, MarkKind.NAME_AND_PHONE})
# The long s, the Kelvin sign, and the capital I with and the small i without a dot.
_TAKEN_FOR = str.maketrans({"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"})
_CONTACTS = frozenset({MarkKind.EMAIL, MarkKind.PHONE})
_NEVER_SAFE = ("no", "phone")
# Where a word may begin, and what may part two: in an address, what is written as a sign and two digits too.
_BEGINS = r"(?:(?<!\w)|(?<=%[0-9a-f]{2}))"
_BETWEEN = r"(?:\s|\+|%20)+"
_A_NUMBER = 7  # digits; fewer may stand in a text for anything


def normal_name(name: str) -> str:
    """A name without case, accents, punctuation or title; letters that carry no accent stay as they are."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    words = re.findall(r"\w+", plain.casefold().replace("'", "").replace("\u2019", ""))
    return " ".join(each for each in words if each not in _TITLES) or " ".join(words)


def normal_email(email: str) -> str:
    """An e-mail address without case or surrounding space."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def normal_phone(phone: str) -> str:
    """A telephone number in E.164, read as a British one where no country is told; blank when it is none."""
    number = _whole(phone) or _within(phone)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)) if number else ""


def _whole(text: str) -> phonenumbers.PhoneNumber | None:
    """The number that a text is."""
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _within(text: str) -> phonenumbers.PhoneNumber | None:
    """The first number in a text that says more, as in 07700 900123 (mobile)."""
    found = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    return next((each.number for each in found), None)


def marks(person: PersonGiven) -> tuple[tuple[MarkKind, str], ...]:
    """What this person can be recognised by: the text of each mark, to be fingerprinted and never kept."""
    name, email, phone = normal_name(person.name), normal_email(person.email), normal_phone(person.phone)
    birth = person.birth_date.isoformat() if person.birth_date else ""
    found = [
        (MarkKind.NAME_AND_BIRTH, name and birth and f"{name}|{birth}"),
        (MarkKind.NAME_AND_EMAIL, name and email and f"{name}|{email}"),
        (MarkKind.NAME_AND_PHONE, name and phone and f"{name}|{phone}"),
        (MarkKind.EMAIL, email),
        (MarkKind.PHONE, phone),
    ]
    return tuple((kind, text) for kind, text in found if text)


def same_person(shared: Collection[MarkKind], *, both_named: bool, two_names: bool = False) -> bool:
    """Whether shared marks make it one person: a name with something more, or a contact where a name is missing.

    A contact that two names have used is a household as often as one person: suggested, never assumed.
    """
    if _STRONG & set(shared):
        return True
    return not (both_named or two_names) and bool(_CONTACTS & set(shared))


def two_names_from(names: Iterable[tuple[int, bytes]]) -> int | None:
    """From which person on a contact is known under two names; None where it has one at most."""
    ordered = sorted(names)
    return next((person for person, name in ordered if name != ordered[0][1]), None)


def safe_now(own: str, latest: str) -> str:
    """What is safe for a person: their own answer, unless whoever uses the address last said something narrower."""
    if own in _NEVER_SAFE:
        return own
    return latest if latest in _NEVER_SAFE else own or latest


def narrower(own: str, said: str) -> str:
    """What is safe for a person who says something later: never more than before; two that exclude each other are no."""
    if said in {"", "yes"}:
        return own
    if own in {"", "yes", said}:
        return said
    return "no"


def mask(text: str, persons: Collection[PersonGiven]) -> str:
    """A text in which the names and contacts of these persons are replaced, for the copy that is worked with."""
    if not text:
        return text
    plain = _plain(text)
    for person in persons:
        text = _mask_number(text, person.phone)
        for word, value in (("name", person.name), ("e-mail", person.email), ("telephone", person.phone)):
            typed = value.split()
            if len("".join(typed)) > 1 and _may_hold(plain, _first_of(typed[0])):
                pattern = _BEGINS + _BETWEEN.join(map(_spelled, typed)) + r"(?!\w)"
                text = re.sub(pattern, f"[{word}]", text, flags=re.IGNORECASE)
    return text


def mask_address(address: str, persons: Collection[PersonGiven]) -> str:
    """A web address masked; a name of one word may be the handle of a profile there, which is no contact and stays."""
    return mask(
        address,
        [each if len(each.name.split()) > 1 else replace(each, name="") for each in persons],
    )


def mask_label(label: str, persons: Collection[PersonGiven]) -> str:
    """What somebody called a column, masked; words are parted there by signs too."""
    found = mask(label, persons)
    apart = re.sub(r"[_-]+", " ", label)
    return found if found != label or mask(apart, persons) == apart else mask(apart, persons)


def _spelled(word: str) -> str:
    """The pattern of a word, as it is and as an address writes it."""
    plain, in_address = re.escape(word), re.escape(quote(word, safe=""))
    return plain if plain == in_address else f"(?:{plain}|{in_address})"


def _first_of(word: str) -> str:
    """The beginning of a word that is written alike in an address."""
    return re.split(r"[@+%]", word.lstrip("+"))[0]


def _mask_number(text: str, phone: str) -> str:
    """A text without a telephone number, however its digits are set apart and whether or not the country is before it."""
    digits = re.sub(r"[^0-9]", "", phone)
    own = re.sub(r"^(?:(?:00)?44)?0?", "", digits)
    if len(own) < _A_NUMBER or sum(each.isdecimal() for each in text) < len(own):
        return text
    between = r"(?:[\s.()/+\u2010-\u2015-]|%20)*"
    before = rf"(?:(?:\+|%2B|00)?44{between}(?:0{between})?|0{between})?"
    begins = r"(?:(?<![\w+])|(?<=%[0-9A-Fa-f]{2}))"
    return re.sub(rf"{begins}{before}{between.join(own)}(?!\w)", "[telephone]", text)


def _plain(text: str) -> str:
    """A text in which whatever a pattern that ignores case takes for a letter from a to z is that letter."""
    return text.translate(_TAKEN_FOR).lower()


def _may_hold(plain: str, word: str) -> bool:
    """Whether it is worth looking for a word; most texts hold no name, and a pattern for each is dear."""
    return not word.isascii() or word.lower() in plain
