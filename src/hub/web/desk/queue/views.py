"""The queue: most urgent first, why each is here, what is due next, and who has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub import pathway
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties import queries as duties
from hub.pathway import queueing
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor, Role
from hub.places import queries as places
from hub.queue import queries as queue
from hub.queue.terms import Act, Counts, Queue
from hub.reports.terms import Strand
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.queue import filters, rows, sitting
from hub.web.desk.queue.filters import Asked

KEYS = (
    ("C", "Claim for 30 minutes"), ("R", "Release"), ("F", "Choose what is shown"), ("X", "Mark this one"),
    ("B", "Act on what is marked"),
)  # fmt: skip
_DECIDES = ("D", "Decide this way out")


@require_GET
@opened_by(Permission.WORK_QUEUE)
def waiting(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The queue as the address asks for it."""
    return _queue(request, filters.read(request.GET), by)


@require_GET
@opened_by(Permission.WORK_QUEUE)
def mine(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What somebody has claimed."""
    return _queue(request, Asked(who="mine"), by)


@require_GET
@opened_by(Permission.WORK_QUEUE)
def exits(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The ways out that wait for a decision."""
    return _queue(request, Asked(flags=("exits",)), by)


def _queue(request: HttpRequest, asked: Asked, by: Actor) -> HttpResponse:
    """One page of the queue."""
    known = queue.queues()
    seen = queue.seen_by(by.role, known)
    if asked.queue and seen is not None and asked.queue not in seen:
        raise NotPermitted("Your role does not see this queue. Ask your inspector.")
    wanted, paged = asked.filter(by), "after" in request.GET
    try:
        found, following = queue.page(wanted, after=request.GET.get("after", ""))
    except ValueError:
        raise NotFound("There is no such page of the queue. Go back to its beginning.") from None
    role = "" if by.role == Role.INSPECTOR else by.role.value  # an inspector sees every queue
    # A part of the queue that one page holds is counted already.
    listed = wanted if asked.narrowed and (following or paged) else None
    counts, now = queue.counts(by=by, role=role, listed=listed), clock.now()
    count = _count(asked, counts, counts.listed if listed else len(found))
    return page(
        request,
        "desk/queue/queue.html",
        {
            "title": asked.title({each.slug: each.name for each in known}), "lead": asked.lead(count.of, count.words),
            "asked": asked, "groups": rows.groups(found, by), "counts": counts,
            "older": asked.query(after=following) if following else "",
            "paged": paged, "views": queue.views_of(by.account or 0), "deciding": "exits" in asked.flags,
            "boroughs": sorted((each.slug, each.name) for each in places.atlas().boroughs.values()),
            "strands": Strand.choices, "since": now.isoformat(), "keys": (*KEYS, _DECIDES) if "exits" in asked.flags else KEYS, "here": request.get_full_path(),
            "marks": rows.marks(found), "may_mark": sitting.opened(request, [each.facts.subject for each in found], by), "acts": Act.choices,
            "chips": _chips(asked, counts, count.shown), "watch": duties.watch(), "may_alarms": True,
            "queues": _queues(asked, known, seen), "may_route": may(by, Permission.ROUTE),
        },
        by=by,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Count:
    """How many are listed, counted to a limit."""

    of: int
    limit: int

    @property
    def words(self) -> str:
        """In a sentence."""
        return f"{self.limit:,} or more" if self.of >= self.limit else f"{self.of:,}"

    @property
    def shown(self) -> str:
        """Beside a word."""
        return _shown(self.of, self.limit)


def _count(asked: Asked, counts: Counts, of_a_part: int) -> _Count:
    """How many of what is asked for there are."""
    if asked.narrowed:
        return _Count(of_a_part, queue.SHORT)
    return _Count({"": counts.all, "free": counts.free, "mine": counts.mine}[asked.who], counts.limit)


def _chips(asked: Asked, counts: Counts, listed: str) -> list[dict[str, object]]:
    """The first row of filters; of a part of the queue only what is listed is counted."""
    front = reverse("desk:queue")
    known = (("", "All", counts.all), ("free", "Free to take", counts.free), ("mine", "Yours", counts.mine))

    def count(who: str, whole: int) -> str:
        if asked.narrowed:
            return listed if asked.who == who else ""
        return _shown(whole, counts.limit)

    return [
        {"label": label, "url": f"{front}?{asked.query(who=who)}", "count": count(who, whole), "chosen": asked.who == who}
        for who, label, whole in known
    ]  # fmt: skip


def _queues(
    asked: Asked, known: Sequence[Queue], seen: frozenset[str] | None
) -> list[dict[str, object]]:  # fmt: skip
    """The queues that this role sees, where there is more than one."""
    if len(known) == 1:
        return []
    front = reverse("desk:queue")
    shown = [
        ("", "Every queue"),
        *((each.slug, each.name) for each in known if seen is None or each.slug in seen),
    ]
    return [
        {"label": name, "url": f"{front}?{asked.query(queue=slug)}", "chosen": asked.queue == slug}
        for slug, name in shown
    ]


def _shown(count: int, limit: int) -> str:
    """A count, which is counted to a limit only."""
    return f"{count:,}+" if count >= limit else f"{count:,}"


@require_GET
@opened_by(Permission.WORK_QUEUE)
def arrived(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """How many came in since the page was made, and how many of its rows changed; asked for once a minute."""
    try:
        since = clock.read(request.GET.get("since", ""))
        count = queue.arrived_since(since, by=by, role=by.role.value)
    except ValueError:
        count = 0
    shown = request.GET.get("rows", "")
    changed = rows.changed(shown, queue.rows_of(rows.subjects_in(shown))) if shown else 0
    facts = {"count": count, "since": request.GET.get("since", ""), "marks": shown, "changed": changed}
    return render(request, "desk/queue/arrived.html", facts)


def _back(request: HttpRequest) -> HttpResponse:
    """Where somebody came from, within the desk only."""
    here = request.POST.get("back", "")
    return redirect(here if here.startswith("/desk/") and "\\" not in here else reverse("desk:queue"))


def _not_taken(request: HttpRequest, subject: str, refusal: Refusal, by: Actor) -> HttpResponse:
    """Why something is not theirs to take or let go of now, with the way back to the queue as it stands."""
    gone = isinstance(refusal, NotFound)
    facts = {"sentence": refusal.sentence, "gone": gone, "back": _back(request).headers["Location"]}
    crumbs = [("Queue", reverse("desk:queue")), ("Not found" if gone else subject, "")]
    return page(
        request, "desk/queue/not_taken.html", {**facts, "crumbs": crumbs}, by=by, status=404 if gone else 409
    )


@require_POST
@opened_by(Permission.WORK_QUEUE)
def claim(request: HttpRequest, subject: str, *, by: Actor) -> HttpResponse:
    """Take something for thirty minutes."""
    try:
        until = pathway.claim(subject=subject, by=by)
    except (NotNow, NotFound) as refusal:
        return _not_taken(request, subject, refusal, by)
    messages.success(request, f"{subject} is yours until {until.astimezone(clock.LONDON):%H:%M}.")
    return _back(request)


@require_POST
@opened_by(Permission.WORK_QUEUE)
def release(request: HttpRequest, subject: str, *, by: Actor) -> HttpResponse:
    """Let go of something."""
    try:
        pathway.release(subject=subject, by=by)
    except (NotNow, NotFound) as refusal:
        return _not_taken(request, subject, refusal, by)
    messages.success(request, f"{subject} is free to take.")
    return _back(request)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.WORK_QUEUE)
def hand_over(request: HttpRequest, subject: str, *, by: Actor) -> HttpResponse:
    """Give something to a colleague."""
    row = queueing.come_to_hand_over(subject=subject, by=by)
    at_work = people.working(roles=[Role.HUB_OFFICER, Role.INSPECTOR])
    trouble = ""
    if request.method == "POST":
        try:
            if not request.POST.get("to"):
                raise Refusal("Choose who takes it.")  # noqa: TRY301 - said where it is asked
            pathway.hand_over(subject=subject, to=request.POST["to"], by=by)
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            messages.success(request, f"{subject} has been handed over.")
            return redirect("desk:queue")
    return page(
        request,
        "desk/queue/hand_over.html",
        {
            "subject": subject, "row": rows.show(row, by, {}), "trouble": trouble,
            "colleagues": [(each.reference, f"{each.name}, {each.role.label}") for each in at_work
                           if each.id != by.account],
        },
        by=by,
        status=409 if trouble else 200,
    )  # fmt: skip


@require_POST
@opened_by(Permission.WORK_QUEUE)
def keep_view(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Keep a way of looking at the queue."""
    asked = filters.read(QueryDict(request.POST.get("query", "")))
    pathway.save_view(name=request.POST.get("name", ""), query=asked.query(), by=by)
    messages.success(request, "This view is kept.")
    return redirect(f"{reverse('desk:queue')}?{asked.query()}")


@require_POST
@opened_by(Permission.WORK_QUEUE)
def forget_view(request: HttpRequest, view: int, *, by: Actor) -> HttpResponse:
    """Forget a kept way of looking at the queue."""
    pathway.forget_view(view=view, by=by)
    messages.success(request, "The view is forgotten.")
    return redirect("desk:queue")
