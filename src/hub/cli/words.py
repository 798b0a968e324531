"""The words an officer reads in place of the short names that files and programs use."""

import re
from collections.abc import Mapping

from django.db.models import TextChoices

from hub.places import queries as places
from hub.reports.terms import Religion
from hub.triage.terms import Question

_EXITS: Mapping[str, str] = {
    "not-online": "It did not happen online",
    "no-hate-element": "No hate element",
    "not-uk": "Outside the United Kingdom",
    "other-force": "Another force, still to be named",
}
_PLATFORMS: Mapping[str, str] = {"tiktok": "TikTok", "youtube": "YouTube", "x": "X", "": "Content"}
_NOT_ANSWERED = "Not known"


def of(choices: type[TextChoices], value: str) -> str:
    """The words of a value; a value from elsewhere as it is."""
    return str(choices(value).label) if value in choices.values else spoken(value)


def spoken(value: str) -> str:
    """A short name as it is said."""
    return value.replace("-", " ").replace("_", " ")


def sentence(text: str) -> str:
    """With a capital to begin with."""
    return text[:1].upper() + text[1:]


def perceived(text: str) -> str:
    """What the hostility was perceived to be about, with the religion as people write it."""
    return re.sub(r"\((.+?)\)", lambda found: f"({of(Religion, found[1])})", text).replace("-", " ")


def borough(slug: str) -> str:
    """A borough as people write it; blank where it is not known."""
    return places.atlas().boroughs[slug].name if slug else ""


def unit(code: str) -> str:
    """A command unit with its two letters."""
    return f"{places.atlas().units[code].name} ({code})" if code else "the hub"


def way_out(slug: str) -> str:
    """To whom or why a report leaves."""
    return _EXITS.get(slug) or places.atlas().forces.get(slug) or spoken(slug)


def answer(question: str, given: str) -> str:
    """What the machine answered to a question."""
    if given in {"", "none", "unknown"}:
        return _NOT_ANSWERED
    if question == Question.BOROUGH:
        found = places.atlas().boroughs.get(given)
        return found.name if found else sentence(spoken(given))
    if question in {Question.FORCE, Question.VICTIM, Question.SUSPECT}:
        return way_out(given)
    return sentence(spoken(given))


def platform(slug: str) -> str:
    """A platform as it writes itself."""
    return _PLATFORMS.get(slug) or sentence(spoken(slug))
