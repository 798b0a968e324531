"""The step between password and desk."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

SINGLE_SIGN_ON = "single-sign-on"
FACTOR = "mfa"  # how the library records that a second factor was given


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # the library ships no types
    """The second factor, unless the force's own sign-in has asked for one and is trusted to."""

    def _should_handle(self, request: HttpRequest) -> bool:
        """Whether to ask."""
        records = get_authentication_records(request, self.login.user)
        if any(each.get("method") == FACTOR and each.get("type") == SINGLE_SIGN_ON for each in records):
            return False
        return bool(super()._should_handle(request))
