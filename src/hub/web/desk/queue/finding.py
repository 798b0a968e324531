"""Finding a case: what is typed goes in the body, never in an address, because it may name somebody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from hub import pathway
from hub.common.refusals import Refusal
from hub.pathway.finding import looks_like_contact
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.frame import page
from hub.web.desk.queue import rows

_A_CONTACT = "This looks like a contact. Use \u201cFind a person by a contact\u201d, which is filled in here."


@require_http_methods(["GET", "POST"])
@opened_by(Permission.WORK_QUEUE)
def find(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Find by reference, link, handle or words; a person by an exact contact."""
    words, contact = request.POST.get("q", "").strip(), request.POST.get("contact", "").strip()
    before = request.POST.get("before", "")
    matches: tuple[pathway.Match, ...] = ()
    following, trouble = None, ""
    person = bool(contact) or ("contact" in request.POST and "q" not in request.POST)
    may_find_people = may(by, Permission.SEARCH_PEOPLE)
    like_contact = not person and may_find_people and looks_like_contact(words)
    if like_contact:  # nobody is looked for yet: that is asked by the other form, and stands on the record
        trouble, contact, words, person = _A_CONTACT, words, "", True
    elif request.method == "POST":
        try:
            start = number(before)
            if person:
                matches, following = pathway.find_person(contact=contact, before=start, by=by)
            else:
                matches, following = pathway.find(words=words, before=start, by=by)
        except Refusal as refusal:
            trouble = refusal.sentence
    return page(
        request,
        "desk/queue/find.html",
        {
            "words": words, "contact": contact, "found": _shown(matches, by), "following": following,
            "trouble_contact": trouble if person else "", "trouble_words": "" if person else trouble, "asked": request.method == "POST" and not trouble,
            "may_find_people": may_find_people,
        },
        by=by,
        status=400 if trouble else 200,
    )  # fmt: skip


def _shown(matches: tuple[pathway.Match, ...], by: Actor) -> list[dict[str, object]]:
    """What was found, a case once, with its row of the queue where it waits."""
    subjects = {each.case or each.reference: each for each in reversed(matches)}
    seen = queue.seen_by(by.role, queue.queues())
    rows_there = queue.rows_of(list(subjects)).items()
    waiting = {subject: row for subject, row in rows_there if seen is None or row.place.queue in seen}
    found: list[dict[str, object]] = []
    for subject, match in reversed(subjects.items()):
        row = waiting.get(subject)
        found.append(
            {
                "subject": subject,
                "url": rows.address("case" if match.case else "report", subject),
                "row": rows.show(row, by, {}) if row else None,
                "because": match.because,
                "report": match.reference,
            }
        )
    return found
