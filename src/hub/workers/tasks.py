"""Each deferred task: given an id, it calls an action; a job never holds more than ids."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hub import pathway
from hub.common.deferral import Task
from hub.letters import actions as letters
from hub.letters.terms import TryAgain
from hub.people.terms import MACHINE

# 10 tries over about 17 hours: a mail server that is down for a night loses nothing.
_PATIENT = RetryStrategy(max_attempts=10, exponential_wait=4, retry_exceptions={TryAgain})


@app.task(name=Task.SEND_LETTER.value, retry=_PATIENT)
def send_letter(id: int) -> None:  # noqa: A002 - the one argument of every job
    """Send one letter."""
    letters.send(letter=id, by=MACHINE)


@app.periodic(cron="* * * * *")
@app.task(name="pathway.remind", queueing_lock="pathway.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Remind of what is due."""
    pathway.remind(by=MACHINE)


@app.periodic(cron="*/2 * * * *")
@app.task(name="letters.release-held", queueing_lock="letters.release-held")
def release_held(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Queue letters that waited only for a mail server or a mailbox."""
    pathway.release_held_letters(by=MACHINE)


@app.periodic(cron="*/5 * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal_audit(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Seal the audit."""
    pathway.seal_audit(by=MACHINE)


@app.periodic(cron="17 * * * *")
@app.task(name="reports.expire-drafts", queueing_lock="reports.expire-drafts")
def expire_drafts(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Erase the drafts that nobody sent in time."""
    pathway.expire_drafts(by=MACHINE)
