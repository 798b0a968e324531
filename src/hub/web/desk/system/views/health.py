"""Whether the hub is well: what is wrong first, each with what to do."""

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET

from hub.common import clock
from hub.pathway import examining
from hub.pathway.examining import Found
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.system.telling import with_commands

# Where something can be put right in the browser.
_PUT_RIGHT = {
    "jobs": ("desk:jobs", "See what failed"),
    "mailboxes of command units": ("desk:organisations", "Set the mailboxes here"),
}


@require_GET
@opened_by(Permission.SEE_HEALTH)
def health(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What an examination finds, without the whole record, which takes too long for a page."""
    found = examining.look(by=by)
    facts = {
        "health": found,
        "groups": [
            ("Wrong", [_shown(each) for each in found.found if each.wrong]),
            ("Before live use", [_shown(each) for each in found.found if each.advice and not each.wrong]),
            ("In order", [_shown(each) for each in found.found if not each.wrong and not each.advice]),
        ],
        "figures": [
            ("Worker last alive", clock.in_london(found.worker_seen_at) if found.worker_seen_at else "Never"),
            (
                "Record last sealed",
                clock.in_london(found.last_sealed_at) if found.last_sealed_at else "Never",
            ),
            ("Lines not sealed yet", f"{found.unsealed:,}"),
            ("Size of the database", filesizeformat(found.database_bytes)),
            (
                "Disk of HUB_HOME",
                f"{filesizeformat(found.free_bytes)} free of {filesizeformat(found.disk_bytes)}",
            ),
            ("Version", found.version),
        ],
    }
    return page(request, "desk/system/health.html", facts, by=by)


def _shown(found: Found) -> dict[str, object]:
    """One finding, and the page where it can be put right."""
    name, label = _PUT_RIGHT.get(found.about, ("", "")) if found.wrong or found.advice else ("", "")
    url = reverse(name) if name else ""
    return {"about": found.about, "words": with_commands(found.words), "url": url, "label": label}
