"""Reading accounts: who somebody is to colleagues, and who works where."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from hub.common import clock
from hub.people import rules
from hub.people.models import Account, Invitation, Notice
from hub.people.terms import SIGNED_OUT, AccountState, Actor, Link, Notified, Role, Welcome

SignedIn = Account  # whoever is signed in, as Django hands them on; the columns stay this module's


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey, by the name its owner gave it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The second factors of one account."""

    passkeys: tuple[Passkey, ...]
    app: bool
    recovery_left: int
    recovery_kept: bool  # False while new recovery codes wait to be written down

    @property
    def factors(self) -> int:
        """How many second factors there are; recovery codes are not one."""
        return len(self.passkeys) + self.app


@dataclass(frozen=True, slots=True)
class Session:
    """One place in which somebody is signed in."""

    key: str
    device: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works with the hub, as colleagues see them."""

    id: int
    reference: str
    name: str
    role: Role
    unit: str
    state: AccountState


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who works with the hub, as administrators see them."""

    colleague: Colleague
    email: str
    made_at: datetime
    seen_at: datetime | None
    closed_at: datetime | None


def actor_of(account: Account) -> Actor:
    """The actor that an account is."""
    return Actor(Role(account.role), account.reference, account.unit, account.pk)


def account(id: int) -> Account:  # noqa: A002 - the account's own id
    """The account itself, for signing in."""
    return Account.objects.get(pk=id)


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


def by_references(references: Collection[str]) -> Mapping[str, Colleague]:
    """The colleagues of these references."""
    return {row.reference: _colleague(row) for row in Account.objects.filter(reference__in=references)}


def email_of(reference: str) -> str:
    """Where a colleague who may sign in reads their e-mail, blank where there is none."""
    found = Account.objects.filter(reference=reference, state=AccountState.ACTIVE)
    return found.values_list("email", flat=True).first() or ""


def working(*, roles: Collection[Role], unit: str = "") -> tuple[Colleague, ...]:
    """Colleagues who may sign in, in these roles, of one command unit where it is given, by name."""
    rows = Account.objects.filter(role__in=[each.value for each in roles], state=AccountState.ACTIVE)
    if unit:
        rows = rows.filter(unit=unit)
    return tuple(_colleague(each) for each in rows.order_by("name", "pk"))


def everybody() -> tuple[Colleague, ...]:
    """Every colleague there is or was, by name: for whoever asks what somebody did."""
    return tuple(_colleague(each) for each in Account.objects.order_by("name", "pk"))


def names_of(actors: Collection[str]) -> Mapping[str, str]:
    """What to call the actors that records name: a colleague's name, `the hub`, or the actor as recorded."""
    references = {each.partition(":")[2]: each for each in actors}
    found = dict(Account.objects.filter(reference__in=references).values_list("reference", "name"))
    return {each: found.get(each.partition(":")[2]) or _unnamed(each) for each in actors}


def named(actors: Collection[str], ids: Collection[int]) -> tuple[Mapping[str, str], Mapping[int, str]]:
    """What to call these actors, and the colleagues of these ids, in one question to the database."""
    references = {each.partition(":")[2] for each in actors}
    rows = list(
        Account.objects.filter(Q(reference__in=references) | Q(pk__in=ids)).values_list(
            "pk", "reference", "name"
        )
    )
    found = {reference: name for _, reference, name in rows}
    return (
        {each: found.get(each.partition(":")[2]) or _unnamed(each) for each in actors},
        {pk: name for pk, _, name in rows},
    )


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


def open_invitations_by(colleague: Colleague) -> int:
    """How many links of this colleague's making could still be used."""
    return Invitation.objects.filter(
        by__endswith=f":{colleague.reference}", used_at=None, expires_at__gt=clock.now()
    ).count()


def own_ways_in(account: int) -> WaysIn:
    """The second factors of an account."""
    rows = list(Authenticator.objects.filter(user_id=account).order_by("created_at", "pk"))
    codes = next((each for each in rows if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return WaysIn(
        passkeys=tuple(
            Passkey(each.pk, each.data["name"], each.created_at, each.last_used_at)
            for each in rows
            if each.type == Authenticator.Type.WEBAUTHN
        ),
        app=any(each.type == Authenticator.Type.TOTP for each in rows),
        recovery_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        recovery_kept=codes is None or "viewed_at" in codes.data,
    )


def recovery_codes(account: int) -> tuple[str, ...]:
    """The recovery codes to be shown: none once somebody said that they kept them."""
    row = Authenticator.objects.filter(user_id=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return tuple(row.wrap().get_unused_codes()) if row and "viewed_at" not in row.data else ()


def sessions_of(account: int) -> tuple[Session, ...]:
    """Where somebody is signed in, newest first; those that ended by themselves are left out."""
    rows = UserSession.objects.purge_and_list(Account(pk=account))
    found = [
        Session(each.session_key, rules.device(each.user_agent), each.created_at, each.last_seen_at)
        for each in rows
    ]
    return tuple(sorted(found, key=lambda each: each.seen_at, reverse=True))


def listed(
    *, state: str = "", role: str = "", unit: str = "", after: str = "", limit: int = 50
) -> tuple[Listed, ...]:
    """Colleagues by name, a page at a time; `after` is the reference of the last one seen."""
    asked = {"state": state, "role": role, "unit": unit}
    rows = Account.objects.filter(**{name: value for name, value in asked.items() if value})
    last = Account.objects.filter(reference=after).first() if after else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    return tuple(_listed(each) for each in rows.order_by("name", "pk")[:limit])


def one_listed(reference: str) -> Listed | None:
    """One colleague as administrators see them."""
    row = Account.objects.filter(reference=reference).first()
    return _listed(row) if row else None


def _listed(row: Account) -> Listed:
    """An account as administrators see it."""
    return Listed(_colleague(row), row.email, row.made_at, row.seen_at, row.closed_at)


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


def last_notice() -> Notified | None:
    """The notice that stands or is to come, where there is one."""
    row = Notice.objects.order_by("-pk").first()
    if row is None or not row.text or row.until_at <= clock.now():
        return None
    return Notified(row.text, row.from_at, row.until_at, row.by, row.at)


def notice_now() -> str:
    """What every page says now, mostly nothing."""
    found = last_notice()
    return found.text if found and found.from_at <= clock.now() else ""
