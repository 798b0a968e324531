"""What the field's terms are called on the page of a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hub.cases.terms import Step
from hub.places import queries as places
from hub.queue.terms import Fact
from hub.reports.rules.values import Unreadable, safe
from hub.reports.terms import Religion, Strand
from hub.triage.terms import Question

UNSAID = "somebody whose part is not said"
ROLES: Mapping[str, str] = {
    "victim": "the victim", "witness": "a witness", "on-behalf": "somebody on behalf of the victim",
    "professional": "a professional", "organisation": "an organisation", "": UNSAID, "not-said": UNSAID,
}  # fmt: skip
CHANNELS: Mapping[str, str] = {
    "form": "by the form", "phone": "by telephone", "in-person": "in person", "e-mail": "by e-mail",
    "partner": "through a partner", "police": "through the police", "true-vision": "through True Vision",
    "api": "through a system", "other": "",
}  # fmt: skip
LANGUAGES: Mapping[str, str] = {
    "en": "English", "ar": "Arabic", "bn": "Bengali", "fr": "French", "gu": "Gujarati", "pa": "Punjabi",
    "pl": "Polish", "so": "Somali", "tr": "Turkish", "ur": "Urdu", "es": "Spanish", "pt": "Portuguese", "ro": "Romanian",
    "yi": "Yiddish", "he": "Hebrew",
}  # fmt: skip
_SAFE: Mapping[str, str] = {
    "yes": "Safe to contact", "no": "Not safe to contact", "e-mail": "Safe by e-mail only",
    "phone": "Safe by telephone only", "": "Nobody asked whether contact is safe",
}  # fmt: skip
EXITS: Mapping[str, str] = {
    "not-online": "it did not happen online", "no-hate-element": "nobody perceived hostility about a characteristic",
    "not-uk": "it belongs outside the United Kingdom", "other-force": "another force, still to be named",
}  # fmt: skip
_ANSWERS: Mapping[str, str] = {
    "unknown": "Not known", "none": "None of London", "other-force": "Another force, still to be named",
    "not-uk": "Outside the United Kingdom", "metropolitan-police": "Metropolitan Police Service",
}  # fmt: skip
GIVEN: Mapping[str, str] = {
    "to-unit": "Given to the command unit", "offered": "Offered to {}", "accepted": "Accepted by {}",
    "returned": "Returned by {}", "handed-over": "Handed over by {}", "ended": "Taken back from {}",
}  # fmt: skip
LETTERS: Mapping[str, str] = {
    "decision-crime": "The decision", "decision-not-a-crime": "The decision", "decision-more-information": "A question",
    "outcome": "The outcome", "outcome-review": "The outcome, with the right to a review",
    "news": "There is news", "given-on": "Where it is now",  # written by an earlier version
    "package-waits": "A package waits for the force",
    "hub-answered": "The hub has answered",
    "unit-told": "The unit has a case", "reminder": "A reminder",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acting:
    """What the panel of the next action says: a sentence, a button, and the step it leads to."""

    sentence: str
    button: str = ""
    leads: str = ""  # the name of a step, or of a page
    duty: bool = False  # whether the step is about the duty whose clock runs


# As long as a report is confirmed for another force and nothing was handed over.
TO_PACK = Acting(
    "It is confirmed for another force, which knows nothing of it yet. Write its package and hand it over.",
    "Write the package", "package",
)  # fmt: skip
ACTING: Mapping[Step, Acting] = {
    Step.DANGER: Acting(
        "Somebody may be hurt if we wait. Act, then write down what was done.", "Record what was done", "done", True
    ),
    Step.DECIDE_EXIT: Acting("Nothing leaves until you say so.", "Decide", "exit"),
    Step.ANSWER_OFFER: Acting("Until you accept, the hub holds it.", "Accept the case", "accept"),
    Step.SAFEGUARD: Acting(
        "See that the referral went, and keep their reference.", "Open the referrals", "desk:safeguarding"
    ),
    Step.ASK: Acting("Ask whoever reported.", "Record the answer", "answer"),
    Step.ANSWER_BOROUGH: Acting("Their officer waits for it.", "Answer", "reply"),
    Step.READ_CHANGE: Acting("Read both, then say what the difference means.", "Record what it means", "done", True),
    Step.TRANSFER: Acting(
        "Its package was handed over. Only that force's own reference closes it.", "Record their reference", "acknowledged",
    ),
    Step.ASSESS: Acting("Ask what keeps them safe and what they need.", "Record what they need", "victim"),
    Step.OFFER: Acting("Nobody of the command unit is named yet.", "Offer to an officer", "offer"),
    Step.SUPPORT: Acting("Help waits for no decision of ours.", "Record the referral", "done", True),
    Step.UPDATE: Acting("Say what has been done and what comes next.", "Record that they know", "done", True),
    Step.RECORD: Acting("Record it on the crime system, then add its reference.", "Add the reference", "crime-reference"),
    Step.DECIDE: Acting("Within 24 hours: a crime, not a crime, or one question more.", "Decide", "decision"),
    Step.CHECK: Acting("Nobody is told until a second person has looked at it.", "Give the second check", "second-check"),
    Step.OFFENCES: Acting("Until an offence is named, no time limit is watched.", "Say which offences", "decision"),
    Step.TELL: Acting("Read the letter out, or hand it over. By e-mail went only that there is news.", "Record that they know", "done", True),
    Step.TELL_OUTCOME: Acting("Say what came of it and why, and what they can do.", "Record that they know", "done", True),
    Step.OFFER_REVIEW: Acting("They may have somebody else look at the decision.", "Record that it was offered", "done", True),
    Step.REVIEW: Acting("Write down how it stands, and tell the victim.", "Record how it stands", "done", True),
    Step.INVESTIGATE: Acting("When it is charged, or ends otherwise, record the outcome.", "Record the outcome", "outcome"),
    Step.WAIT_DECISION: Acting("The hub decides whether it is a crime. You can ask the hub."),
    Step.WAIT_HUB: Acting("The hub has your question. The answer comes as a note on this case."),
    Step.WAIT_ANSWER: Acting("The officer has not answered yet. You can offer it to somebody else."),
    Step.WAIT_CLOCK: Acting("The clock goes on when you resume it."),
    Step.NOTHING: Acting("Everything on this case is done for now."),
}  # fmt: skip


def safe_words(text: str) -> str:
    """Whether contact is safe, in words, from what was typed."""
    try:
        found = safe("safe_to_contact", text)
    except Unreadable:
        found = None
    return _SAFE[found.value if found else ""]


def strand_words(strand: str, religion: str = "") -> str:
    """A characteristic as people say it."""
    label = str(Strand(strand).label)
    return f"{label} ({Religion(religion).label})" if religion and religion != "unknown" else label


def exit_words(to: str) -> str:
    """Why or where something leaves."""
    return EXITS.get(to) or places.atlas().forces.get(to, to)


class Ages(Protocol):
    """What tells whether a child is among those concerned."""

    @property
    def under_18(self) -> bool:
        """Whether the victim is a child."""

    @property
    def suspect_under_18(self) -> bool:
        """Whether whoever is suspected is."""


def ages(facts: Ages) -> tuple[str, ...]:
    """Who of them is under 18: it is marked wherever they are."""
    told = ((facts.under_18, "Victim under 18"), (facts.suspect_under_18, "Suspect under 18"))
    return tuple(words for holds, words in told if holds)


def ages_of(told: Iterable[Ages]) -> tuple[str, ...]:
    """Who is under 18 in any of these, each said once, the victim first."""
    return tuple(sorted({said for each in told for said in ages(each)}, reverse=True))


def left_words(to: str) -> str:
    """Where something went, as a sentence: to a force, or out of what the hub is for."""
    said = exit_words(to)
    return f"{said[:1].upper()}{said[1:]}." if said.startswith(("it ", "nobody ")) else f"To {said}."


def whose_words(force: str) -> str:
    """Whose something is: a force by its name, or what is known instead."""
    said = {
        "not-uk": "somewhere outside the United Kingdom", "other-force": "another force, still to be named",
        "unknown": "nobody yet: the force is not known",
    }  # fmt: skip
    return said.get(force) or exit_words(force)


def language_words(tag: str) -> str:
    """A language by its name, or by the code that was given."""
    return LANGUAGES.get(tag.split("-", maxsplit=1)[0], f"language code {tag}")


def answer_words(question: str, answer: str) -> str:
    """An answer of the ledger: a force and a borough by their names, other answers as they are."""
    atlas = places.atlas()
    if question in {Question.FORCE, Question.VICTIM, Question.SUSPECT}:
        return _ANSWERS.get(answer) or atlas.forces.get(answer, answer)
    if question == Question.BOROUGH and answer in atlas.boroughs:
        return atlas.boroughs[answer].name
    return _ANSWERS.get(answer, answer[:1].upper() + answer[1:])


def place_words(borough: str, unit: str) -> tuple[str, str]:
    """A borough and a command unit by their full names."""
    atlas = places.atlas()
    named = atlas.boroughs[borough].name if borough in atlas.boroughs else "Borough not known"
    return (
        named,
        f"{atlas.units[unit].name} Command Unit" if unit in atlas.units else "no command unit: the hub's own",
    )


_PLATFORMS: Mapping[str, str] = {
    "x": "X", "tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn", "whatsapp": "WhatsApp", "vk": "VK",
}  # fmt: skip


def platform_words(platform: str) -> str:
    """A platform by the name it gives itself."""
    return _PLATFORMS.get(platform.casefold(), platform[:1].upper() + platform[1:])


_VALUES: Mapping[str, str] = {
    "yes": "yes", "no": "no", "danger": "danger now", "high": "high risk", "victim": "a victim", "public": "nobody in particular",
    "in-scope": "the hub's", "out-of-scope": "a way out is proposed", "force-unknown": "the force is to be named",
}  # fmt: skip


def fact_words(name: str) -> str:
    """A fact that a rule asks about, in the words of its condition."""
    return str(Fact(name).label)


def value_words(name: str, value: str) -> str:
    """A value of such a fact, as people say it."""
    if name == Fact.STRAND and value in Strand.values:
        return strand_words(value)
    if name == Fact.BOROUGH:
        boroughs = places.atlas().boroughs
        return boroughs[value].name if value in boroughs else value
    if name == Fact.UNIT:
        units = places.atlas().units
        return units[value].name if value in units else value
    if name == Fact.PLATFORM:
        return platform_words(value)
    if name == Fact.LANGUAGE:
        return language_words(value)
    return _VALUES.get(value, value)
