"""How an address is opened: signed in, permitted, and a refused attempt on the record."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common.refusals import Refusal
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.queries import SignedIn
from hub.people.terms import Actor

View = Callable[..., HttpResponseBase]


def actor(request: HttpRequest) -> Actor:
    """Whoever is signed in."""
    assert isinstance(request.user, SignedIn)  # noqa: S101 - a door lets nobody else in
    return people.actor_of(request.user)


def opened_by(permission: Permission) -> Callable[[View], View]:
    """A page for those with a permission; its view takes the actor as `by`."""

    def framed(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            by = actor(request)
            try:
                permit(by, permission)
            except Refusal:
                name = request.resolver_match.view_name if request.resolver_match else ""
                audit.record_refusal(
                    Entry(Kind.CONSULTATION, "desk.open", "page", name[:80], str(by), refused=True)
                )
                raise
            return view(request, *args, by=by, **kwargs)

        vars(run)["permission"] = permission  # held against every_url.csv, the table of who opens what
        return run

    return framed


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; a part of a page cannot hold it, so there the whole page goes."""
    if same_page(request):
        return HttpResponse(headers={"HX-Redirect": settings.LOGIN_URL})
    return redirect_to_login(request.get_full_path())


def same_page(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page that is open."""
    return request.headers.get("HX-Request") == "true"


__all__ = ["HttpResponse", "View", "actor", "opened_by", "same_page"]
