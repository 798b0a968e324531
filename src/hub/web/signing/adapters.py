"""Who may enter, told to the library that does the signing in."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from hub.keys.keyring import keyring, seal, unseal
from hub.pathway import colleagues
from hub.people import actions as people
from hub.people import queries as people_known
from hub.people.queries import SignedIn
from hub.people.terms import AccountState
from hub.web.signing import limits
from hub.web.signing.reasons import Why, back_to_sign_in
from hub.web.signing.stages import FACTOR, SINGLE_SIGN_ON

_PURPOSE = "second-factor"
_ABOUT = b"second-factor"
_LATELY = 10 * 60  # seconds in which nobody is asked again who they are


def display(account: SignedIn) -> str:
    """What a passkey's own window calls its owner."""
    return account.name


def how_signed_in(records: Sequence[Mapping[str, Any]]) -> str:
    """The ways in that were used, as the audit holds them: `password+totp`, `webauthn`, `single-sign-on`."""
    ways = [
        SINGLE_SIGN_ON if each["method"] == "socialaccount" else each.get("type") or each["method"]
        for each in records
    ]
    return "+".join(dict.fromkeys(ways)) or "password"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts begin with an invitation only, and every way in and out is on record."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This e-mail address and password do not belong together. Check both. "
        "If you forgot your password, ask your administrator for a new link.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This code is not right. A code lasts 30 seconds and works once: enter the newest.",
        "rate_limited": "Too many attempts. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - whoever asks
        """Nobody signs up."""
        return False

    def add_message(self, *args: Any, message: str | None = None, **kwargs: Any) -> None:
        """Only our own sentences are shown."""
        if message:
            super().add_message(*args, message=message, **kwargs)

    def get_login_stages(self) -> list[str]:
        """One step lies between password and desk."""
        return ["hub.web.signing.stages.SecondFactorStage"]

    # -- failures

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let somebody try, unless they tried too often."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            people.sign_in_failed(email=credentials.get("email", ""), how="locked")
            raise ValidationError(limits.sentence(self._wait(request, credentials))) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password, and that it was the last for a while."""
        email = credentials.get("email", "")
        people.sign_in_failed(email=email, how="password")
        if self._wait(request, credentials):
            people.sign_in_locked(email=email)

    def _wait(self, request: HttpRequest, credentials: Mapping[str, Any]) -> int:
        """How long whoever uses these credentials has to wait."""
        return limits.wait(request, self._get_login_attempts_cache_key(request, **credentials))

    def respond_user_inactive(self, request: HttpRequest, user: SignedIn) -> HttpResponse:  # noqa: ARG002 - the page is the same
        """A closed account stays outside."""
        return back_to_sign_in(Why.CLOSED)

    # -- in and out

    def post_login(self, request: HttpRequest, user: SignedIn, **kwargs: Any) -> HttpResponse:
        """Record who signed in and how."""
        how = how_signed_in(get_authentication_records(request, user))
        people.signed_in(how=how, by=people_known.actor_of(user))
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]  # the library ships no types

    def logout(self, request: HttpRequest) -> None:
        """Record who signed out."""
        if isinstance(request.user, SignedIn):
            people.signed_out(why="asked", by=people_known.actor_of(request.user))
        super().logout(request)

    # -- asking again

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002 - the same everywhere
        """Whether it is a while since somebody showed who they are."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - each["at"] < _LATELY for each in records)

    def reauthenticate(self, user: SignedIn, password: str) -> bool:
        """Whether this is their password; counted like signing in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Passkeys, codes and recovery codes; their secrets are sealed under the master keys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": Accounts.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is kept: the version of the master key, then what is sealed."""
        ring = keyring()
        sealed = seal(ring.derived(_PURPOSE, ring.current), text.encode(), _ABOUT)
        return f"{ring.current}:{sealed.hex()}"

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it is used."""
        version, _, sealed = encrypted_text.partition(":")
        key = keyring().derived(_PURPOSE, int(version))
        return unseal(key, bytes.fromhex(sealed), _ABOUT).decode()

    def generate_authenticator_name(self, user: SignedIn, type: str) -> str:  # noqa: A002, ARG002 - the library's own
        """What a passkey is called until its owner names it."""
        count = len(people_known.own_ways_in(user.pk).passkeys)
        return "Passkey" if not count else f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site, as a passkey's own window names it."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """The force's own sign-in lets in those who were invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - whoever asks
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find whose account this is; what else the other side told is not kept."""
        told = _told(sociallogin.account.extra_data)
        sociallogin.account.extra_data = {}
        if not sociallogin.is_existing:
            self._join(request, sociallogin)
        elif sociallogin.user.state == AccountState.INVITED:  # somebody who left, and was let back
            sociallogin.user = colleagues.accept_single_sign_on(email=sociallogin.user.email)
        if settings.HUB_SINGLE_SIGN_ON_TRUSTED and says_second_factor(told):
            record_authentication(request, sociallogin.user, FACTOR, type=SINGLE_SIGN_ON)

    def _join(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join the account with the same address, if the other side has verified it and somebody was invited."""
        verified = [each.email for each in sociallogin.email_addresses if each.verified]
        account = colleagues.accept_single_sign_on(email=verified[0]) if verified else None
        if account is None:
            people.sign_in_failed(email=verified[0] if verified else "", how=SINGLE_SIGN_ON)
            raise ImmediateHttpResponse(back_to_sign_in(Why.NOT_INVITED))
        sociallogin.connect(request, account)

    def on_authentication_error(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - the words are ours
        """The other side did not let somebody in, or did not answer."""
        raise ImmediateHttpResponse(back_to_sign_in(Why.ELSEWHERE_FAILED))


def _told(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims of the token, which is signed, over those of the profile."""
    return {**(data.get("userinfo") or {}), **(data.get("id_token") or {})}


def says_second_factor(claims: Mapping[str, Any]) -> bool:
    """Whether the other side says that it asked for a second factor (RFC 8176 `mfa`)."""
    methods, level = claims.get("amr") or [], str(claims.get("acr") or "")
    return (isinstance(methods, list) and "mfa" in methods) or level.rpartition(":")[2].lower() == "mfa"
