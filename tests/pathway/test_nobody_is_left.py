"""Where it is not a crime, nothing of whoever was reported is left: in no table, index, file, log, job or letter."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from hub import pathway
from hub.common import clock
from hub.keys.terms import Destroyed
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.pathway import aside
from hub.reports.models import Report
from tests.pathway.aside_world import (
    case_with_the_name_everywhere,
    in_files,
    report_without_a_case,
    traces,
)
from tests.walks import BO, MACHINE
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
# Before it is set aside the name stands in each of these, so that looking there is no idle look.
WRITTEN = {
    "audit_reason.text", "cases_allocation.reason", "cases_breakglass.reason", "cases_case.headline", "cases_headline.words",
    "cases_note.text", "content_account.number", "content_handle.handle", "content_item.platform", "content_item.post_id",
    "content_item.text", "content_item.url", "content_item.key", "duties_duty.detail", "duties_duty.ended_because",
    "duties_pause.reason", "queue_waiting.headline", "reports_addition.text", "reports_disagreement.reason",
    "reports_resend.columns", "reports_words.given", "reports_words.what_happened", "reports_words.unknown_columns",
    "index words_of_a_telling", "index words_of_a_post", "index words_of_a_headline",
}  # fmt: skip


@pytest.fixture(autouse=True)
def mailing(settings):
    """A mail server that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST, settings.HUB_MAILBOX = "mail.invalid", "hub@example.org"


def everywhere(caplog):
    """Wherever anything of them could be found by whoever has the whole machine, but for the keys."""
    for letter in Letter.objects.filter(state="queued"):
        letters.send(letter=letter.pk, by=MACHINE)
    said = caplog.text.casefold() + "".join(str(each.message()) for each in mail.outbox).casefold()
    jobs = repr(list(ProcrastinateJob.objects.values())) + repr(list(ProcrastinateEvent.objects.values()))
    found = {place for place, _ in traces()} | in_files(django_settings.HUB_HOME)
    return found | {word for word in ("quark", "zebulon", "918273645546") if word in said + jobs.casefold()}


def test_expert_check_1_nothing_of_whoever_was_reported_is_left_when_it_is_not_a_crime(caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    case, report = case_with_the_name_everywhere(), report_without_a_case(2)
    assert {place for place, _ in traces()} >= WRITTEN
    for subject in (case, report):
        pathway.set_aside(subject=subject, decided_at=clock.now(), by=BO)
    assert everywhere(caplog) == set()
    moment = clock.now() + timedelta(days=61)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert pathway.dispose_of_originals(by=MACHINE) == 2
    assert everywhere(caplog) == set()
    for told in Report.objects.all():
        subject = report if told.reference == report else case
        with pytest.raises(Destroyed):
            aside.show_original(
                subject=subject, report=told.reference, reason="They asked.", by=actor("gita")
            )


def test_what_officers_write_while_it_is_set_aside_is_masked_when_the_original_goes(caplog, monkeypatch):
    case = case_with_the_name_everywhere()
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    pathway.ask_for_another_look(subject=case, reason="Zebulon goes on", by=BO)
    pathway.refuse_another_look(subject=case, reason="Zebulon said nothing new", by=actor("gita"))
    assert {place for place, _ in traces()} == {"audit_reason.text"}
    moment = clock.now() + timedelta(days=61)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert everywhere(caplog) == set()
