"""The quiet page of what is not a crime, the originals that are kept, and one of them opened for a reason."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from hub.aside import queries as known
from hub.aside.rules import neutral
from hub.aside.terms import Because, Original, State
from hub.cases import queries as cases
from hub.common.refusals import NotFound, NotNow
from hub.duties import queries as duties
from hub.duties.terms import Kind
from hub.pathway import aside, opening
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.reports import queries as reports
from hub.web.components.doors import opened_by
from hub.web.desk.cases import originals as tellings
from hub.web.desk.frame import page

PAGE = 25
_NO_PAGE = "There is no such page. Go back to the originals."
_ASKED = {"": "All that are there", "held": "Held", "due": "Due", "disposed": "Disposed of"}


@require_GET
@opened_by(Permission.READ_CASES)
def set_aside(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """What was decided, what was kept, until when, and how somebody asks for another look."""
    found = aside.read(subject=reference, by=by)
    told = reports.gists(found.reports).values()
    names = people.names_of({each for each in (found.by, found.held_by, found.ended_by) if each})
    subjects = [reference, *(each.reference for each in told)]
    owed = [each.due for each in duties.filed(subjects) if each.live]
    facts = {
        "readable": _readable(found),
        "owed": [{"title": neutral(each.title), "due": each, "link": each.kind != Kind.ASK} for each in owed],
        "subject": reference, "found": found, "ask_until": known.ask_until(found), "told": sorted(told, key=lambda each: each.id), "names": names,
        "by_name": names.get(found.by, found.by), "held_name": names.get(found.held_by, found.held_by),
        "look": found.there and any(each.kind == Kind.ASK for each in owed), "held": found.state == State.HELD,
        "restored": found.state == State.RESTORED, "subject_url": reverse(f"desk:{opening.kind_of(reference)}", args=[reference]),
        "submission": known.submission(reference) if may(by, Permission.SUBMIT_INTELLIGENCE) else None,
        **_walls(reference), "may": {each.name: may(by, each) for each in Permission}, "today": known.today(),
        "crumbs": crumbs(reference),
    }  # fmt: skip
    return page(request, "desk/aside/set_aside.html", facts, by=by)


def _walls(reference: str) -> Mapping[str, Any]:
    """Who is kept out of what is set aside, and where somebody says so."""
    walls = cases.walls([reference]).get(reference, ())
    names = people.colleagues({each.account_id for each in walls if each.account_id})
    return {
        "walls": [
            (each, names[each.account_id].name if each.account_id and each.account_id in names else "")
            for each in walls
        ],
        "restricted": any(each.account_id is None for each in walls),
        "base": reverse(f"desk:{opening.kind_of(reference)}", args=[reference]),
    }


def _readable(found: Original) -> frozenset[str]:
    """The reports of which something is still sealed: all while the original is there, then what was sent again since."""
    ids: Collection[int] = found.reports if found.there else ()
    if found.state == State.DISPOSED and found.ended_at:
        ids = reports.sent_again_since(found.reports, found.ended_at)
    return frozenset(each.reference for each in reports.summaries(ids).values())


def crumbs(reference: str, here: str = "") -> list[tuple[str, str]]:
    """Where a page stands."""
    trail = [("Desk", reverse("desk:front"))]
    if here:
        return [*trail, (reference, reverse("desk:set-aside", args=[reference])), (here, "")]
    return [*trail, (reference, "")]


@require_GET
@opened_by(Permission.KEEP_ORIGINALS)
def originals(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The originals that are there, by the day on which they go."""
    asked = request.GET.get("of", "")
    asked = asked if asked in _ASKED else ""
    try:
        found, following = known.originals(asked=asked, after=request.GET.get("after", ""), limit=PAGE)
    except ValueError:
        raise NotFound(_NO_PAGE) from None
    counts, needed = known.counts(), aside.needed(found)
    chips = [
        {"label": label, "url": f"?{urlencode({'of': name})}" if name else "?", "chosen": name == asked,
         "count": counts.get(name or "there")}
        for name, label in _ASKED.items()
    ]  # fmt: skip
    facts = {
        "lines": [_line(each, needed) for each in found], "chips": chips, "of": _ASKED[asked],
        "newer": f"?{urlencode({'of': asked})}" if "after" in request.GET else "",
        "older": f"?{urlencode({'of': asked, 'after': following})}" if following else "",
        "regime": known.regimes()[-1],
    }  # fmt: skip
    return page(request, "desk/aside/originals.html", facts, by=by)


def _line(each: Original, needed: Collection[str]) -> Mapping[str, Any]:
    """An original in a line."""
    return {
        "each": each, "url": reverse("desk:set-aside", args=[each.subject]),
        "because": Because(each.because).label if each.state == State.HELD else "",
        "needed": each.subject in needed, "due": each.state == State.KEPT and each.dispose_on < known.today(),
    }  # fmt: skip


@opened_by(Permission.KEEP_ORIGINALS)
def original(request: HttpRequest, reference: str, report: str, *, by: Actor) -> HttpResponse:
    """A telling exactly as it came, in this answer only, while its original is there."""
    if request.method != "POST" and report not in _readable(aside.read(subject=reference, by=by)):
        raise NotNow(f"The original of {reference} is not there any more.")
    facts = {
        "subject": reference, "report": report, "back": reverse("desk:set-aside", args=[reference]),
        "crumbs": crumbs(reference, "Original"),
    }  # fmt: skip
    show = partial(aside.show_original, subject=reference, report=report, by=by)
    return tellings.shown(request, facts, lambda reason: show(reason=reason), by=by)
