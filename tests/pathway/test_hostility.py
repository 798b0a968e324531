"""What somebody perceives, and the hostility that the evidence shows: two records, and neither changes the other."""

from datetime import timedelta

import pytest

from hub.cases.models import Candidate, Case
from hub.cases.terms import NewCandidate
from hub.common import clock
from hub.pathway import deciding
from hub.reports.models import Perception, Report
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db

YESTERDAY = clock.now().astimezone(clock.LONDON).date() - timedelta(days=1)
RACE = {
    "content": ("abusive",),
    "purpose": ("distress",),
    "effect": ("alarm-or-distress",),
    "hostility": ("race",),
}


@pytest.fixture
def case():
    arrive(telling(**AMINA, strands="religion;disability", targeted_religion="muslim"))
    return Case.objects.get().reference


def test_evidence_of_hostility_is_kept_with_the_offence_by_whom_and_when_and_the_perception_stays(case):
    perceived = list(Perception.objects.order_by("pk").values())
    report = Report.objects.values().get()
    evidenced = NewCandidate("POA4A", YESTERDAY, strands=("race",), answers=RACE)
    deciding.choose_offences(case=case, chosen=(evidenced,), seen=None, by=actor("bo"))
    found = Candidate.objects.get()
    assert (found.strands, found.answers["hostility"], found.by) == (["race"], ["race"], str(actor("bo")))
    assert abs(found.at - clock.now()) < timedelta(hours=1)
    assert list(Perception.objects.order_by("pk").values()) == perceived
    assert Report.objects.values().get() == report


def test_what_was_perceived_is_no_evidence(case):
    basic = NewCandidate("POA4A", YESTERDAY)
    deciding.choose_offences(case=case, chosen=(basic,), seen=None, by=actor("bo"))
    found = Candidate.objects.get()
    assert (found.strands, found.answers) == ([], {})
    assert set(Perception.objects.values_list("strand", flat=True)) == {"religion", "disability"}
