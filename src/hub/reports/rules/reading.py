"""From a row to a telling, or to every reason why not; a reason never repeats what somebody wrote."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from hub.reports.rules import times, values
from hub.reports.rules.about import ADULT, age_on
from hub.reports.rules.languages import language
from hub.reports.rules.values import Unreadable
from hub.reports.terms import Channel, Religion, ReporterRole, Safe, Strand, Telling

COLUMNS = (
    "source", "source_reference", "channel", "reported_at", "reporter_role", "reporter_name", "reporter_email",
    "reporter_phone", "safe_to_contact", "language", "victim_name", "victim_date_of_birth", "victim_under_18",
    "postcode", "borough", "online", "strands", "targeted_religion", "what_happened", "content_text", "content_urls",
    "platform", "account_handle", "account_id", "posted_at", "first_seen_at", "immediate_danger", "crime_reference",
    "consent_support", "consent_partners", "wants",
)  # fmt: skip
REQUIRED = ("source", "source_reference", "reported_at", "what_happened")
# The most characters of a column; every other one, known or not, may hold LONGEST_OTHER.
LONGEST = {
    "what_happened": 100_000, "content_text": 100_000, "content_urls": 50_000, "source": 200, "source_reference": 200,
    "reported_at": 200, "posted_at": 200, "first_seen_at": 200, "platform": 80, "account_handle": 200,
    "account_id": 200, "crime_reference": 200, "postcode": 200, "borough": 200, "language": 200,
    "reporter_name": 500, "victim_name": 500, "reporter_phone": 200,
}  # fmt: skip
LONGEST_OTHER = 20_000
_LONGEST_NAME = 200
_LONGEST_PARTNER = 120
_NOBODY = frozenset({"no", "none", "nobody"})  # written where organisations are asked for
LISTS = frozenset({"strands", "targeted_religion", "content_urls", "consent_partners", "wants"})
_NONE = "none"
_NOTHING: tuple[str, ...] = ()
_BLANK: str | None = None
_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Reader:
    """A row being read: reasons against it gather, so that whoever sent it sees all of them at once."""

    row: Mapping[str, str]
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        """A column without surrounding space."""
        return self.row.get(column, "").strip()

    def get(self, read: Callable[..., Any], column: str, *more: Any, other: _Value) -> _Value:
        """A column as read; another value, and a reason, where it cannot be."""
        try:
            found: _Value = read(column, self.row.get(column, ""), *more)
        except Unreadable as reason:
            self.reasons.append(str(reason))
            return other
        return found

    def moment(self, column: str, now: datetime) -> tuple[datetime | None, bool]:
        """A time, and whether its zone was assumed."""
        nothing: tuple[datetime | None, bool, str] = (None, False, "")
        found, assumed, note = self.get(times.moment, column, now, other=nothing)
        if note:
            self.notes.append(note)
        return found, assumed


def read(
    row: Mapping[str, str], *, now: datetime, known_area: Callable[[str], bool], allowed_areas: str
) -> Telling | tuple[str, ...]:
    """The telling that a row holds, or every reason why it cannot be taken."""
    reader = _Reader(row)
    _check_shape(reader)
    strands, no_hate = _strands(reader)
    religions = tuple(
        Religion(each) for each in reader.get(values.choices, "targeted_religion", Religion, other=_NOTHING)
    )
    _check_religion(reader, strands, religions)
    if reader.text("borough") and not known_area(reader.text("borough")):
        reader.reasons.append(f"borough has a value that is not allowed: use one of {allowed_areas}")
    reported_at, zone_assumed = reader.moment("reported_at", now)
    posted_at, _ = reader.moment("posted_at", now)
    first_seen_at, _ = reader.moment("first_seen_at", now)
    told = _plain(reader, now, reported_at or now)
    if reader.reasons or reported_at is None:
        return tuple(dict.fromkeys(reader.reasons))
    return Telling(
        given={name: text for name, text in row.items() if text != ""},
        reported_at=reported_at, zone_assumed=zone_assumed, posted_at=posted_at, first_seen_at=first_seen_at,
        strands=strands, no_hate_element=no_hate, targeted_religion=religions,
        unknown_columns=tuple(each for each in row if each not in COLUMNS and row[each] != ""),
        notes=tuple(reader.notes), **told,
    )  # fmt: skip


def _check_shape(reader: _Reader) -> None:
    """What is missing, too long, or cannot be kept."""
    for column in REQUIRED:
        if not reader.text(column):
            reader.reasons.append(f"{column} is missing: every row needs it")
    for name, text in reader.row.items():
        _check_cell(reader, name, text)
    if any(len(each) > _LONGEST_PARTNER for each in values.parts(reader.text("consent_partners"))):
        reader.reasons.append(
            f"consent_partners names an organisation in more than {_LONGEST_PARTNER} characters: shorten it, or put ; between"
        )


def _check_cell(reader: _Reader, name: str, text: str) -> None:
    """What is too long in one cell, or cannot be kept."""
    if len(name) > _LONGEST_NAME or _cannot_be_kept(name):
        reader.reasons.append(
            f"the name of a column is longer than {_LONGEST_NAME} characters or holds one that cannot be kept: rename it"
        )
        return
    limit = LONGEST.get(name, LONGEST_OTHER)
    if len(text) > limit:
        reader.reasons.append(f"{name} is longer than {limit:,} characters: shorten it")
    if "\0" in text:
        reader.reasons.append(f"{name} holds a NUL character, which cannot be kept: remove it")
    elif _cannot_be_kept(text):
        reader.reasons.append(
            f"{name} holds what is not text in this file's encoding: save the file as UTF-8 and correct the row"
        )


def _cannot_be_kept(text: str) -> bool:
    """Whether it holds a NUL, or half of a pair of code units, neither of which the database can keep."""
    try:
        return b"\0" in text.encode()
    except UnicodeEncodeError:
        return True


def _strands(reader: _Reader) -> tuple[tuple[Strand, ...], bool]:
    """The strands perceived, and whether the plain word none was said."""
    found = reader.get(values.choices, "strands", Strand, (_NONE,), other=_NOTHING)
    if _NONE in found and len(found) > 1:
        reader.reasons.append("strands says none and names a strand: say one or the other")
    return tuple(Strand(each) for each in found if each != _NONE), found == (_NONE,)


def _check_religion(reader: _Reader, strands: tuple[Strand, ...], religions: tuple[Religion, ...]) -> None:
    """The strand religion needs the religion that is targeted."""
    if Strand.RELIGION in strands and not values.parts(reader.text("targeted_religion")):
        reader.reasons.append(
            f"targeted_religion is missing: the strand religion needs it; "
            f"use one or more of {values.in_words(Religion.values)}"
        )
    if religions and Strand.RELIGION not in strands:
        reader.notes.append("targeted_religion was given although strands does not name religion")


def _plain(reader: _Reader, now: datetime, told_at: datetime) -> dict[str, Any]:
    """The columns that stand by themselves."""
    channel = reader.get(values.choice, "channel", Channel, other=_BLANK)
    role = reader.get(values.choice, "reporter_role", ReporterRole, other=_BLANK)
    safe: Safe | None = None
    child: bool | None = None
    safe = reader.get(values.safe, "safe_to_contact", other=safe)
    child = reader.get(values.yes_no, "victim_under_18", other=child)
    texts = (
        "source", "source_reference", "what_happened", "reporter_name", "reporter_phone", "victim_name", "postcode",
        "borough", "content_text", "platform", "account_handle", "account_id", "crime_reference",
    )  # fmt: skip
    return {
        **{name: reader.text(name) for name in texts},
        "channel": Channel(channel) if channel else Channel.OTHER,
        "reporter_role": ReporterRole(role) if role else None,
        "reporter_email": reader.get(values.email, "reporter_email", other=""),
        "safe_to_contact": safe,
        "language": _language(reader),
        "victim_date_of_birth": _birth_date(reader, now, child, told_at),
        "victim_under_18": child,
        **{
            name: reader.get(values.yes_no, name, other=None)
            for name in ("online", "immediate_danger", "consent_support")
        },
        "content_urls": values.urls(reader.row.get("content_urls", "")),
        "consent_partners": tuple(
            each
            for each in values.parts(reader.row.get("consent_partners", ""))
            if values.alike(each) not in _NOBODY
        ),
        "wants": values.parts(reader.row.get("wants", "")),
    }


def _language(reader: _Reader) -> str:
    """The language, noted where it is not one we know."""
    found, note = language(reader.text("language"))
    if note:
        reader.notes.append(note)
    return found


def _birth_date(reader: _Reader, now: datetime, child: bool | None, told_at: datetime) -> date | None:
    """The birth date, noted where it and the answer about a child disagree on the day it is told."""
    nothing: date | None = None
    born = reader.get(times.birth_date, "victim_date_of_birth", now, other=nothing)
    day = told_at.astimezone(times.LONDON).date()
    if born is not None and child is not None and (age_on(born, day) < ADULT) != child:
        reader.notes.append("victim_under_18 and victim_date_of_birth do not agree: both are kept as told")
    return born
