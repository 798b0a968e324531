"""What somebody does with their own account: accepting an invitation, signing in and out, ending sessions."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock
from hub.common.refusals import NotFound, NotNow
from hub.people import rules
from hub.people.actions.factors import forget_second_factors
from hub.people.models import Account, Invitation
from hub.people.permissions import Permission, permit
from hub.people.queries import actor_of, fingerprint
from hub.people.terms import SIGNED_OUT, AccountState, Actor, Link, WeakPassword


def accept(*, token: str, password: str) -> Actor:
    """Make an account usable with the password its owner chose; every older way in ends."""
    invitation = Invitation.objects.select_for_update().filter(fingerprint=fingerprint(token)).first()
    if invitation is None:
        raise NotFound(
            "This link is not one of ours, or part of it was lost. Ask your administrator for a new one."
        )
    account = Account.objects.select_for_update().get(pk=invitation.account_id)
    standing = rules.standing(now=clock.now(), expires_at=invitation.expires_at, used_at=invitation.used_at)
    if standing != Link.OPEN or account.state == AccountState.CLOSED:
        raise NotNow("This link no longer works. Ask your administrator for a new one.")
    _choose(account, password)
    account.state = AccountState.ACTIVE.value
    account.save(update_fields=["password", "state"])
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    forget_second_factors(account.pk)
    end_sessions(account=account.pk)
    by = actor_of(account)
    _record(Kind.ALTERATION, "people.accept", by)
    return by


def change_password(*, password: str, session: str, by: Actor) -> Account:
    """Change one's own password; every other session ends. Returns the account, so that this session goes on."""
    account = Account.objects.select_for_update().get(reference=by.name)
    _choose(account, password)
    account.save(update_fields=["password"])
    ended = end_sessions(account=account.pk, but=session)
    _record(Kind.ALTERATION, "people.change-password", by, sessions=ended)
    return account


def _choose(account: Account, password: str) -> None:
    """Set a password that is long, not common, and not the person's own name."""
    try:
        validate_password(password, account)
    except ValidationError as trouble:
        raise WeakPassword(" ".join(trouble.messages)) from None
    account.set_password(password)


def signed_in(*, how: str, by: Actor) -> None:
    """Somebody signed in."""
    _record(Kind.CONSULTATION, "people.sign-in", by, how=how)


def signed_out(*, why: str, by: Actor) -> None:
    """Somebody signed out, or their session ended."""
    _record(Kind.CONSULTATION, "people.sign-out", by, why=why)


def sign_in_failed(*, email: str, how: str) -> None:
    """Somebody could not sign in; an address that nobody here has is not kept."""
    _attempt("people.sign-in", email, how)


def sign_in_locked(*, email: str) -> None:
    """Somebody tried too often and has to wait."""
    _attempt("people.sign-in-locked", email, "too-often")


def _attempt(action: str, email: str, how: str) -> None:
    """A refused attempt, on the account it was made at where there is one."""
    found = Account.objects.filter(email=email.strip().lower()).values_list("reference", flat=True).first()
    audit.record_refusal(
        Entry(
            Kind.CONSULTATION, action, "account", found or "unknown", SIGNED_OUT, codes={"how": how}, refused=True
        )
    )  # fmt: skip


def accept_single_sign_on(*, email: str) -> Account | None:
    """The account that the force's own sign-in may open, usable from now on; nobody who was not invited has one."""
    account = Account.objects.select_for_update().filter(email=email.strip().lower()).first()
    if account is None or account.state == AccountState.CLOSED:
        return None
    if account.state == AccountState.INVITED:
        account.state = AccountState.ACTIVE.value
        account.save(update_fields=["state"])
        Invitation.objects.filter(account=account, used_at=None).update(used_at=clock.now())
    _record(Kind.ALTERATION, "people.link-single-sign-on", actor_of(account))
    return account


def end_sessions(*, account: int, but: str = "") -> int:
    """End the sessions of an account at once, but the one that is named; tells how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ending = UserSession.objects.filter(user_id=account).exclude(session_key=but)
    keys = list(ending.values_list("session_key", flat=True))
    for key in keys:
        store(key).delete()
    ending.delete()
    return len(keys)


def clear_sessions(*, by: Actor) -> int:
    """Remove the sessions whose time is over, which nobody came back to; tells how many.

    No audit line: nobody signs in or out by it.
    """
    permit(by, Permission.RUN_SYSTEM)
    over = Session.objects.filter(expire_date__lt=clock.now())
    count, _ = over.delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(there)).delete()
    return count


def rename_session(*, before: str, now: str, by: Actor) -> None:
    """A session goes on under a new key, and stays one that can be seen and ended.

    No audit line: nobody signed in or out.
    """
    UserSession.objects.filter(session_key=before, user_id=by.account).update(session_key=now)


def seen(*, session: str, by: Actor) -> None:
    """Somebody asked for a page; noted at most once a minute."""
    now = clock.now()
    Account.objects.filter(reference=by.name).update(seen_at=now)
    UserSession.objects.filter(session_key=session).update(last_seen_at=now)


def _record(kind: Kind, action: str, by: Actor, **codes: str | int | bool) -> None:
    """One line about one's own account."""
    audit.record([Entry(kind, action, "account", by.name, str(by), codes=codes)])
