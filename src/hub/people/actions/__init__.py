"""Writing accounts: inviting, roles, closing; and what happens at the sign-in page."""

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
    change_password,
    end_sessions,
    second_factor_changed,
    seen,
    sign_in_failed,
    sign_in_locked,
    signed_in,
    signed_out,
    single_sign_on_linked,
)

__all__ = [
    "accept",
    "add_administrator",
    "change_password",
    "change_role",
    "close",
    "end_sessions",
    "invite",
    "prefer",
    "renew",
    "reopen",
    "second_factor_changed",
    "seen",
    "sign_in_failed",
    "sign_in_locked",
    "signed_in",
    "signed_out",
    "single_sign_on_linked",
]
