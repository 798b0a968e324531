"""Writing accounts: inviting, roles, closing; second factors; and what happens at the sign-in page."""

from hub.people.actions.accounts import (
    add_administrator,
    change_role,
    close,
    invite,
    prefer,
    renew,
    reopen,
)
from hub.people.actions.entering import (
    accept,
    accept_single_sign_on,
    change_password,
    end_sessions,
    seen,
    sign_in_failed,
    sign_in_locked,
    signed_in,
    signed_out,
)
from hub.people.actions.factors import (
    add_app,
    add_passkey,
    keep_recovery_codes,
    remove_app,
    remove_passkey,
    renew_recovery_codes,
)

__all__ = [
    "accept",
    "accept_single_sign_on",
    "add_administrator",
    "add_app",
    "add_passkey",
    "change_password",
    "change_role",
    "close",
    "end_sessions",
    "invite",
    "keep_recovery_codes",
    "prefer",
    "remove_app",
    "remove_passkey",
    "renew",
    "renew_recovery_codes",
    "reopen",
    "seen",
    "sign_in_failed",
    "sign_in_locked",
    "signed_in",
    "signed_out",
]
