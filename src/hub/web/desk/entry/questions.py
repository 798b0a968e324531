"""What is asked, in the order of a call, and how it is shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.pathway.entering import Reason
from hub.places import queries as places
from hub.reports.terms import Religion, ReporterRole, Safe, Strand
from hub.web.components.fields import Choice, Field

_TIME = "As 24/11/2026 21:40, London time"
_YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not said"))
LISTS = frozenset({"strands", "targeted_religion"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the column it fills, its words, and how it is answered."""

    column: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    rows: int = 3
    attrs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together."""

    anchor: str
    title: str
    hint: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One section as the page shows it."""

    anchor: str
    title: str
    hint: str
    fields: tuple[Field, ...]


def _labels(choices: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Choices with a capital letter, as answers stand on a page."""
    return tuple((value, f"{label[:1].upper()}{label[1:]}") for value, label in choices)


_PLAIN = (("autocomplete", "off"),)
_VERBATIM = (*_PLAIN, ("spellcheck", "false"), ("autocapitalize", "off"))
SECTIONS = (
    Section("danger", "Danger", "", (
        Question("immediate_danger", "Is anybody in danger right now?", "radios", choices=_YES_NO),
    )),
    Section("caller", "Who is telling", "", (
        Question("channel", "How they tell it", "radios",
                 choices=(("phone", "By phone"), ("in person", "In person"), ("e-mail", "By e-mail"))),
        Question("reported_at", "When it began", hint=_TIME, attrs=_PLAIN),
        Question("reporter_role", "They are", "radios",
                 choices=(*_labels(ReporterRole.choices), ("", "Not said"))),
        Question("reporter_name", "Name", hint="Without any name or contact, the report is anonymous.", attrs=_PLAIN),
        Question("reporter_phone", "Telephone", "tel", attrs=_PLAIN),
        Question("reporter_email", "E-mail", "email", attrs=_VERBATIM),
        Question("safe_to_contact", "Is it safe to contact them?", "radios",
                 choices=(*_labels(Safe.choices), ("", "Not asked"))),
        Question("language", "Language they want", hint="Such as Urdu, or British Sign Language",
                 attrs=(*_PLAIN, ("list", "languages"))),
    )),
    Section("victim", "The victim", "Leave the name empty where the victim is telling it.", (
        Question("victim_name", "Name, where it is another person", attrs=_PLAIN),
        Question("victim_date_of_birth", "Date of birth", hint="As 28/02/1990", attrs=_PLAIN),
        Question("victim_under_18", "Under 18?", "radios", choices=_YES_NO),
    )),
    Section("place", "Where the victim lives", "If nobody in particular is targeted: the place that is named.", (
        Question("postcode", "Postcode", hint="The first half is enough to begin with", attrs=_VERBATIM),
        Question("borough", "Borough", hint="Or: outside London, outside UK, Kent, Scotland",
                 attrs=(*_PLAIN, ("list", "boroughs"))),
    )),
    Section("about", "What it is about", "As they see it. You can add your own view later.", (
        Question("online", "Did it happen online?", "radios", choices=_YES_NO),
        Question("strands", "The hostility is about", "checks", hint="All that they name",
                 choices=(*_labels(Strand.choices), ("none", "None of these"))),
        Question("targeted_religion", "Which religion is targeted?", "checks", choices=_labels(Religion.choices)),
    )),
    Section("words", "What happened", "", (
        Question("what_happened", "In their own words", "long", hint="A few lines are enough.", rows=8),
    )),
    Section("post", "The post and the account", "", (
        Question("content_urls", "Links", "long", hint="One on each line", rows=2, attrs=_VERBATIM),
        Question("platform", "Platform", hint="Such as X or TikTok", attrs=_PLAIN),
        Question("account_handle", "Handle", hint="Such as @name", attrs=_VERBATIM),
        Question("account_id", "Account number, if it is known", attrs=_VERBATIM),
        Question("content_text", "Words of the post", "long", hint="As they stand there", rows=3),
        Question("posted_at", "When it was posted", hint=_TIME, attrs=_PLAIN),
        Question("first_seen_at", "When they first saw it", hint=_TIME, attrs=_PLAIN),
    )),
    Section("help", "Help, and what they want", "", (
        Question("consent_support", "May help be offered?", "radios", choices=_YES_NO,
                 hint="Yes shares nothing with anybody."),
        Question("consent_partners", "Organisations they agreed to",
                 hint="With ; between. Each is confirmed with them before anything is shared.", attrs=_PLAIN),
        Question("wants", "What they want to happen", hint="With ; between", attrs=_PLAIN),
        Question("crime_reference", "Crime reference, where it is recorded already", attrs=_VERBATIM),
    )),
)  # fmt: skip
QUESTIONS = {each.column: each for section in SECTIONS for each in section.questions}
_MISSING = {
    "what_happened": "Write what happened. A few words are enough.",
    "reported_at": "Write when the call began.",
    "targeted_religion": "Say which religion is targeted, or choose Unknown.",
}
_COLUMN = re.compile(r"\b(" + "|".join(sorted(QUESTIONS, key=len, reverse=True)) + r")\b")
AREAS_BESIDE = ("Outside London", "Outside UK")


def sections(words: Mapping[str, str], reasons: Sequence[Reason]) -> Iterator[Asked]:
    """Every section with what was answered, and each reason beside its question."""
    against: dict[str, list[str]] = {}
    for each in reasons:
        against.setdefault(each.column, []).append(in_words(each))
    for section in SECTIONS:
        fields = tuple(
            _field(each, words.get(each.column, ""), " ".join(against.get(each.column, ())))
            for each in section.questions
        )
        yield Asked(section.anchor, section.title, section.hint, fields)


def in_words(reason: Reason) -> str:
    """A reason of the import in the words of this page."""
    if " is missing" in reason.words and reason.column in _MISSING:
        return _MISSING[reason.column]
    if reason.column == "borough":
        return "We do not know this borough. Choose one from the list, or write outside London, outside UK, or the area, such as Kent."
    plain = reason.words.replace(" 2026-11-24T09:15+00:00 or", "").replace(" 1990-02-28 or", "")
    said = _COLUMN.sub(lambda found: QUESTIONS[found[0]].label, plain)
    return f"{said[:1].upper()}{said[1:].removesuffix('.')}."


def _field(question: Question, value: str, error: str) -> Field:
    """A question as the shared piece shows it."""
    id_ = f"id_{question.column}"
    chosen = {each.strip() for each in value.split(";")} if question.column in LISTS else {value}
    choices = tuple(
        Choice(key, label, chosen=key in chosen, id=id_ if place == 0 else f"{id_}-{place}")
        for place, (key, label) in enumerate(question.choices)
    )
    return Field(
        question.column, question.label, question.kind, value, question.hint, error, id_, choices, rows=question.rows,
        attrs=dict(question.attrs),
    )  # fmt: skip


def summary(reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    """What must be put right, each with the way to its question."""
    order = list(QUESTIONS)
    ordered = sorted(reasons, key=lambda each: order.index(each.column) if each.column in QUESTIONS else -1)
    return [(f"#id_{each.column}" if each.column in QUESTIONS else "", in_words(each)) for each in ordered]


def borough_names() -> tuple[str, ...]:
    """What may be written as the borough."""
    return (*sorted(each.name for each in places.atlas().boroughs.values()), *AREAS_BESIDE)
