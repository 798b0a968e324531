"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hub.common import clock
from hub.people import queries as people


def site(request: HttpRequest) -> dict[str, Any]:
    """The marking, the notice, whether this is local mode, who is signed in, and the moment of this page."""
    user = getattr(request, "user", None)
    now = clock.now()
    return {
        "classification": settings.HUB_CLASSIFICATION,
        "local_mode": settings.HUB_LOCAL,
        "account": user if user is not None and user.is_authenticated else None,
        "service_banner": people.notice_now(),
        "now": now,
        "now_iso": now.isoformat(timespec="seconds"),
    }
