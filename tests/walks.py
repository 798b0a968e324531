"""Ways to reach a state by walking the pathway, so that no test builds what could not be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hub import pathway
from hub.common import clock
from hub.people.terms import Actor, Role
from hub.places import queries as places
from hub.places import rules as place_rules
from hub.places.terms import AreaKind
from hub.reports import rules
from hub.reports.terms import Telling
from hub.support import queries as support

OPERATOR = Actor(Role.OPERATOR, "olu")
BO = Actor(Role.HUB_OFFICER, "bo")
AUDITOR = Actor(Role.AUDITOR, "aud")
MACHINE = Actor(Role.MACHINE, "hub")

AMINA = {
    "reporter_name": "Amina Invented", "reporter_email": "amina@example.org", "reporter_phone": "07700 900123",
    "safe_to_contact": "yes",
}  # fmt: skip


# One moment for the whole run: the same row made twice must be the same row.
_HOUR_AGO = (clock.now() - timedelta(hours=1)).astimezone(UTC).isoformat(timespec="seconds")


def row(number: int = 1, **given: str) -> dict[str, str]:
    """A row that is taken: a victim in Hackney, an hour ago; everything may be given otherwise."""
    base = {
        "source": "Test", "source_reference": f"T-{number}", "reported_at": _HOUR_AGO, "reporter_role": "victim",
        "what_happened": f"Invented report {number}", "borough": "Hackney", "online": "yes", "strands": "race",
        "content_urls": f"https://x.com/invented/status/{1000 + number}",
    }  # fmt: skip
    return {name: text for name, text in {**base, **given}.items() if text != ""}


def read(values: dict[str, str], now: datetime | None = None) -> Telling | tuple[str, ...]:
    """A row as the rules read it."""
    atlas = places.atlas()
    return rules.read(
        values,
        now=now or clock.now(),
        known_area=lambda text: place_rules.read_area(text, atlas).kind != AreaKind.UNKNOWN,
        allowed_areas=place_rules.allowed_areas(atlas),
    )


def telling(number: int = 1, **given: str) -> Telling:
    """A telling."""
    found = read(row(number, **given))
    assert isinstance(found, Telling), found
    return found


def reference() -> pathway.Reference:
    """The shipped reference data, with no postcode table."""
    return pathway.Reference(places.atlas(), support.directory(), {})


def arrive(*tellings: Telling, historic: bool = False) -> tuple[pathway.Arrival, ...]:
    """Take tellings in."""
    return pathway.arrive(
        tellings=tellings, reference=reference(), sender="test", historic=historic, by=OPERATOR
    )


__all__ = [
    "AMINA",
    "AUDITOR",
    "BO",
    "MACHINE",
    "OPERATOR",
    "arrive",
    "read",
    "reference",
    "replace",
    "row",
    "telling",
]
