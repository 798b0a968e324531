"""A report arrives in a transaction of its own, and danger is acted on before anything else is."""

import pytest
from django.db import transaction

from hub.audit.models import Line
from hub.duties.models import Duty
from hub.duties.terms import Kind
from hub.reports.models import Report
from tests.walks import AMINA, arrive, telling


def test_reports_are_taken_in_in_a_transaction_of_their_own(own_database):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        arrive(telling(1))
    assert not Report.objects.exists()
    assert len(arrive(telling(1))) == 1


@pytest.mark.django_db
def test_the_alarm_of_immediate_danger_comes_before_scope_help_and_every_other_clock():
    arrive(telling(1, **AMINA, immediate_danger="yes"))
    assert Duty.objects.order_by("pk")[0].kind == Kind.ALARM
    lines = list(Line.objects.order_by("pk").values_list("action", flat=True))
    first = lines.index("duties.raise-alarm")
    assert set(lines[:first]) == {"content.keep", "reports.receive", "duties.start"}
    assert {"triage.assess", "cases.open", "support.offer", "letters.queue"} <= set(lines[first:])
