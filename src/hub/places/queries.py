"""Reading places: the snapshot that rules decide from, and the loaded postcode table."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from hub.common import tables
from hub.places.models import Edition, ForceMailbox, Mailbox, Postcode, SafeguardingMailbox
from hub.places.rules import METROPOLITAN, alike
from hub.places.terms import Atlas, Borough, ExactRow, Outward, Unit

_DATA = Path(__file__).parent / "data"


def shipped(name: str) -> list[dict[str, str]]:
    """A shipped table, row by row as it was written."""
    return tables.rows(_DATA / name)


@cache
def atlas() -> Atlas:
    """The shipped tables as one snapshot, read once by a process."""
    listed = shipped("boroughs.csv")
    boroughs = {
        row["slug"]: Borough(row["slug"], row["name"], row["gss"], row["unit"], row["force"])
        for row in listed
    }
    names = {
        alike(name): row["slug"]
        for row in listed
        for name in [row["name"], *row["aliases"].split(";")]
        if name
    }
    forces = shipped("forces.csv")
    force_names = {
        alike(name): row["slug"] for row in forces for name in [row["name"], *row["areas"].split(";")] if name
    }
    return Atlas(
        boroughs=boroughs,
        units={
            row["code"]: Unit(row["code"], row["name"], row["force"]) for row in shipped("command_units.csv")
        },
        forces={row["slug"]: row["name"] for row in forces},
        outward=_outward({row["gss"]: row["slug"] for row in listed}),
        borough_names=names,
        force_names={name: slug for name, slug in force_names.items() if name not in names},
        edition=next(row["edition"] for row in shipped("editions.csv") if row["dataset"] == "outward_codes"),
    )


def _outward(slugs: Mapping[str, str]) -> dict[str, Outward]:
    """The candidates of each outward code, best first."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in shipped("outward_codes.csv"):
        grouped[row["outward"]].append(row)
    return {
        code: Outward(
            tuple(slugs[row["gss"]] for row in rows),
            tuple(slugs[row["gss"]] for row in rows if row["overlap"] == "substantial"),
            rows[0]["outside_london"],
        )
        for code, rows in grouped.items()
    }


@cache
def force_codes() -> Mapping[str, str]:
    """The force of each police force area code of the Office for National Statistics."""
    return {row["ons_code"]: row["slug"] for row in shipped("forces.csv")}


def exact(postcodes: Collection[str]) -> dict[str, ExactRow]:
    """What the loaded table says of these postcodes."""
    rows = Postcode.objects.filter(edition__in_force=True, postcode__in=set(postcodes) - {""})
    return {
        postcode: ExactRow(*said)
        for postcode, *said in rows.values_list("postcode", "borough", "force", "country", "edition__name")
    }


def edition() -> str:
    """The name of the postcode table in force, blank where none is loaded."""
    return Edition.objects.filter(in_force=True).values_list("name", flat=True).first() or ""


def edition_in_force() -> tuple[str, datetime, int] | None:
    """The name of the postcode table in force, when it was loaded, and how many rows it has."""
    found = Edition.objects.filter(in_force=True).first()
    return (found.name, found.loaded_at, Postcode.objects.filter(edition=found).count()) if found else None


def postcodes(*, after: str = "", limit: int) -> tuple[tuple[str, str, str, str], ...]:
    """Rows of the postcode table in force from a postcode on: postcode, borough, force and country."""
    rows = Postcode.objects.filter(edition__in_force=True, postcode__gt=after).order_by("postcode")
    return tuple(rows.values_list("postcode", "borough", "force", "country")[:limit])


def mailbox(unit: str) -> str:
    """Where a command unit reads its e-mail, blank where nobody has said."""
    return Mailbox.objects.filter(unit=unit).values_list("address", flat=True).first() or ""


def safeguarding_mailbox(borough: str, kind: str) -> str:
    """Where those who safeguard children or adults of a borough read their e-mail, blank where nobody has said."""
    rows = SafeguardingMailbox.objects.filter(borough=borough, kind=kind)
    return rows.values_list("address", flat=True).first() or ""


def safeguarding_mailboxes() -> dict[tuple[str, str], str]:
    """Every such mailbox, by borough and kind."""
    rows = SafeguardingMailbox.objects.values_list("borough", "kind", "address")
    return {(borough, kind): address for borough, kind, address in rows}


def units_with_a_mailbox() -> frozenset[str]:
    """The command units that have said where they read their e-mail."""
    return frozenset(Mailbox.objects.values_list("unit", flat=True))


def mailboxes(units: Collection[str]) -> dict[str, str]:
    """Where these command units read their e-mail, of those that have said."""
    return dict(Mailbox.objects.filter(unit__in=units).values_list("unit", "address"))


def force_mailboxes(forces: Collection[str]) -> dict[str, str]:
    """Where these forces read their e-mail about what is handed to them, of those that have said."""
    return dict(ForceMailbox.objects.filter(force__in=forces).values_list("force", "address"))


def other_forces() -> tuple[tuple[str, str], ...]:
    """Every other force by its name: whoever may be handed something."""
    found = ((slug, name) for slug, name in atlas().forces.items() if slug != METROPOLITAN)
    return tuple(sorted(found, key=lambda each: each[1]))
