"""When two tellings speak of one person: pure decisions over normalised names and contacts."""

import re
import unicodedata
from collections.abc import Collection

import phonenumbers

from hub.identities.terms import MarkKind, PersonGiven

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "dame", "prof", "professor"})
_STRONG = frozenset({MarkKind.NAME_AND_BIRTH, MarkKind.NAME_AND_EMAIL, MarkKind.NAME_AND_PHONE})
# The long s, the Kelvin sign, and the capital I with and the small i without a dot.
_TAKEN_FOR = str.maketrans({"\u017f": "s", "\u212a": "k", "\u0130": "i", "\u0131": "i"})


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
    try:
        number = phonenumbers.parse(phone, "GB")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


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


def same_person(shared: Collection[MarkKind], *, both_named: bool, names_under_the_email: int = 1) -> bool:
    """Whether shared marks make it one person: a name with something more, or an e-mail where a name is missing.

    A telephone or an e-mail alone under two names is a household as often as one person: suggested, never assumed. So
    is a nameless telling from an e-mail of two names: it may be either, and would make one of both.
    """
    if _STRONG & set(shared):
        return True
    return not both_named and MarkKind.EMAIL in shared and names_under_the_email <= 1


def mask(text: str, persons: Collection[PersonGiven]) -> str:
    """A text in which the names and contacts of these persons are replaced, for the copy that is worked with."""
    if not text:
        return text
    plain = _plain(text)
    for person in persons:
        for word, value in (("name", person.name), ("e-mail", person.email), ("telephone", person.phone)):
            typed = value.split()
            if len("".join(typed)) > 1 and _may_hold(plain, typed[0]):
                pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, typed)) + r"(?!\w)"
                text = re.sub(pattern, f"[{word}]", text, flags=re.IGNORECASE)
    return text


def _plain(text: str) -> str:
    """A text in which whatever a pattern that ignores case takes for a letter from a to z is that letter."""
    return text.translate(_TAKEN_FOR).lower()


def _may_hold(plain: str, word: str) -> bool:
    """Whether it is worth looking for a word; most texts hold no name, and a pattern for each is dear."""
    return not word.isascii() or word.lower() in plain
