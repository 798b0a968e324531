"""Reading accounts: who somebody is to colleagues, and who works where."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hub.common import clock
from hub.people import rules
from hub.people.models import Account, Invitation
from hub.people.terms import SIGNED_OUT, AccountState, Actor, Link, Role, Welcome


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works with the hub, as colleagues see them."""

    id: int
    reference: str
    name: str
    role: Role
    unit: str
    state: AccountState


def actor_of(account: Account) -> Actor:
    """The actor that an account is."""
    return Actor(Role(account.role), account.reference, account.unit, account.pk)


def colleague(id: int) -> Colleague | None:  # noqa: A002 - the account's own id
    """One colleague."""
    return next(iter(colleagues([id]).values()), None)


def colleagues(ids: Collection[int]) -> Mapping[int, Colleague]:
    """These colleagues, by id."""
    return {row.pk: _colleague(row) for row in Account.objects.filter(pk__in=ids)}


def by_reference(reference: str) -> Colleague | None:
    """The colleague of a reference."""
    row = Account.objects.filter(reference=reference).first()
    return _colleague(row) if row else None


def working(*, roles: Collection[Role], unit: str = "") -> tuple[Colleague, ...]:
    """Colleagues who may sign in, in these roles, of one command unit where it is given, by name."""
    rows = Account.objects.filter(role__in=[each.value for each in roles], state=AccountState.ACTIVE)
    if unit:
        rows = rows.filter(unit=unit)
    return tuple(_colleague(each) for each in rows.order_by("name", "pk"))


def names_of(actors: Collection[str]) -> Mapping[str, str]:
    """What to call the actors that records name: a colleague's name, `the hub`, or the actor as recorded."""
    references = {each.partition(":")[2]: each for each in actors}
    found = dict(Account.objects.filter(reference__in=references).values_list("reference", "name"))
    return {each: found.get(each.partition(":")[2]) or _unnamed(each) for each in actors}


def fingerprint(token: str) -> bytes:
    """What is kept of an invitation's token; the token itself has 256 random bits, so this needs no salt."""
    return hashlib.sha256(token.encode()).digest()


def welcome(token: str) -> Welcome | None:
    """Whom a link invites and whether it still works; nothing where it is not one of ours."""
    found = Invitation.objects.select_related("account").filter(fingerprint=fingerprint(token)).first()
    if found is None:
        return None
    standing = rules.standing(now=clock.now(), expires_at=found.expires_at, used_at=found.used_at)
    if found.account.state == AccountState.CLOSED:
        standing = Link.EXPIRED
    return Welcome(found.account.pk, found.account.name, found.account.email, standing)


def _unnamed(actor: str) -> str:
    """What to call an actor who has no account."""
    role, _, name = actor.partition(":")
    if role == Role.MACHINE:
        return "the hub"
    if actor == SIGNED_OUT:
        return "somebody not signed in"
    label = Role(role).label if role in Role.values else role
    return f"{label} {name} at the command line"


def _colleague(row: Account) -> Colleague:
    """An account as colleagues see it."""
    return Colleague(row.pk, row.reference, row.name, Role(row.role), row.unit, AccountState(row.state))
