"""Examining the whole record in the background: asked for, carried out, found again after a kill, warned of."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hub.audit import actions, queries, rules
from hub.audit.models import Examination, Line
from hub.audit.terms import ExaminationState
from hub.common import clock
from hub.common.refusals import NotPermitted
from hub.pathway import recording
from tests.audit.test_tampering import sealed, tampering
from tests.walks import AUDITOR, BO, MACHINE

__all__ = ["sealed"]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("began", "finished", "findings", "says"),
    [
        (None, None, 0, ""),
        (NOW - DAY, None, 0, ""),
        (NOW - 3 * DAY, None, 0, "Nobody has examined"),
        (NOW - 30 * DAY, NOW - 2 * DAY, 0, ""),
        (NOW - 30 * DAY, NOW - 3 * DAY, 0, "older than two days"),
        (NOW - 30 * DAY, NOW, 1, "found one thing that is wrong"),
        (NOW - 30 * DAY, NOW, 1_200, "found 1,200 things that are wrong"),
    ],
)
def test_what_is_found_and_what_is_old_is_said_loudly(began, finished, findings, says):
    words = rules.warning(now=NOW, began_at=began, finished_at=finished, findings=findings)
    assert says in words
    assert bool(says) == bool(words)


def test_a_changed_line_is_named_in_words(sealed):
    asked = recording.ask_examination(by=AUDITOR)
    with tampering() as admin:
        admin.execute("UPDATE audit_line SET actor = 'operator:other' WHERE id = 7")
    pk = Examination.objects.get(reference=asked.reference).pk
    recording.examine(examination=pk, by=MACHINE)
    last = queries.last_examination()
    assert last is not None
    assert [each.words for each in last.findings] == ["Line 7 was changed after it was sealed."]
    assert (last.found, last.lines, last.asked_by) == (1, 26, "auditor:aud")
    assert "found one thing" in queries.warning()
    assert Line.objects.get(action="audit.examine").codes == {"lines": 26, "findings": 1}


def test_an_examination_is_deferred_once_with_its_number_alone(sealed):
    first, second = recording.ask_examination(by=AUDITOR), recording.examine_daily(by=MACHINE)
    assert first.reference == second.reference
    (job,) = ProcrastinateJob.objects.filter(task_name="audit.examine")
    assert job.args == {"id": Examination.objects.get().pk}


def test_a_killed_worker_is_followed_by_another_and_what_is_done_stays_done(sealed):
    recording.ask_examination(by=AUDITOR)
    row = Examination.objects.get()
    Examination.objects.update(state=ExaminationState.RUNNING, lines=5, started_at=clock.now())
    recording.examine(examination=row.pk, by=MACHINE)
    row.refresh_from_db()
    assert (row.state, row.lines) == (ExaminationState.DONE, 26)
    recording.examine(examination=row.pk, by=MACHINE)
    assert Line.objects.filter(action="audit.examine").count() == 1
    assert recording.ask_examination(by=AUDITOR).reference != row.reference


def test_an_examination_that_nobody_ended_for_hours_hinders_no_new_one(sealed):
    old = recording.ask_examination(by=AUDITOR)
    Examination.objects.update(asked_at=clock.now() - timedelta(hours=7))
    assert recording.ask_examination(by=AUDITOR).reference != old.reference


def test_progress_is_told_while_it_is_examined(sealed):
    told = []
    queries.verify(progress=told.append)
    assert told == [25]


def test_heads_that_cannot_be_read_are_a_finding(sealed, settings):
    settings.HUB_AUDIT_HEADS.unlink()
    settings.HUB_AUDIT_HEADS.mkdir()
    recording.ask_examination(by=AUDITOR)
    actions.examine(examination=Examination.objects.get().pk, by="machine:hub")
    last = queries.last_examination()
    assert last is not None
    assert "cannot be read" in last.findings[0].words


@pytest.mark.django_db
@pytest.mark.parametrize("ask", [recording.ask_examination, recording.chain])
def test_an_officer_may_neither_ask_nor_look(ask):
    with pytest.raises(NotPermitted):
        ask(by=BO)
    assert Line.objects.filter(refused=True, actor="hub-officer:bo").count() == 1
