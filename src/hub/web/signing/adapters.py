"""Who may enter, told to the library that does the signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from hub.keys.keyring import keyring, seal, unseal

_PURPOSE = "second-factor"
_ABOUT = b"second-factor"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts begin with an invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - whoever asks
        """Nobody signs up."""
        return False


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Passkeys, codes and recovery codes; their secrets are sealed under the master keys."""

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


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """The force's own sign-in lets in those who were invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - whoever asks
        """Nobody signs up."""
        return False
