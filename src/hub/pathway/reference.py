"""Reference data in force: what it is, where it comes from, how sure it is, and its rows; nothing here changes any."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from hub.aside import queries as aside
from hub.cases import queries as cases
from hub.common import clock
from hub.common.refusals import NotFound
from hub.duties import queries as duties
from hub.evidence import queries as evidence
from hub.law import queries as law
from hub.letters import queries as letters
from hub.places import queries as places
from hub.support import queries as support
from hub.triage import queries as triage

Rows = Sequence[dict[str, str]]
_POSTCODES = "postcodes"
_HEADINGS = ("postcode", "borough", "force", "country")
_ABOUT = ("source", "certainty", "valid_from", "valid_to", "checked_at", "assured_date")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of reference data as it stands in force."""

    slug: str
    title: str
    edition: str
    source: str
    certainty: str
    valid_from: str  # a day, or blank
    valid_to: str
    checked: str
    rows: int

    @property
    def size(self) -> str:
        """How many rows, as it is read."""
        return f"{self.rows:,} {'row' if self.rows == 1 else 'rows'}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a table; what every row says alike stands above them once."""

    table: Table
    alike: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    following: str  # where the next page begins, blank where this is the last


_SHIPPED: dict[str, tuple[str, Callable[[], Rows]]] = {
    "boroughs": ("Boroughs", lambda: places.shipped("boroughs.csv")),
    "command_units": ("Command units", lambda: places.shipped("command_units.csv")),
    "forces": ("Police forces", lambda: places.shipped("forces.csv")),
    "outward_codes": ("First halves of postcodes", lambda: places.shipped("outward_codes.csv")),
    "force_rules": ("Whose it is: the written rule", triage.shipped_force_rules),
    "clocks": ("Duties and their clocks", duties.shipped),
    "repeats": ("How long a victim or an account counts as a repeat one", cases.shipped),
    "dangers": ("Immediate dangers, and what to do first", triage.shipped_dangers),
    "escalation": ("How long an alarm waits", duties.shipped_times),
    "policies": ("Policies of decisions", lambda: triage.shipped("policies")),
    "second_checks": ("Second checks of decisions", lambda: triage.shipped("second_checks")),
    "services": ("Support services", support.shipped),
    "languages": ("Languages of letters", letters.shipped),
    "locks": ("How long a file is locked in a bucket", evidence.shipped_locks),
    "factors": ("Factors of priority and their weights", lambda: triage.shipped("factors")),
    "levels": ("From which weight on risk is high", lambda: triage.shipped("levels")),
    "victim_questions": ("What is asked about a victim's needs", lambda: triage.shipped("victim_questions")),
    "second_look": ("The share that is read a second time", lambda: triage.shipped("second_look")),
    "regime": (
        "Where it is not a crime: how long they may ask for another look, and the original is kept",
        aside.shipped,
    ),
    "plain_words": ("Words that can name nobody", aside.shipped_words),
    "offences": ("Offences", lambda: law.shipped("offences")),
    "forms": ("Offences and their aggravated forms: mode, penalty, limit", lambda: law.shipped("forms")),
    "aggravations": (
        "Which strands aggravate which offence, and since when",
        lambda: law.shipped("aggravations"),
    ),
    "points": (
        "What is to be proved, defences, and the limits of free speech",
        lambda: law.shipped("points"),
    ),
    "questions": ("What is asked before an offence is suggested", lambda: law.shipped("questions")),
    "suggestions": ("Which answers suggest which offence", lambda: law.shipped("suggestions")),
    "bounds": ("Time limits and how they are counted", lambda: law.shipped("bounds")),
    "general_limits": ("The general limit of the magistrates' court", lambda: law.shipped("general_limits")),
    "warnings": ("When a time limit warns", lambda: law.shipped("warnings")),
    "outcomes": ("Outcomes 1 to 22", lambda: law.shipped("outcomes")),
    "outcome_conditions": ("What each outcome needs", lambda: law.shipped("outcome_conditions")),
    "outcome_tasks": ("What each outcome leads to", lambda: law.shipped("outcome_tasks")),
    "outcome_words": ("What an outcome is called in letters", lambda: letters.shipped("outcomes")),
}


def tables() -> tuple[Table, ...]:
    """Every table there is, the shipped ones first."""
    return (*tables_shipped(), _postcode_table())


def tables_shipped() -> tuple[Table, ...]:
    """The tables that come with this version of the hub."""
    return tuple(map(_table, _SHIPPED))


def _table(slug: str) -> Table:
    """A shipped table; where editions say nothing of it as a whole, what its rows say."""
    title, read = _SHIPPED[slug]
    rows = read()
    whole = next((row for row in places.shipped("editions.csv") if row["dataset"] == slug), None)
    days = [*_values(rows, "checked_at"), *_values(rows, "assured_date")]
    if whole is not None:
        return Table(
            slug, title, whole["edition"], whole["source"], whole["certainty"], _day(whole["valid_from"]),
            _day(whole["valid_to"]), _day(whole["checked_at"]), len(rows),
        )  # fmt: skip
    return Table(
        slug, title, "as shipped with this version", _together(rows, "source"), _together(rows, "certainty"),
        _day(min(_values(rows, "valid_from"), default="")), _day(max(_values(rows, "valid_to"), default="")),
        _day(min(days, default="")), len(rows),
    )  # fmt: skip


def _postcode_table() -> Table:
    """The national postcode table, which an operator loads."""
    found = places.edition_in_force()
    if found is None:
        edition, checked, count = "none is loaded: the operator runs hub places load-postcodes", "", 0
    else:
        edition, checked, count = (
            found[0],
            _day(found[1].astimezone(clock.LONDON).date().isoformat()),
            found[2],
        )
    return Table(
        _POSTCODES, "National postcode table", edition, "Office for National Statistics", "as published", "", "",
        checked, count,
    )  # fmt: skip


def _values(rows: Rows, column: str) -> list[str]:
    """What the rows say in a column, where they say anything."""
    return [row[column] for row in rows if row.get(column)]


def _together(rows: Rows, column: str) -> str:
    """What all rows say, or that each says its own."""
    said = sorted(set(_values(rows, column)))
    return (said[0] if len(said) == 1 else f"{len(said)} different ones, named in the rows") if said else ""


def page(slug: str, *, after: str = "", limit: int = 50) -> Page:
    """Some rows of one table."""
    if slug == _POSTCODES:
        found = places.postcodes(after=after, limit=limit + 1)
        following = found[limit - 1][0] if len(found) > limit else ""
        return Page(_postcode_table(), (), _HEADINGS, found[:limit], following)
    if slug not in _SHIPPED:
        raise NotFound("There is no such table.")
    rows = _SHIPPED[slug][1]()
    start = int(after) if after.isdecimal() and len(after) < len(str(len(rows))) + 1 else 0
    told = _table(slug)
    # What every row says alike is said once; of one row all is said in it.
    alike = {name for name in rows[0] if len(rows) > 1 and len({row[name] for row in rows}) == 1}
    headings = [name for name in rows[0] if name not in alike]
    shown = tuple(
        tuple(row[name].replace(";", "; ") for name in headings) for row in rows[start : start + limit]
    )
    above = tuple(
        (_words(name), rows[0][name]) for name in rows[0] if name in alike - set(_ABOUT) and rows[0][name]
    )
    return Page(
        told,
        above,
        tuple(map(_words, headings)),
        shown,
        str(start + limit) if start + limit < len(rows) else "",
    )


def _day(written: str) -> str:
    """A day as it is read: `23 Nov 2026`."""
    return f"{date.fromisoformat(written):%-d %b %Y}" if written else ""


def _words(column: str) -> str:
    """The heading of a column."""
    return column.replace("_", " ")
