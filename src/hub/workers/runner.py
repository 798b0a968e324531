"""Running the workers: until they are stopped, or until nothing is ready."""

import asyncio
from typing import Any

from django.conf import settings
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as registered

from hub import pathway
from hub.pathway import alarming
from hub.people.terms import MACHINE
from hub.workers import tasks

# A worker that was killed is known by its silence; its jobs are taken up again after this many seconds.
_HEARTBEAT = 2.0
_SILENCE = 10.0


def _connector() -> PsycopgConnector:
    """The workers' own connections, as the application role."""
    given = settings.DATABASES["default"]
    return PsycopgConnector(
        kwargs={
            "host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"],
            "dbname": given["NAME"], "options": given["OPTIONS"]["options"],
        },
        min_size=1,
        max_size=4,
    )  # fmt: skip


async def _rescue(app: App) -> int:
    """Take up again the jobs of workers that fell silent."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENCE)
    count = 0
    for job in stalled:
        await app.job_manager.retry_job(job)
        count += 1
    return count


async def _run(*, once: bool, concurrency: int) -> None:
    """The worker itself."""
    app = registered.with_connector(_connector())
    async with app.open_async():
        await _rescue(app)
        options: dict[str, Any] = {
            "concurrency": concurrency,
            "wait": not once,
            "update_heartbeat_interval": _HEARTBEAT,
            "stalled_worker_timeout": _SILENCE,
            "delete_jobs": "successful",
        }
        if once:
            await app.run_worker_async(**options)
            while await _left_by_the_killed(app):
                await app.run_worker_async(**options)
            return
        rescuer = asyncio.create_task(_rescue_for_ever(app))
        try:
            await app.run_worker_async(**options)
        finally:
            rescuer.cancel()


async def _left_by_the_killed(app: App) -> bool:
    """Wait until every job that somebody began is ended, or is known to be left by a killed worker and taken up."""
    while True:
        if await _rescue(app):
            return True
        if not list(await app.job_manager.list_jobs_async(status="doing")):
            return False
        await asyncio.sleep(_HEARTBEAT / 2)


async def _rescue_for_ever(app: App) -> None:
    """Look for silent workers from time to time."""
    while True:
        await asyncio.sleep(_SILENCE)
        await _rescue(app)


def run(*, once: bool, concurrency: int = 2) -> None:
    """Work until stopped, or with `once` until nothing is ready; then what waits is released, reminded and sealed."""
    if once:
        alarming.call_alarms_again(by=MACHINE)
        while pathway.remind(by=MACHINE):
            pass
        while pathway.release_held_letters(by=MACHINE):
            pass
        pathway.expire_drafts(by=MACHINE)
    asyncio.run(_run(once=once, concurrency=concurrency))
    if once:
        pathway.seal_audit(by=MACHINE)


__all__ = ["run", "tasks"]
