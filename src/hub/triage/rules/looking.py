"""Which first decisions are read again, and what a second reading may say."""

from collections.abc import Iterable, Mapping
from datetime import date

from hub.common import dated
from hub.triage.terms import Grade, Looked, Share
from hub.triage.terms.deciding import CrimeAnswer, Decided

# What a second reading is asked to choose from; the answers of the first decision, in its own words.
ANSWERS: Mapping[Looked, tuple[tuple[str, str], ...]] = {
    Looked.EXIT: (("leaves", "It leaves the hub"), ("stays", "It stays with the hub")),
    Looked.RISK: tuple((each.value, f"{each.label[:1].upper()}{each.label[1:]}") for each in Grade),
    Looked.CRIME: tuple((each.value, str(each.label)) for each in CrimeAnswer),
}
_WHOLE = 10_000


def per_cent(shares: Iterable[Share], what: Looked, on: date) -> int:
    """How many in a hundred are read again on a day; none where the table does not say."""
    of_it = sorted((each for each in shares if each.what == what), key=lambda each: each.valid_from)
    live = [each.per_cent for each in of_it if dated.stands(each.valid_from, each.valid_to, on)]
    return live[-1] if live else 0


def may_be_drawn(decided: Decided, before: CrimeAnswer | None) -> bool:
    """Whether a crime decision may be read again, blind: one that says something new and that nobody checks anyway.

    What is not a crime is sealed at once, so that nobody could read it as its first reader did.
    """
    return decided.answer not in {CrimeAnswer.NOT_A_CRIME, before} and not decided.check


def drawn(fingerprint: bytes, hundredths: int) -> bool:
    """Whether a decision is drawn: by its keyed fingerprint alone, so that nobody can foresee or repeat the draw."""
    return int.from_bytes(fingerprint[:8], "big") % _WHOLE < hundredths * 100


def answer_words(what: Looked, answer: str) -> str:
    """An answer in words."""
    return dict(ANSWERS[what]).get(answer, answer)
