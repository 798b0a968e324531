"""What is done in the background: how much waits, what failed, and trying again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from hub.common import clock
from hub.pathway import jobs as work
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.frame import page

_A_PAGE = 50
_LONGEST = 128  # letters of a task's name


@require_GET
@opened_by(Permission.SEE_HEALTH)
def jobs(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What waits, runs and failed, by task, and the failed ones."""
    piles, now = work.piles(), clock.now()
    task = _named(request.GET.get("task", ""), piles)
    before = request.GET.get("before", "")
    failed, following = work.failed(task=task, before=number(before), limit=_A_PAGE)
    alive = [each for each in work.workers() if now - each <= work.SILENT]
    onward = {"before": str(following), **({"task": task} if task else {})}
    facts = {
        "piles": piles, "failed": failed, "task": task, "task_words": work.words_of(task), "alive": alive,
        "seen_at": work.worker_seen_at(), "waiting": sum(each.waiting for each in piles),
        "running": sum(each.running for each in piles), "failures": sum(each.failed for each in piles),
        "oldest": min((each.oldest for each in piles if each.oldest), default=None),
        "older": f"?{urlencode(onward)}" if following else "",
    }  # fmt: skip
    return page(request, "desk/system/jobs.html", facts, by=by)


def _named(task: str, piles: tuple[work.Pile, ...]) -> str:
    """The task that the address names, where something of it is here."""
    return task if any(each.task == task for each in piles) else ""


@require_POST
@opened_by(Permission.SEE_HEALTH)
def retry(request: HttpRequest, job: int, *, by: Actor) -> HttpResponse:
    """Try one job again."""
    work.retry(job=job, by=by)
    messages.success(request, f"Job {job} is tried again as soon as a worker is free.")
    return redirect("desk:jobs")


@require_POST
@opened_by(Permission.SEE_HEALTH)
def retry_all(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Try every failed job of one task again."""
    task = request.POST.get("task", "")[:_LONGEST]
    count = work.retry_all(task=task, by=by)
    messages.success(
        request, f"{count:,} {'job is' if count == 1 else 'jobs are'} tried again: {work.words_of(task)}."
    )
    return redirect(reverse("desk:jobs"))
