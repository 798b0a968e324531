"""Why somebody stands before the sign-in page, in words; the address carries only a key."""

from enum import Enum

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode


class Why(Enum):
    """A reason, and what the page says."""

    SIGNED_OUT = "signed-out"
    IDLE = "idle"
    SHIFT = "shift"
    NOT_KEPT = "not-kept"
    CLOSED = "closed"
    NOT_INVITED = "not-invited"
    ELSEWHERE_FAILED = "elsewhere-failed"


WORDS = {
    Why.SIGNED_OUT: ("done", "You are signed out."),
    Why.IDLE: ("info", "You were signed out because nothing was done here for an hour. Sign in to go on where you were."),
    Why.SHIFT: ("info", "You were signed out because you signed in twelve hours ago. Sign in to go on where you were."),
    Why.NOT_KEPT: ("stale", "You were signed out. What you had typed was not kept; go back in the browser to copy it."),
    Why.CLOSED: ("refused", "This account is closed. If you still work with the hub, ask your administrator."),
    Why.NOT_INVITED: ("refused", "Nobody has invited you to the hub yet. Ask your administrator. This attempt is recorded."),
    Why.ELSEWHERE_FAILED: ("stale", "Your force's sign-in did not let you in. Try again, or sign in here with your password."),
}  # fmt: skip


def words(key: str) -> tuple[str, str]:
    """The kind of strip and the sentence for a key; nothing for one that is not ours."""
    return next((WORDS[each] for each in Why if each.value == key), ("", ""))


def sign_in_address(why: Why, onward: str = "") -> str:
    """The sign-in page, saying why, and where to go afterwards."""
    query = {"why": why.value, **({"next": onward} if onward else {})}
    return f"{reverse('account_login')}?{urlencode(query)}"


def back_to_sign_in(why: Why, onward: str = "") -> HttpResponse:
    """Lead to the sign-in page."""
    return HttpResponseRedirect(sign_in_address(why, onward))
