"""Loading the national postcode table, and saying where a command unit reads its e-mail."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from psycopg.errors import UniqueViolation

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks
from hub.common.refusals import NotFound, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries, rules
from hub.places.models import Edition, ForceMailbox, Mailbox, SafeguardingMailbox
from hub.places.terms import PostcodeKind

_STEP = 5_000
_LONGEST_NAME = 60
_POSTCODE = ("pcds", "pcd", "pcd7", "pcd8")
_BOROUGH = ("oslaua", "laua", "lad")
_FORCE = ("pfa",)
_COUNTRY = ("ctry",)
_COUNTRIES = ("E", "W", "S", "N")
_COPY = "COPY places_postcode (edition_id, postcode, borough, force, country) FROM STDIN"


def load_postcodes(*, path: Path, name: str, progress: Callable[[int], None], by: Actor) -> int:
    """Load an ONSPD or NSPL file as the edition in force; called in one transaction, so a killed load changes nothing."""
    permit(by, Permission.RUN_SYSTEM)
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise Refusal("Give the edition a name of at most 60 characters, such as ONSPD 2026-08.")
    locks.hold("places.edition", [b"postcodes"])
    edition = Edition.objects.create(name=name, loaded_at=clock.now(), by=str(by))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            count = _copy(_read(csv.reader(file)), edition, progress)
    except (UnicodeDecodeError, csv.Error):
        raise Refusal(
            "This file is not CSV in UTF-8. Take the ONSPD or NSPL file as it was published."
        ) from None
    except UniqueViolation:
        raise Refusal(
            "A postcode stands in this file twice. Take one edition of ONSPD or NSPL as it was published."
        ) from None
    if not count:
        raise Refusal("There is no postcode in this file. Take the ONSPD or NSPL file as it was published.")
    Edition.objects.filter(in_force=True).update(in_force=False)
    Edition.objects.filter(pk=edition.pk).update(in_force=True)
    audit.record([Entry(Kind.ALTERATION, "places.load-postcodes", "places", name, str(by), {"rows": count})])
    return count


def _copy(
    rows: Iterator[tuple[str, str, str, str]], edition: Edition, progress: Callable[[int], None]
) -> int:
    """Stream rows into the table, never holding more than one; tells how many."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row((edition.pk, *row))
            count += 1
            if count % _STEP == 0:
                progress(count)
    return count


def _read(reader: Iterator[list[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Postcode, borough, force and country of each row of a file, by the columns its header names."""
    header = [each.strip().casefold() for each in next(reader, [])]
    at = {kind: _column(header, names) for kind, names in
          (("postcode", _POSTCODE), ("borough", _BOROUGH), ("force", _FORCE), ("country", _COUNTRY))}  # fmt: skip
    missing = [kind for kind in ("postcode", "borough", "force") if at[kind] is None]
    if missing:
        raise Refusal(
            f"This is not an ONSPD or NSPL file: no column for {', '.join(missing)} was found. "
            "It needs pcds (or pcd), oslaua (or laua, ladNNcd) and pfa (or pfaNNcd)."
        )
    boroughs = {each.gss: each.slug for each in queries.atlas().boroughs.values()}
    forces = queries.force_codes()
    for row in reader:
        if not row:
            continue
        given = {
            kind: row[place].strip() if place is not None and place < len(row) else ""
            for kind, place in at.items()
        }
        read = rules.read_postcode(given["postcode"])
        if read.kind == PostcodeKind.FULL:
            country = given["country"][:1] or given["borough"][:1]
            yield (
                read.postcode,
                boroughs.get(given["borough"], ""),
                forces.get(given["force"], ""),
                country if country in _COUNTRIES else "",
            )


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    """Where a column stands; NSPL adds the year, as in lad23cd."""
    for name in names:
        for place, found in enumerate(header):
            if found == name or (
                found.startswith(name) and found.endswith("cd") and found[len(name) : -2].isdigit()
            ):
                return place
    return None


SAFEGUARDING = ("child", "adult")


def set_safeguarding_mailbox(*, borough: str, kind: str, address: str, by: Actor) -> None:
    """Say where those who safeguard children, or adults at risk, of a borough read their e-mail."""
    permit(by, Permission.MANAGE_REFERENCE)
    if borough not in queries.atlas().boroughs:
        raise NotFound(
            f"There is no borough {borough} of London. Write it as `hackney` or `kensington-and-chelsea`."
        )
    if kind not in SAFEGUARDING:
        raise NotFound("Those who safeguard are asked for a child or an adult.")
    _check_address(address)
    SafeguardingMailbox.objects.update_or_create(borough=borough, kind=kind, defaults={"address": address})
    codes = {"kind": kind}
    audit.record(
        [Entry(Kind.ALTERATION, "places.set-safeguarding-mailbox", "borough", borough, str(by), codes)]
    )


def _check_address(address: str) -> None:
    """Refuse what is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("That is not an e-mail address: it looks like name@example.org.") from None


def set_mailbox(*, unit: str, address: str, by: Actor) -> None:
    """Say where a command unit reads its e-mail."""
    permit(by, Permission.MANAGE_REFERENCE)
    known = queries.atlas().units
    if unit not in known:
        raise NotFound(f"There is no command unit {unit}. There are: {', '.join(sorted(known))}.")
    _check_address(address)
    Mailbox.objects.update_or_create(unit=unit, defaults={"address": address})
    audit.record([Entry(Kind.ALTERATION, "places.set-mailbox", "unit", unit, str(by))])


def set_force_mailbox(*, force: str, address: str, by: Actor) -> None:
    """Say where another police force reads its e-mail about what is handed to it."""
    permit(by, Permission.MANAGE_REFERENCE)
    known = dict(queries.other_forces())
    if force not in known:
        raise NotFound(f"There is no other force {force}. There are: {', '.join(sorted(known))}.")
    _check_address(address)
    ForceMailbox.objects.update_or_create(force=force, defaults={"address": address})
    audit.record([Entry(Kind.ALTERATION, "places.set-force-mailbox", "force", force, str(by))])
