"""Not a crime, and somebody may still be in danger: what goes out first, who is still called, and what is never lost."""

import pytest

from hub import pathway
from hub.aside.models import Original
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotNow
from hub.disclosures.terms import Basis
from hub.pathway import safeguarding
from hub.reports.models import Report
from hub.triage.models import Referral
from hub.triage.terms import AtRisk, ReferralState
from hub.workers import tasks
from tests import alarm_peers
from tests.walks import AMINA, BO, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


def a_case(number=1, **given):
    return arrive(telling(number, **{**AMINA, **given}))[0].placed.case


def a_report(number=1, **given):
    arrive(telling(number, **{**AMINA, **given, "borough": "Kent", "postcode": ""}))
    return Report.objects.latest("pk").reference


def set_aside(subject):
    return pathway.set_aside(subject=subject, decided_at=clock.now(), by=BO)


# -- a safeguarding referral leaves whole or not at all


def refer(subject, basis=Basis.SAFEGUARDING):
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    found = safeguarding.refer(
        subject=subject, to=(AtRisk.CHILD, "hackney"), basis=basis, fields=["name", "threat"],
        reason="They are nine.", by=actor("bo"),
    )  # fmt: skip
    return found.reference


@pytest.mark.parametrize("state", [ReferralState.ASKED, ReferralState.AUTHORISED, ReferralState.SENDING])
@pytest.mark.parametrize("made", [a_case, a_report])
def test_nothing_is_set_aside_while_a_safeguarding_referral_has_not_gone(made, state):
    subject = made()
    referral = refer(subject, Basis.SAFEGUARDING if state == ReferralState.ASKED else Basis.VITAL_INTEREST)
    Referral.objects.update(state=state)
    with pytest.raises(NotNow, match=f"{referral} has not gone yet.*Have it sent, or have a second person refuse it"):
        set_aside(subject)
    assert not Original.objects.exists()


def test_a_referral_of_a_report_keeps_the_case_of_that_report_from_being_set_aside():
    report = a_report()
    refer(report)
    pathway.refuse_exit(report=report, reason="They live in Hackney.", by=actor("bo"))
    with pytest.raises(NotNow, match="has not gone yet"):
        set_aside(Case.objects.get().reference)


def test_once_it_is_sent_or_refused_it_may_be_set_aside(settings):
    one, two = a_case(1), a_case(2, reporter_name="Ada Invented", reporter_email="ada@example.org")
    refer(one, Basis.VITAL_INTEREST)
    with alarm_peers.mail(settings) as mail:
        tasks.send_referral(Referral.objects.get().pk)
    assert "Amina" in mail.taken[0].text
    set_aside(one)
    safeguarding.decide_referral(referral=refer(two), goes=False, reason="Known.", by=actor("gita"))
    set_aside(two)
    assert Original.objects.count() == 2
