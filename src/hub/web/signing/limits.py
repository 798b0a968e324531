"""How long somebody waits after too many attempts; the counts lie in the database, so a restart forgets none."""

import time
from math import ceil

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"
_ACTION = "login_failed"


def wait(request: HttpRequest, key: str) -> int:
    """Seconds until somebody may try again; 0 where they may now."""
    left = [0.0]
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        name = ratelimit.get_cache_key(request, app=_APP, action=_ACTION, rate=rate, key=key)
        tried = cache.get(name, [])  # newest first
        if len(tried) >= rate.amount:
            left.append(tried[rate.amount - 1] + rate.duration - time.time())
    return max(0, ceil(max(left)))


def sentence(seconds: int) -> str:
    """How long to wait, as the page says it."""
    minutes = ceil(seconds / 60)
    span = "a minute" if minutes <= 1 else f"{minutes} minutes"
    return f"Too many attempts. Wait {span}, then try again. If you forgot your password, ask your administrator for a new link."
