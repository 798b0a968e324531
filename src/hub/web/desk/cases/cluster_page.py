"""The page of a cluster."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hub.pathway import clusters as pathway
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.cases import words
from hub.web.desk.cases.views import address
from hub.web.desk.frame import page
from hub.web.desk.queue import rows


@require_GET
@opened_by(Permission.JOIN_CASES)
def cluster(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """The cases of a cluster, those that were taken out among them, a page at a time."""
    after = number(request.GET.get("after", "")) or 0
    found = pathway.open_cluster(cluster=reference, after=after, by=by)
    waiting = queue.rows_of([each.case for each in found.members])
    told = queue.facts(cases_named=[each.case for each in found.members], reports_named=(), left=True)
    actors = {
        found.cluster.by,
        *(each.by for each in found.members),
        *(each.ended_by for each in found.members),
    }
    facts = {
        "cluster": found.cluster, "following": found.following, "hidden": found.hidden, "paged": after > 0,
        "names": people.names_of(actors - {""}),
        "members": [
            {
                "member": each, "ages": words.ages(told[each.case]), "url": address(each.case), "place": words.place_words(each.borough, each.unit)[0],
                "title": rows.title(waiting[each.case].facts) if each.case in waiting else each.headline or each.case,
            }
            for each in found.members
        ],
        "crumbs": [("Queue", rows.front()), (reference, "")],
    }  # fmt: skip
    return page(request, "desk/cases/cluster.html", facts, by=by)
