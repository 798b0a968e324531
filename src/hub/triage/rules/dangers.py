"""Which kinds of danger are known on a day, and how they are called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from hub.common import dated
from hub.reports.rules.values import Unreadable, safe
from hub.triage.terms.dangers import AS_TOLD, Guidance, Needed

_LONGEST = 4_000  # characters of what was told; the whole of it is at the desk
_NOT_TOLD = "not told"


def in_force(every: Iterable[Guidance], on: date) -> tuple[Guidance, ...]:
    """What is in force on a day, in the order of the table."""
    return tuple(each for each in every if dated.stands(each.valid_from, each.valid_to, on))


def titles(known: Iterable[Guidance], named: Collection[str]) -> str:
    """The kinds that were named, in words; where none was, it is danger as told."""
    found = [each.title for each in known if each.id in named]
    return "; ".join(found) or AS_TOLD


def report_of_danger(reports: Iterable[tuple[int, bool]]) -> int | None:
    """The report whose words help is sent by: the last that tells of danger, else the last; in the order they came."""
    found = list(reports)
    return next((each for each, immediate in reversed(found) if immediate), found[-1][0] if found else None)


def needed(tellings: Sequence[Mapping[str, str]], safe_now: str, *, under_18: bool = False) -> Needed:
    """What help is sent by, from a telling and what was sent again with a difference: the later word stands.

    What was said before stands beside it where it is about what happened, and contact only where it is safe.
    """
    told: dict[str, str] = {}
    for each in tellings:
        told.update(each)
    events = list(dict.fromkeys(each["what_happened"] for each in tellings if each.get("what_happened")))
    threat = [*events, told.get("content_text", ""), told.get("content_urls", "")]
    return Needed(
        _who(told, under_18=under_18),
        ", ".join(filter(None, (told.get("postcode", ""), told.get("borough", "")))) or _NOT_TOLD,
        "\n".join(filter(None, threat))[:_LONGEST] or _NOT_TOLD,
        reach(told, safe_for(safe_now, tellings)),
        told.get("language", "") or "English, as far as we know",
        ("name", "birth-date", "place", "threat", "contact", "language"),
    )


def _who(told: Mapping[str, str], *, under_18: bool) -> str:
    """Who may be hurt, whether they are marked as a child, and who told it where that is somebody else."""
    victim, reporter = told.get("victim_name", ""), told.get("reporter_name", "")
    role = told.get("reporter_role", "")
    own = role.strip().casefold() == "victim"
    who = victim or (reporter if own else "") or "no name was given"
    born = told.get("victim_date_of_birth", "")
    child = under_18 or told.get("victim_under_18", "").strip().casefold() in {"yes", "true", "1", "y"}
    about = [who, f"born {born}" if born else "", "under 18" if child else ""]
    told_by = "" if own else f"told by {reporter or 'somebody who gave no name'} ({role or 'part not said'})"
    return "; ".join(filter(None, (*about, told_by)))


def reach(told: Mapping[str, str], safe_now: str) -> str:
    """How to reach whoever told it, only as they said that it is safe; what is not safe is not passed on."""
    said = safe_now or read_safe(told.get("safe_to_contact", ""))
    phone, email = told.get("reporter_phone", ""), told.get("reporter_email", "")
    if said == "no":
        return "Do not contact them: they said that it is not safe. Their contacts are not passed on."
    ways = safe_ways(said, phone, email)
    shown = ", ".join(
        f"{word} {value}" for word, value in zip(("telephone", "e-mail"), ways, strict=True) if value
    )
    if not shown:
        return "No contact was given that is safe to use."
    only = {"yes": "They said that this is safe", "phone": "By telephone only", "e-mail": "By e-mail only"}
    return f"{only.get(said, 'Nobody asked whether this is safe: take care')}: {shown}"


def safe_for(on_record: str, tellings: Sequence[Mapping[str, str]]) -> str:
    """What is safe for whoever told it: what stands on record, and what they said since where that is narrower."""
    said = [read_safe(each["safe_to_contact"]) for each in tellings if each.get("safe_to_contact")]
    narrow = {each for each in (on_record, *said[-1:]) if each not in {"", "yes"}}
    if len(narrow) > 1:
        return "no"
    return next(iter(narrow), on_record or next(iter(said[-1:]), ""))


def safe_ways(said: str, phone: str, email: str) -> tuple[str, str]:
    """Of a telephone number and an e-mail address, those that are safe to use; blank is what is not."""
    return {"no": ("", ""), "phone": (phone, ""), "e-mail": ("", email)}.get(said, (phone, email))


def read_safe(text: str) -> str:
    """What somebody said of contact; what cannot be read is taken for no."""
    try:
        found = safe("safe_to_contact", text)
    except Unreadable:
        return "no"
    return found.value if found else ""
