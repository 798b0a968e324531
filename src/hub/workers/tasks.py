"""Each deferred task: given an id, it calls an action; a job never holds more than ids."""

import logging

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from hub import pathway
from hub.common.deferral import Task
from hub.duties import queries as duties
from hub.letters import actions as letters
from hub.pathway import alarming, aside, colleagues, evidence, recording, safeguarding, submissions
from hub.people.terms import MACHINE

_log = logging.getLogger(__name__)
_LONGEST_WAIT = 60 * 60  # seconds


class Patient(BaseRetryStrategy):
    """Again after 4, 16, 64 ... seconds, then every hour, until the letter went or was refused for good.

    It never gives up: a mail server may be down for a week, and a letter without a job would wait for ever.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:  # noqa: ARG002 - procrastinate's own names
        """When to try again."""
        tries = min(job.attempts + 1, 6)
        return RetryDecision(retry_in={"seconds": min(4**tries, _LONGEST_WAIT)})


@app.task(name=Task.SEND_LETTER.value, retry=Patient())
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


@app.task(name=Task.CALL_ALARM.value)
def call_alarm(id: int) -> None:  # noqa: A002 - the one argument of every job
    """Call whoever is to be called now; what a failing job left is called again within a minute."""
    alarming.call_alarm(alarm=id, by=MACHINE)


@app.task(name=Task.SEND_REFERRAL.value, retry=Patient())
def send_referral(id: int) -> None:  # noqa: A002 - the one argument of every job
    """Send one safeguarding referral."""
    safeguarding.send_referral(referral=id, by=MACHINE)


@app.periodic(cron="* * * * *")
@app.task(name="duties.call-again", queueing_lock="duties.call-again", priority=100)
def call_again(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Have every alarm that nobody has looked at again."""
    alarming.call_alarms_again(by=MACHINE)


@app.periodic(cron="7 5 * * *")
@app.task(name="duties.test-alarm", queueing_lock="duties.test-alarm")
def test_alarm(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Raise the test of the day, where somebody is set to receive it."""
    if duties.tested().wanted:
        alarming.raise_test_alarm(by=MACHINE)


@app.periodic(cron="37 * * * *")
@app.task(name="duties.see-to-tests", queueing_lock="duties.see-to-tests")
def see_to_tests(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Say so where the test of alarms failed or is late, and try it again."""
    alarming.see_to_tests(by=MACHINE)


@app.task(name=Task.AUDIT_EXAMINE.value, retry=Patient())
def examine_audit(id: int) -> None:  # noqa: A002 - the one argument of every job
    """Examine the whole record."""
    recording.examine(examination=id, by=MACHINE)


@app.task(name=Task.SCAN_EXHIBIT.value)
def scan_exhibit(id: int) -> None:  # noqa: A002 - the one argument of every job
    """Look through one exhibit for malware; where that fails it is asked for again with whatever waits."""
    evidence.scan(exhibit=id, by=MACHINE)


@app.periodic(cron="*/10 * * * *")
@app.task(name="evidence.see-to-scans", queueing_lock="evidence.see-to-scans")
def see_to_scans(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Have what nobody has looked through yet looked through."""
    evidence.scan_again(by=MACHINE)


@app.periodic(cron="27 2 * * *")
@app.task(name="evidence.daily", queueing_lock="evidence.daily")
def remove_daily(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Remove from the vault what has no key any more."""
    evidence.remove_destroyed(by=MACHINE)


@app.task(name=Task.DISPOSE_OF_ORIGINAL.value, retry=Patient())
def dispose_of_original(id: int) -> None:  # noqa: A002 - the one argument of every job
    """Dispose of one original whose day is over."""
    aside.dispose_of_original(original=id, by=MACHINE)


@app.periodic(cron="7 2 * * *")
@app.task(name="aside.daily", queueing_lock="aside.daily")
def let_go_daily(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """End submissions whose day is over, and have what is due disposed of."""
    ended = submissions.expire_submissions(by=MACHINE)
    if ended:
        _log.error("%d intelligence submissions expired, and what they held was let go", ended)
    aside.ask_to_dispose(by=MACHINE)


@app.periodic(cron="40 3 * * *")
@app.task(name="audit.examine-daily", queueing_lock="audit.examine-daily")
def examine_daily(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Ask for the daily examination of the record."""
    recording.examine_daily(by=MACHINE)


@app.periodic(cron="17 * * * *")
@app.task(name="reports.expire-drafts", queueing_lock="reports.expire-drafts")
def expire_drafts(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Erase the drafts that nobody sent in time."""
    pathway.expire_drafts(by=MACHINE)


@app.periodic(cron="31 * * * *")
@app.task(name="people.clear-sessions", queueing_lock="people.clear-sessions")
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Remove the sessions whose time is over."""
    colleagues.clear_sessions(by=MACHINE)


@app.periodic(cron="23 4 * * *")
@app.task(name="queue.check", queueing_lock="queue.check")
def check_queue(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Compare the queue with the record, and say what is astray."""
    found = pathway.check_queue(by=MACHINE)
    if found:
        _log.error(
            "%d or more rows of the queue are not as the record says: run `hub queue rebuild`", len(found)
        )


@app.task(name=Task.QUEUE_REROUTE.value, retry=Patient())
def reroute(id: int) -> None:  # noqa: A002, ARG001 - the one argument of every job: the version that was kept
    """Put everything that waits where the rules say now."""
    pathway.reroute(by=MACHINE)


@app.periodic(cron="* * * * *")
@app.task(name="queue.end-words", queueing_lock="queue.end-words")
def end_words(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Let the factors say again where something stands whose officer's word is over."""
    pathway.end_words(by=MACHINE)


@app.periodic(cron="53 4 * * *")
@app.task(name="pathway.check-subjects", queueing_lock="pathway.check-subjects")
def check_subjects(timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when it was due
    """Look for what points at a case or report that is not there."""
    found = pathway.check_subjects(by=MACHINE)
    if found:
        _log.error("%d or more rows lead to no case or report: run `hub doctor`", len(found))
