"""Second factors: passkeys, the authenticator app, recovery codes; nobody is ever left without one."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common.refusals import NotFound, NotNow
from hub.people.models import Account
from hub.people.terms import Actor

_LONGEST_NAME = 60


def add_passkey(*, name: str, credential: Mapping[str, Any], by: Actor) -> None:
    """Add a passkey; with the first second factor come recovery codes."""
    account = _own(by)
    WebAuthn.add(account, name[:_LONGEST_NAME], credential)
    RecoveryCodes.activate(account)
    _record("people.add-second-factor", by, "passkey")


def add_app(*, secret: str, by: Actor) -> None:
    """Add the authenticator app that knows this secret."""
    account = _own(by)
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise NotNow("You have an authenticator app already. Remove it first, to use another.")
    TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    _record("people.add-second-factor", by, "app")


def remove_passkey(*, passkey: int, by: Actor) -> None:
    """Remove a passkey that is lost or no longer wanted."""
    _remove(_own(by), by, "passkey", type=Authenticator.Type.WEBAUTHN, pk=passkey)


def remove_app(*, by: Actor) -> None:
    """Remove the authenticator app."""
    _remove(_own(by), by, "app", type=Authenticator.Type.TOTP)


def renew_recovery_codes(*, by: Actor) -> None:
    """Make new recovery codes; the old ones no longer work."""
    account = _own(by)
    if not _factors(account).exists():
        raise NotNow("Set up a passkey or an authenticator app first.")
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(account)
    _record("people.renew-recovery-codes", by, "recovery-codes")


def keep_recovery_codes(*, by: Actor) -> None:
    """Somebody wrote their recovery codes down; they are not shown again."""
    row = Authenticator.objects.filter(user=_own(by), type=Authenticator.Type.RECOVERY_CODES).first()
    if row is not None:
        row.wrap().mark_as_viewed()
        _record("people.keep-recovery-codes", by, "recovery-codes")


def forget_second_factors(account: int) -> None:
    """Take every second factor and recovery code of an account away."""
    Authenticator.objects.filter(user_id=account).delete()


def _own(by: Actor) -> Account:
    """One's own account, held so that two pages do not take the last second factor away at once."""
    return Account.objects.select_for_update().get(reference=by.name)


def _factors(account: Account) -> Any:
    """The second factors of an account; recovery codes are not one."""
    return Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)


def _remove(account: Account, by: Actor, what: str, **which: object) -> None:
    """Remove one second factor, never the last one."""
    found = _factors(account).filter(**which).first()
    if found is None:
        raise NotFound("You have no such second factor any more.")
    if _factors(account).count() == 1:
        raise NotNow("This is your only second factor. Add another one first, then remove this one.")
    found.delete()
    _record("people.remove-second-factor", by, what)


def _record(action: str, by: Actor, what: str) -> None:
    """One line about one's own account."""
    audit.record([Entry(Kind.ALTERATION, action, "account", by.name, str(by), codes={"what": what})])
