"""A case is held before anything that hangs on it, so that no two steps on one case wait for each other for ever."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import pathway
from hub.cases.models import Case
from hub.disclosures.terms import Basis
from hub.duties.models import Alarm
from hub.duties.terms import Danger
from hub.pathway import safeguarding
from hub.triage.models import Referral
from hub.triage.terms import AtRisk
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def alarm():
    arrive(telling(1, immediate_danger="yes", **AMINA))
    return Alarm.objects.get().reference


@pytest.fixture
def referral():
    arrive(telling(1, **AMINA))
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    return safeguarding.refer(
        subject=Case.objects.get().reference, to=(AtRisk.CHILD, "hackney"), basis=Basis.SAFEGUARDING,
        fields=["name"], reason="They are nine.", by=actor("bo"),
    ).reference  # fmt: skip


def held(step):
    """The tables whose rows a step holds, in the order in which it does."""
    with CaptureQueriesContext(connection) as asked:
        step()
    found = [each["sql"].split(' FROM "')[1].split('"')[0] for each in asked if "FOR UPDATE" in each["sql"]]
    return list(dict.fromkeys(found))


def test_an_alarm_is_held_after_its_case(alarm):
    named = {"dangers": [Danger.CHILD], "reason": "They are nine."}
    tables = held(lambda: pathway.name_danger(alarm=alarm, by=actor("bo"), **named))
    assert tables.index(Case._meta.db_table) < tables.index(Alarm._meta.db_table)
    tables = held(lambda: pathway.acknowledge_alarm(alarm=alarm, by=actor("bo")))
    assert tables.index(Case._meta.db_table) < tables.index(Alarm._meta.db_table)


def test_a_referral_is_held_after_its_case(referral):
    tables = held(
        lambda: safeguarding.decide_referral(referral=referral, goes=True, reason="", by=actor("ruth"))
    )
    assert tables.index(Case._meta.db_table) < tables.index(Referral._meta.db_table)
    Referral.objects.update(state="sent", sent_at=Referral.objects.get().decided_at)
    tables = held(
        lambda: safeguarding.hear_of_referral(referral=referral, their_reference="M-1", by=actor("bo"))
    )
    assert tables.index(Case._meta.db_table) < tables.index(Referral._meta.db_table)
