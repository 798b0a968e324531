"""Keeping the rota: shifts, their order, and how officers are reached."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties import queries, rules
from hub.duties.models import Shift, Way
from hub.duties.terms import Channel
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import AccountState, Actor

_LONGEST = 254


def add_shift(*, officer: str, rank: int, from_at: datetime, until_at: datetime, by: Actor) -> str:
    """Put an officer on call for a time, in a place of the order; tells the reference of the shift."""
    permit(by, Permission.KEEP_ROTA)
    _officer(officer)
    why_not = rules.why_no_shift(rank=rank, from_at=from_at, until_at=until_at, now=clock.now())
    if why_not:
        raise Refusal(why_not)
    locks.hold("duties.rota", [b"shifts"])
    meanwhile = Shift.objects.filter(removed_at=None, from_at__lt=until_at, until_at__gt=from_at)
    for each in meanwhile.order_by("rank", "pk"):
        if each.rank == rank or each.officer == officer:
            raise NotNow(_taken(each))
    row = Shift.objects.create(
        reference=references.new("S"), officer=officer, rank=rank, from_at=from_at, until_at=until_at
    )
    _record("duties.add-shift", officer, by, shift=row.reference, rank=rank)
    return row.reference


def _taken(shift: Shift) -> str:
    """Who is on call already."""
    found = people.by_reference(shift.officer)
    return (
        f"{found.name if found else 'Somebody'} is on call as number {shift.rank} from "
        f"{clock.in_london(shift.from_at)} until {clock.in_london(shift.until_at)}. Remove that shift first, or choose another time."
    )


def remove_shift(*, shift: str, by: Actor) -> None:
    """Take an officer off call; the row stays."""
    permit(by, Permission.KEEP_ROTA)
    row = Shift.objects.select_for_update().filter(reference=shift).first()
    if row is None:
        raise NotFound("There is no such shift. Go back to the rota.")
    if row.removed_at is not None or row.until_at <= clock.now():
        raise NotNow("This shift is over or was removed already. Nothing was changed.")
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    _record("duties.remove-shift", row.officer, by, shift=row.reference)


def set_way(*, officer: str, channel: Channel, address: str, by: Actor) -> None:
    """Say how an officer is reached while on call; a new way comes last in their order."""
    permit(by, Permission.KEEP_ROTA)
    _officer(officer)
    address = address.strip()
    why_not = _why_no_address(channel, address)
    if why_not:
        raise Refusal(why_not)
    locks.hold("duties.ways", [officer.encode()])
    last = Way.objects.filter(officer=officer).aggregate(last=Max("order"))["last"] or 0
    Way.objects.update_or_create(
        officer=officer, channel=channel.value,
        defaults={"address": address}, create_defaults={"address": address, "order": last + 1},
    )  # fmt: skip
    _record("duties.set-way", officer, by, channel=channel.value)


def _why_no_address(channel: Channel, address: str) -> str:
    """Why nobody can be reached there, blank where they can."""
    if not address or len(address) > _LONGEST or not address.isprintable():
        return "Write where they are reached, on one line."
    if channel == Channel.SMS:
        digits = address.removeprefix("+").replace(" ", "")
        usual = digits.isascii() and digits.isdigit() and 10 <= len(digits) <= 15
        return "" if usual else "That is not a telephone number: write it like +44 7700 900123."
    if channel == Channel.EMAIL:
        try:
            validate_email(address)
        except ValidationError:
            return "That is not an e-mail address: it looks like name@example.org."
    return ""


def put_way_first(*, officer: str, channel: Channel, by: Actor) -> None:
    """Try this way of an officer before their others."""
    permit(by, Permission.KEEP_ROTA)
    rows = _ways(officer)
    found = _way(rows, channel)
    for order, each in enumerate([found, *(each for each in rows if each.pk != found.pk)], start=1):
        each.order = order
    Way.objects.bulk_update(rows, ["order"])
    _record("duties.put-way-first", officer, by, channel=channel.value)


def remove_way(*, officer: str, channel: Channel, by: Actor) -> None:
    """An officer is not reached this way any more; the address is erased."""
    permit(by, Permission.KEEP_ROTA)
    _way(_ways(officer), channel).delete()
    _record("duties.remove-way", officer, by, channel=channel.value)


def _ways(officer: str) -> list[Way]:
    """The ways of an officer in their order, held."""
    return list(Way.objects.select_for_update().filter(officer=officer).order_by("order", "pk"))


def _way(rows: list[Way], channel: Channel) -> Way:
    """One way of these."""
    found = next((each for each in rows if each.channel == channel), None)
    if found is None:
        raise NotFound("No such way is known of this officer. Go back to the rota.")
    return found


def _officer(reference: str) -> None:
    """Refuse whoever cannot be on call."""
    found = people.by_reference(reference)
    if found is None or found.state != AccountState.ACTIVE:
        raise NotFound("There is no such colleague at work. Choose somebody from the list.")
    if found.role not in queries.ON_CALL:
        raise Refusal(f"{found.name} is not an officer of the hub, so cannot be on call.")


def _record(action: str, officer: str, by: Actor, **codes: str | int | bool) -> None:
    """One line for what was done, about the officer's account; never an address."""
    audit.record([Entry(Kind.ALTERATION, action, "account", officer, str(by), codes)])
