"""Where it is not a crime, nothing of whoever was reported is left: in no table, index, file, log, job or letter."""

import logging

import pytest
from django.core import mail
from django.db import connection

from hub import pathway
from hub.aside.models import Original
from hub.common import clock
from hub.identities import actions as identities
from hub.keys.terms import Destroyed
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.reports.models import Report, Resend
from tests.pathway.aside_world import (
    NAME,
    case_with_the_name_everywhere,
    report_without_a_case,
    traces,
)
from tests.walks import BO, MACHINE, OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST, settings.HUB_MAILBOX = "mail.invalid", "hub@example.org"


def test_expert_check_1_nothing_of_whoever_was_reported_is_left_when_it_is_not_a_crime(caplog):
    caplog.set_level(logging.DEBUG)
    case = case_with_the_name_everywhere()
    report = report_without_a_case(2)
    places = {place for place, _ in traces()}
    assert len(places) > 20, "the name stands everywhere before"
    for subject in (case, report):
        pathway.set_aside(subject=subject, decided_at=clock.now(), by=BO)
    for letter in Letter.objects.exclude(state="held"):
        letters.send(letter=letter.pk, by=MACHINE)
    print(sorted(set(traces())))
    assert set(traces()) == set()
    assert NAME.casefold() not in caplog.text.casefold()
    assert not [each for each in mail.outbox if "quark" in str(each.message()).lower()]
