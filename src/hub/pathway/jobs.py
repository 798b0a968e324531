"""What was deferred: how much waits, what failed, whether a worker lives, and trying again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock
from hub.common.deferral import Task
from hub.common.refusals import NotFound, NotNow
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

# What each task does, as whoever looks after the hub reads it.
WORDS: Mapping[str, str] = {
    Task.SEND_LETTER.value: "Send a letter",
    Task.CALL_ALARM.value: "Call whoever is on call about a danger",
    Task.SEND_REFERRAL.value: "Send a safeguarding referral",
    "duties.call-again": "Look again at alarms that nobody has",
    "duties.test-alarm": "Raise the daily test alarm",
    "duties.see-to-tests": "See that the test alarm went through",
    "pathway.remind": "Remind of what is due",
    "letters.release-held": "Release letters that waited for a mail server or a mailbox",
    "audit.seal": "Seal the record",
    "people.clear-sessions": "Remove sessions whose time is over",
    "reports.expire-drafts": "Erase drafts that nobody sent in time",
    Task.AUDIT_EXAMINE.value: "Examine the whole record, because somebody asked",
    "audit.examine-daily": "Examine the whole record once a day",
    Task.QUEUE_REROUTE.value: "Put what waits where the rules say",
    "queue.end-words": "End officers' words on priorities whose day is over",
    Task.DISPOSE_OF_ORIGINAL.value: "Dispose of the original of what is not a crime",
    "evidence.scan": "Look through a file for malware",
    "evidence.see-to-scans": "Have files looked through that still wait",
    "evidence.daily": "Remove files that have no key any more",
    "aside.daily": "End expired submissions, and have due originals disposed of",
    "queue.check": "Hold the queue against the record",
    "pathway.check-subjects": "Look for duties, letters and lines that point at nothing",
}
SILENT = timedelta(minutes=5)  # the worker defers something every minute; longer than this it is not working
_AT_ONCE = 500  # jobs that one press tries again


@dataclass(frozen=True, slots=True)
class Pile:
    """How many jobs of one task wait, run and failed."""

    task: str
    words: str
    waiting: int
    running: int
    failed: int
    oldest: datetime | None  # since when the first of those that could be done now waits


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that failed for good, as a list shows it: what it was given is never shown."""

    id: int
    task: str
    words: str
    attempts: int
    at: datetime | None


def words_of(task: str) -> str:
    """What a task does."""
    return WORDS.get(task, task)


def piles() -> tuple[Pile, ...]:
    """Every task that something waits, runs or failed of; what failed first."""
    counted = (
        ProcrastinateJob.objects.filter(status__in=("todo", "doing", "failed"))
        .values("task_name")
        .annotate(
            waiting=Count("pk", filter=Q(status="todo")),
            running=Count("pk", filter=Q(status="doing")),
            failed=Count("pk", filter=Q(status="failed")),
        )
        .order_by("-failed", "task_name")
    )
    oldest = _oldest()
    return tuple(
        Pile(name, words_of(name), row["waiting"], row["running"], row["failed"], oldest.get(name))
        for row in counted
        for name in [row["task_name"]]
    )


def _oldest() -> dict[str, datetime]:
    """Since when the longest waiting job of each task could have been done."""
    ready = ProcrastinateJob.objects.filter(
        Q(scheduled_at=None) | Q(scheduled_at__lte=clock.now()), status="todo"
    )
    first = dict(ready.values_list("task_name").annotate(Min("pk")).order_by())
    since = ProcrastinateEvent.objects.filter(
        job__in=first.values(), type__in=("deferred", "deferred_for_retry")
    )
    at = dict(since.values_list("job").annotate(Max("at")))
    return {name: moment for name, pk in first.items() if (moment := at.get(pk)) is not None}


def failed(
    *, task: str = "", before: int | None = None, limit: int = 50
) -> tuple[tuple[Failed, ...], int | None]:
    """Jobs that failed for good, newest first, and where the next page begins."""
    rows = ProcrastinateJob.objects.filter(status="failed").order_by("-pk")
    if task:
        rows = rows.filter(task_name=task)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.values_list("pk", "task_name", "attempts")[: limit + 1])
    shown = found[:limit]
    ended = ProcrastinateEvent.objects.filter(job__in=[pk for pk, *_ in shown], type="failed")
    at = dict(ended.values_list("job").annotate(Max("at")))
    lines = tuple(Failed(pk, name, words_of(name), tries, at.get(pk)) for pk, name, tries in shown)
    return lines, shown[-1][0] if len(found) > limit else None


def failed_count() -> int:
    """How many jobs failed for good."""
    return int(ProcrastinateJob.objects.filter(status="failed").count())


def workers() -> tuple[datetime, ...]:
    """When each worker that is known was last heard of, the latest first."""
    return tuple(
        ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)
    )


def worker_seen_at() -> datetime | None:
    """When a worker was last alive: its last sign, else the last thing that it put off by the clock."""
    signs = list(workers()[:1])
    stamp = ProcrastinatePeriodicDefer.objects.aggregate(last=Max("defer_timestamp"))["last"]
    if stamp is not None:
        signs.append(datetime.fromtimestamp(stamp, UTC))
    return max(signs, default=None)


def silent_for() -> timedelta | None:
    """For how long no worker has given a sign; nothing where none ever did."""
    seen = worker_seen_at()
    return max(clock.now() - seen, timedelta()) if seen else None


def retry(*, job: int, by: Actor) -> None:
    """Try one failed job again, as soon as a worker is free."""
    with (
        refusals_recorded(action="jobs.retry", subject_kind="job", by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.SEE_HEALTH)
        row = ProcrastinateJob.objects.select_for_update().filter(pk=job).first()
        if row is None:
            raise NotFound("There is no such job any more.")
        if row.status != "failed":
            raise NotNow("This job has not failed, or somebody has it tried again already.")
        if not _again([row]):
            raise NotNow(
                "The same task waits already, and one run of it does everything. This one is not needed."
            )
        _record("jobs.retry", str(job), by, task=row.task_name)


def retry_all(*, task: str, by: Actor) -> int:
    """Try the failed jobs of one task again, the oldest first and at most 500 at once; tells how many."""
    with (
        refusals_recorded(action="jobs.retry-all", subject_kind="task", by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.SEE_HEALTH)
        rows = (
            ProcrastinateJob.objects.select_for_update()
            .filter(status="failed", task_name=task)
            .order_by("pk")
        )
        tried = _again(list(rows[:_AT_ONCE]))
        if not tried:
            raise NotNow("Nothing of this task is left to try again.")
        _record("jobs.retry-all", task, by, jobs=tried)
        return tried


def _again(rows: list[ProcrastinateJob]) -> int:
    """Let a worker have these; of a task that waits at most once, none where it waits and else one."""
    locks = [each.queueing_lock for each in rows if each.queueing_lock]
    waiting = set(
        ProcrastinateJob.objects.filter(status="todo", queueing_lock__in=locks).values_list(
            "queueing_lock", flat=True
        )
    )
    tried = 0
    for each in rows:
        if each.queueing_lock and each.queueing_lock in waiting:
            continue
        if each.queueing_lock:
            waiting.add(each.queueing_lock)
        app.job_manager.retry_job_by_id(each.pk, retry_at=clock.now())
        tried += 1
    return tried


def _record(action: str, subject: str, by: Actor, **codes: str | int | bool) -> None:
    """One line about what is tried again."""
    audit.record([Entry(Kind.ALTERATION, action, "jobs", subject, str(by), codes=codes)])
