"""The questions of signing in."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from hub.people import actions as people
from hub.web.signing import limits

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
_PASSKEY = "The passkey was not accepted. Try again, or use another way in."


class SignIn(LoginForm):  # type: ignore[misc]  # the library ships no types
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask in our words."""
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label="E-mail address",
            widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
            error_messages={
                "required": "Enter your e-mail address.",
                "invalid": "Enter an e-mail address, such as name@police.example.",
            },
        )
        self.fields["password"] = _password("Password", "current-password", "Enter your password.")
        self.order_fields(["login", "password"])


def _password(label: str, autocomplete: str, required: str, hint: str = "") -> forms.CharField:
    """One box for a password: pasting is welcome, and nothing is taken off its ends."""
    return forms.CharField(
        label=label, help_text=hint, strip=False, max_length=256, error_messages={"required": required},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "data-can-show": "password"}),
    )  # fmt: skip


class NewPassword(forms.Form):
    """A password that somebody chooses."""

    password = _password(
        "Choose a password", "new-password", "Choose a password.",
        "12 characters or more. Three words that only you would put together are good. You may paste it.",
    )  # fmt: skip


class SecondStep(AuthenticateForm):  # type: ignore[misc]  # the library ships no types
    """A code from the app, or a recovery code."""

    code = forms.CharField(
        label="Code", max_length=20, widget=forms.TextInput(attrs=_CODE),
        help_text="The six digits that your authenticator app shows, or one of your recovery codes.",
        error_messages={"required": "Enter the code that your app shows."},
    )  # fmt: skip

    def clean_code(self) -> str:
        """Check the code; after too many, say how long to wait."""
        return str(_counted(self, super().clean_code, "code"))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """Nobody listens; the record is written where the code is checked."""


class ConfirmByCode(ReauthenticateByCode):  # type: ignore[misc]  # the library ships no types
    """A code, from somebody who is signed in."""

    code = SecondStep.base_fields["code"]

    def clean_code(self) -> str:
        """Check the code; after too many, say how long to wait."""
        return str(_counted(self, super().clean_code, "code"))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """Nobody listens; the record is written where the code is checked."""


class ConfirmByPassword(ReauthenticateForm):  # type: ignore[misc]  # the library ships no types
    """The password, from somebody who is signed in."""

    password = _password("Password", "current-password", "Enter your password.")


def _counted(form: Any, check: Any, how: str) -> Any:
    """Check a second factor, with failures on record and a sentence that says how long to wait."""
    try:
        return check()
    except ValidationError as trouble:
        email = form.user.email if form.user else ""
        key = f"mfa-auth-user-{form.user.pk}" if form.user else ""
        seconds = limits.wait(context.request, key) if key else 0
        locked = trouble.code == "too_many_login_attempts"
        people.sign_in_failed(email=email, how="locked" if locked else how)
        if seconds and not locked:
            people.sign_in_locked(email=email)
        if locked or seconds:
            raise ValidationError(limits.sentence(seconds)) from None
        raise


class _Passkey(forms.Form):
    """What a passkey answered."""

    def clean_credential(self) -> Authenticator:
        """Check the answer of a passkey."""
        try:
            return _counted(self, super().clean_credential, "passkey")  # type: ignore[misc]  # of the library's form
        except ValidationError as trouble:
            words = trouble.messages[0]
            raise ValidationError(words if words.startswith("Too many") else _PASSKEY) from None


class SecondStepByPasskey(_Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A passkey after the password."""


class SignInByPasskey(_Passkey, LoginWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A passkey in place of password and code."""


class ConfirmByPasskey(_Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A passkey, from somebody who is signed in."""


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A new passkey, always one that asks for a finger, a face or a PIN."""

    passwordless = None
    name = forms.CharField(
        label="Name", required=False, max_length=60,
        help_text="So that you can tell it from another, such as: work laptop, my phone.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Check the answer, and that it was given by the person and not by the device alone."""
        self.cleaned_data["passwordless"] = True
        try:
            return dict(super().clean())
        except ValidationError:
            raise ValidationError("This passkey could not be added. Try again.") from None


class AddApp(ActivateTOTPForm):  # type: ignore[misc]  # the library ships no types
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label="The code it shows now", max_length=10, widget=forms.TextInput(attrs=_CODE),
        error_messages={"required": "Enter the code that your app shows."},
    )  # fmt: skip


class Preferences(forms.Form):
    """How somebody likes to work."""

    shortcuts = forms.BooleanField(
        label="Single-key shortcuts", required=False,
        help_text="j and k to move, ? for the list. Switch them off if you work by voice or a key is in the way.",
    )  # fmt: skip
    compact = forms.BooleanField(
        label="Compact rows", required=False, help_text="More rows of the queue on a small screen."
    )
