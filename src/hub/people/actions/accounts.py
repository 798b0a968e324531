"""Inviting colleagues, changing what they do, and closing the account of somebody who leaves."""

import secrets
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people import rules
from hub.people.actions.entering import end_sessions
from hub.people.actions.factors import forget_second_factors
from hub.people.models import Account, Invitation
from hub.people.permissions import Permission, permit
from hub.people.queries import fingerprint
from hub.people.terms import AccountState, Actor, Invited, Role


def invite(*, email: str, name: str, role: Role, unit: str = "", by: Actor) -> Invited:
    """Make an account for a colleague, and the one-use link with which they make it usable."""
    permit(by, Permission.MANAGE_PEOPLE)
    email, name = _email(email), _name(name)
    unit = _unit(role, unit)
    locks.hold("account", [email.encode()])
    known = Account.objects.filter(email=email).first()
    if known is not None:
        raise NotNow(_KNOWN[AccountState(known.state)])
    account = Account(
        reference=references.new("U"), email=email, name=name, role=role.value, unit=unit,
        state=AccountState.INVITED.value, made_at=clock.now(),
    )  # fmt: skip
    account.set_unusable_password()
    account.save(force_insert=True)
    _record(Kind.COLLECTION, "people.invite", account, by, {"role": role.value, "unit": unit})
    return _link(account, by)


def add_administrator(*, email: str, name: str, by: Actor) -> Invited:
    """Invite somebody who then invites everybody else."""
    return invite(email=email, name=name, role=Role.ADMINISTRATOR, by=by)


def renew(*, account: int, by: Actor) -> Invited:
    """Make a new link for a colleague: the first ran out, or their password or second factor is lost."""
    permit(by, Permission.MANAGE_PEOPLE)
    found = _locked(account)
    if found.state == AccountState.CLOSED:
        raise NotNow("This account is closed. Reopen it first.")
    _record(Kind.ALTERATION, "people.renew-link", found, by)
    return _link(found, by)


def change_role(*, account: int, role: Role, unit: str = "", by: Actor) -> None:
    """Change what somebody may do, from their next page on."""
    permit(by, Permission.MANAGE_PEOPLE)
    unit = _unit(role, unit)
    found = _locked(account)
    if found.state == AccountState.CLOSED:
        raise NotNow("This account is closed. Reopen it first.")
    if (found.role, found.unit) == (role.value, unit):
        raise NotNow("That is their role already. Nothing was changed.")
    _not_oneself(found, by, "change your own role")
    if role != Role.ADMINISTRATOR:
        _not_the_last(found)
    codes = {"from": found.role, "to": role.value, "unit": unit}
    found.role, found.unit = role.value, unit
    found.save(update_fields=["role", "unit"])
    _record(Kind.ALTERATION, "people.change-role", found, by, codes)


def close(*, account: int, by: Actor) -> None:
    """Close the account of somebody who leaves: signed out at once, with no way back in."""
    permit(by, Permission.MANAGE_PEOPLE)
    found = _locked(account)
    if found.state == AccountState.CLOSED:
        raise NotNow("This account is closed already.")
    _not_oneself(found, by, "close your own account")
    _not_the_last(found)
    found.state, found.closed_at = AccountState.CLOSED.value, clock.now()
    found.set_unusable_password()
    found.save(update_fields=["state", "closed_at", "password"])
    _void_links(found)
    forget_second_factors(found.pk)
    ended = end_sessions(account=found.pk)
    _record(Kind.ALTERATION, "people.close", found, by, {"sessions": ended})


def reopen(*, account: int, by: Actor) -> Invited:
    """Let somebody back who left: they begin with a new link."""
    permit(by, Permission.MANAGE_PEOPLE)
    found = _locked(account)
    if found.state != AccountState.CLOSED:
        raise NotNow("This account is not closed.")
    found.state, found.closed_at = AccountState.INVITED.value, None
    found.save(update_fields=["state", "closed_at"])
    _record(Kind.ALTERATION, "people.reopen", found, by)
    return _link(found, by)


def hold(*, account: int) -> None:
    """Let nobody close this account or change its role until this is done.

    No audit line: it changes nothing, and what is done next writes its own.
    """
    Account.objects.select_for_update().filter(pk=account).first()


def prefer(*, shortcuts: bool, compact: bool, by: Actor) -> None:
    """Keep how somebody likes to work: single-key shortcuts, and rows close together."""
    Account.objects.filter(reference=by.name).update(shortcuts=shortcuts, compact=compact)


_LONGEST_NAME = 120

_KNOWN: Mapping[AccountState, str] = {
    AccountState.INVITED: "Somebody with this e-mail address is invited already. Make a new link for them instead.",
    AccountState.ACTIVE: "Somebody with this e-mail address has an account already. Change their role instead.",
    AccountState.CLOSED: "An account with this e-mail address was closed. Reopen it instead.",
}


def _email(text: str) -> str:
    """An e-mail address as accounts hold it."""
    text = text.strip().lower()
    try:
        validate_email(text)
    except ValidationError:
        raise Refusal("Enter an e-mail address, such as name@police.example.") from None
    return text


def _name(text: str) -> str:
    """A name as accounts hold it."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST_NAME:
        raise Refusal("Enter the name by which colleagues know this person, of at most 120 letters.")
    return text


def _unit(role: Role, unit: str) -> str:
    """The command unit that goes with a role: needed by a borough officer, nobody else's."""
    if role == Role.MACHINE:
        raise Refusal("The hub itself has no account.")
    if not rules.unit_needed(role):
        return ""
    if not unit:
        raise Refusal("A borough officer works in one command unit. Choose which.")
    return unit


def _locked(account: int) -> Account:
    """An account that nobody else changes until this is done."""
    found = Account.objects.select_for_update().filter(pk=account).first()
    if found is None:
        raise NotFound("There is no such account.")
    return found


def _not_oneself(account: Account, by: Actor, doing: str) -> None:
    """Somebody else sees to one's own account."""
    if by.account == account.pk:
        raise NotNow(f"You cannot {doing}. Ask another administrator.")


def _not_the_last(account: Account) -> None:
    """Somebody must be left who can invite others."""
    if account.role != Role.ADMINISTRATOR:
        return
    locks.hold("account", [b"administrators"])
    others = Account.objects.filter(role=Role.ADMINISTRATOR, state=AccountState.ACTIVE).exclude(pk=account.pk)
    if not others.exists():
        raise NotNow("This is the last administrator who can sign in. Invite another one first.")


def _link(account: Account, by: Actor) -> Invited:
    """A new link; those made before no longer work."""
    _void_links(account)
    token, at = secrets.token_urlsafe(32), clock.now()
    made = Invitation.objects.create(
        account=account, fingerprint=fingerprint(token), made_at=at, by=str(by),
        expires_at=at + rules.INVITATION_LASTS,
    )  # fmt: skip
    return Invited(account.pk, account.reference, token, made.expires_at)


def _void_links(account: Account) -> None:
    """End every link of an account that nobody used."""
    Invitation.objects.filter(account=account, used_at=None).update(used_at=clock.now())


def _record(
    kind: Kind, action: str, account: Account, by: Actor, codes: Mapping[str, str | int | bool] | None = None
) -> None:
    """One line about one account."""
    audit.record([Entry(kind, action, "account", account.reference, str(by), codes=codes or {})])
