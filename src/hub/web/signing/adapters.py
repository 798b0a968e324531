"""Who may enter, told to the library that does the signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts begin with an invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - whoever asks
        """Nobody signs up."""
        return False


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Passkeys, codes and recovery codes."""


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """The force's own sign-in lets in those who were invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - whoever asks
        """Nobody signs up."""
        return False
