"""Whether a letter may go, what it says, and what a mail server's answer means."""

from collections.abc import Mapping
from string import Template

from hub.letters.terms import Held, State

MOVES: Mapping[State, frozenset[State]] = {
    State.HELD: frozenset({State.QUEUED}),
    State.QUEUED: frozenset({State.SENDING, State.HELD}),
    State.SENDING: frozenset({State.SENT, State.QUEUED, State.REFUSED, State.HELD}),
    State.SENT: frozenset(),
    State.REFUSED: frozenset(),
}
TAKEN = 250
_GONE_FOR_GOOD = 500


def held_for(safe: str, *, has_address: bool, smtp: bool) -> Held | None:
    """Why a neutral e-mail may not go; where nobody asked what is safe, this e-mail alone may."""
    if safe == "no":
        return Held.UNSAFE
    if safe == "phone":
        return Held.PHONE_ONLY
    if not has_address:
        return Held.NO_ADDRESS
    return None if smtp else Held.NO_SMTP


def after(code: int) -> State:
    """What a mail server's answer makes of a letter: final where it is taken or 5yz (RFC 5321 s.4.2.1)."""
    if code == TAKEN:
        return State.SENT
    return State.REFUSED if code >= _GONE_FOR_GOOD else State.QUEUED


def language_of(asked: str, known: Mapping[str, bool]) -> str:
    """The language of a letter: the one asked for where there is a template, else English."""
    tag = asked.casefold().split("-")[0]
    return tag if tag in known else "en"


def compose(template: str, facts: Mapping[str, str]) -> tuple[str, str, str]:
    """Version, subject and body of a template whose first lines say `version:` and `subject:`."""
    first, second, body = template.split("\n", 2)
    version = first.removeprefix("version:").strip()
    subject = Template(second.removeprefix("subject:").strip()).substitute(facts)
    return version, subject, Template(body.strip()).substitute(facts) + "\n"
