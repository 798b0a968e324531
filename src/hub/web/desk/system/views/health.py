"""Whether the hub is well: what is wrong first, each with what to do."""

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET

from hub.common import clock
from hub.pathway import examining
from hub.pathway.found import Found
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.system.telling import lead, with_commands

# Where something can be put right in the browser, and what lets somebody in there.
_PUT_RIGHT = {
    "jobs": ("desk:jobs", "See what failed", Permission.SEE_HEALTH),
    "worker": ("desk:jobs", "See what waits for it", Permission.SEE_HEALTH),
    "mailboxes of command units": ("desk:organisations", "Set the mailboxes here", Permission.MANAGE_REFERENCE),
    "mailboxes for safeguarding": ("desk:organisations", "Set the mailboxes here", Permission.MANAGE_REFERENCE),
}  # fmt: skip


@require_GET
@opened_by(Permission.SEE_HEALTH)
def health(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What an examination finds, without the whole record, which takes too long for a page."""
    found = examining.look(by=by)
    facts = {
        "lead": lead(found.wrong, found.wanting),
        "groups": [
            ("Wrong", [_shown(each, by) for each in found.found if each.wrong]),
            (
                "Not set, late or waiting",
                [_shown(each, by) for each in found.found if each.advice and not each.wrong],
            ),
            ("In order", [_shown(each, by) for each in found.found if not each.wrong and not each.advice]),
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


def _shown(found: Found, by: Actor) -> dict[str, object]:
    """One finding with what it means, and the page where this reader can put it right."""
    name, label, permission = _PUT_RIGHT.get(found.about, ("", "", Permission.SEE_HEALTH))
    url = reverse(name) if name and (found.wrong or found.advice) and may(by, permission) else ""
    return {
        "about": found.about, "words": with_commands(found.words), "means": found.means, "mend": found.mend,
        "url": url, "label": label,
    }  # fmt: skip
