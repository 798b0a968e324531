"""Writing accounts: inviting, roles, closing; second factors; signing in; and the notice on every page."""

from hub.people.actions.accounts import (
    add_administrator,
    change_role,
    close,
    hold,
    invite,
    prefer,
    renew,
    reopen,
)
from hub.people.actions.entering import (
    accept,
    accept_single_sign_on,
    change_password,
    clear_sessions,
    end_sessions,
    rename_session,
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
from hub.people.actions.notices import end_notice, put_up_notice

__all__ = [
    "accept",
    "accept_single_sign_on",
    "add_administrator",
    "add_app",
    "add_passkey",
    "change_password",
    "change_role",
    "clear_sessions",
    "close",
    "end_notice",
    "end_sessions",
    "hold",
    "invite",
    "keep_recovery_codes",
    "prefer",
    "put_up_notice",
    "remove_app",
    "remove_passkey",
    "rename_session",
    "renew",
    "renew_recovery_codes",
    "reopen",
    "seen",
    "sign_in_failed",
    "sign_in_locked",
    "signed_in",
    "signed_out",
]
