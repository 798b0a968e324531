"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The protective marking, whether this is local mode, and who is signed in."""
    return {
        "classification": settings.HUB_CLASSIFICATION,
        "local_mode": settings.HUB_LOCAL,
        "account": request.user if request.user.is_authenticated else None,
    }
