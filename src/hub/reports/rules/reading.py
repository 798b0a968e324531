"""From a row to a telling, or to every reason why not; a reason never repeats what somebody wrote."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from hub.reports.rules import values
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
_LONGEST = {"what_happened": 100_000, "content_text": 100_000, "content_urls": 50_000}
_LONG = 200
_ANY = 20_000
_NONE = "none"
_LANGUAGES = {
    "english": "en", "arabic": "ar", "bengali": "bn", "bangla": "bn", "french": "fr", "polish": "pl", "somali": "so",
    "turkish": "tr", "urdu": "ur", "punjabi": "pa", "panjabi": "pa", "gujarati": "gu", "hindi": "hi", "welsh": "cy",
    "romanian": "ro", "portuguese": "pt", "spanish": "es", "italian": "it", "farsi": "fa", "persian": "fa",
    "pashto": "ps", "tamil": "ta", "chinese": "zh", "mandarin": "zh", "cantonese": "yue", "ukrainian": "uk",
    "russian": "ru", "tigrinya": "ti", "amharic": "am", "kurdish": "ku", "albanian": "sq", "bulgarian": "bg",
    "lithuanian": "lt", "yiddish": "yi", "hebrew": "he", "yoruba": "yo", "nepali": "ne", "vietnamese": "vi",
}  # fmt: skip
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
        found, assumed, note = self.get(values.moment, column, now, other=nothing)
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
    told = _plain(reader, now)
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
    for column, text in reader.row.items():
        limit = _LONGEST.get(column, _ANY if column not in REQUIRED else _LONG)
        if len(text) > limit:
            reader.reasons.append(f"{column} is longer than {limit:,} characters: shorten it")
        if "\0" in text:
            reader.reasons.append(f"{column} holds a NUL character, which cannot be kept: remove it")


def _strands(reader: _Reader) -> tuple[tuple[Strand, ...], bool]:
    """The strands perceived, and whether the plain word none was said."""
    found = reader.get(values.choices, "strands", Strand, (_NONE,), other=_NOTHING)
    if _NONE in found and len(found) > 1:
        reader.reasons.append("strands says none and names a strand: say one or the other")
    return tuple(Strand(each) for each in found if each != _NONE), found == (_NONE,)


def _check_religion(reader: _Reader, strands: tuple[Strand, ...], religions: tuple[Religion, ...]) -> None:
    """The strand religion needs the religion that is targeted."""
    if Strand.RELIGION in strands and not religions and not reader.text("targeted_religion"):
        allowed = ", ".join(each.replace("-", " ") for each in Religion.values)
        reader.reasons.append(
            f"targeted_religion is missing: the strand religion needs it; use one of {allowed}"
        )
    if religions and Strand.RELIGION not in strands:
        reader.notes.append("targeted_religion was given although strands does not name religion")


def _plain(reader: _Reader, now: datetime) -> dict[str, Any]:
    """The columns that stand by themselves."""
    channel = reader.get(values.choice, "channel", Channel, other=_BLANK)
    role = reader.get(values.choice, "reporter_role", ReporterRole, other=_BLANK)
    safe = reader.get(_safe, "safe_to_contact", other=_BLANK)
    texts = (
        "source", "source_reference", "what_happened", "reporter_name", "reporter_phone", "victim_name", "postcode",
        "borough", "content_text", "platform", "account_handle", "account_id", "crime_reference",
    )  # fmt: skip
    return {
        **{name: reader.text(name) for name in texts},
        "channel": Channel(channel) if channel else Channel.OTHER,
        "reporter_role": ReporterRole(role) if role else None,
        "reporter_email": reader.get(values.email, "reporter_email", other=""),
        "safe_to_contact": Safe(safe) if safe else None,
        "language": _language(reader),
        "victim_date_of_birth": reader.get(values.birth_date, "victim_date_of_birth", now, other=None),
        **{
            name: reader.get(values.yes_no, name, other=None)
            for name in ("victim_under_18", "online", "immediate_danger", "consent_support")
        },
        "content_urls": values.urls(reader.row.get("content_urls", "")),
        "consent_partners": values.parts(reader.row.get("consent_partners", "")),
        "wants": values.parts(reader.row.get("wants", "")),
    }


def _safe(column: str, text: str) -> str | None:
    """Whether it is safe to make contact: yes or no in any of its forms, or one way only."""
    try:
        return {True: "yes", False: "no", None: None}[values.yes_no(column, text)]
    except Unreadable:
        found = values.alike(text)
    if found in {"email", "phone"}:
        return {"email": "e-mail", "phone": "phone"}[found]
    raise Unreadable(
        f"{column} has a value that is not allowed: use yes, no, true, false, 1, 0, e-mail or phone"
    )


def _language(reader: _Reader) -> str:
    """A language tag; a name is turned into one, and what is neither is kept as typed and noted."""
    typed = reader.text("language").casefold()
    tag = _LANGUAGES.get(typed, typed.replace("_", "-"))
    if tag and not all(part.isascii() and part.isalnum() and 1 < len(part) < 9 for part in tag.split("-")):
        reader.notes.append("language is not one we know by name or tag")
        return ""
    return tag
