"""Reference data: every table in force, where it comes from and since when, and its rows."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from hub.pathway import reference
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page


@require_GET
@opened_by(Permission.MANAGE_REFERENCE)
def tables(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Every table there is."""
    return page(request, "desk/system/reference.html", {"tables": reference.tables()}, by=by)


@require_GET
@opened_by(Permission.MANAGE_REFERENCE)
def table(request: HttpRequest, table: str, *, by: Actor) -> HttpResponse:
    """Some rows of one table."""
    found = reference.page(table, after=request.GET.get("after", "")[:20])
    facts = {"found": found, "older": f"?{urlencode({'after': found.following})}" if found.following else ""}
    return page(request, "desk/system/table.html", facts, by=by)
