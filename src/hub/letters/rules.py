"""Whether a letter may go, what it says, and what a mail server's answer means."""

from collections.abc import Mapping
from string import Template

from hub.letters.terms import About, Held, State

MOVES: Mapping[State, frozenset[State]] = {
    State.HELD: frozenset({State.QUEUED, State.HELD}),
    State.QUEUED: frozenset({State.SENDING, State.HELD}),
    State.SENDING: frozenset({State.SENT, State.QUEUED, State.REFUSED, State.HELD}),
    State.SENT: frozenset(),
    State.REFUSED: frozenset(),
}
TAKEN = 250
_GONE_FOR_GOOD = 500
_OURS = frozenset({530, 534, 535, 538})  # RFC 4954 s.6: the server asks us to prove who we are


def held_for(safe: str, *, has_address: bool, smtp: bool) -> Held | None:
    """Why a neutral e-mail may not go; where nobody asked what is safe, this e-mail alone may."""
    if safe == "no":
        return Held.UNSAFE
    if safe == "phone":
        return Held.PHONE_ONLY
    if not has_address:
        return Held.NO_ADDRESS
    return None if smtp else Held.NO_SMTP


def for_good(code: int, about: About) -> bool:
    """Whether an answer is final (RFC 5321 s.4.2.1: 5yz); what is wrong with our own set-up is mended, then tried again."""
    return about == About.LETTER and code >= _GONE_FOR_GOOD and code not in _OURS


def after(code: int, about: About) -> State:
    """What an answer makes of a letter: sent where it was taken, refused where that is final, else tried again."""
    if code == TAKEN:
        return State.SENT
    return State.REFUSED if for_good(code, about) else State.QUEUED


def language_of(asked: str, known: Mapping[str, bool]) -> str:
    """The language of a letter: the one asked for where there is a template, else English."""
    tag = asked.casefold().split("-")[0]
    return tag if tag in known else "en"


def version_of(template: str) -> str:
    """The version that a template says it is of."""
    return template.split("\n", 1)[0].removeprefix("version:").strip()


def compose(template: str, facts: Mapping[str, str]) -> tuple[str, str, str]:
    """Version, subject and body of a template whose first lines say `version:` and `subject:`."""
    first, second, body = template.split("\n", 2)
    version = version_of(first)
    subject = Template(second.removeprefix("subject:").strip()).substitute(facts)
    return version, subject, Template(body.strip()).substitute(facts) + "\n"
