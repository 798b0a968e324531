"""Somebody at risk: asked, authorised by a second person, sent to a real mail server, and heard of."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.disclosures.models import Release
from hub.disclosures.terms import Basis
from hub.duties.models import Duty
from hub.letters.terms import TryAgain
from hub.pathway import safeguarding
from hub.people.terms import Role
from hub.reports.models import Report
from hub.triage.models import Referral, ReferralAttempt
from hub.triage.terms import AtRisk
from hub.workers import tasks
from tests import alarm_peers
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db

CHILD = (AtRisk.CHILD, "hackney")
TOLD = {**AMINA, "victim_name": "Cy Invented", "victim_date_of_birth": "2015-01-01", "postcode": "E8 1EA",
        "reporter_role": "on-behalf"}  # fmt: skip


@pytest.fixture
def mail(settings) -> Iterator[alarm_peers.Mail]:
    with alarm_peers.mail(settings) as found:
        yield found


@pytest.fixture(autouse=True)
def mailbox():
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)


def case() -> str:
    arrive(telling(1, **TOLD))
    return Case.objects.get().reference


def ask(subject: str, **more) -> Referral:
    given = {
        "to": CHILD, "basis": Basis.SAFEGUARDING, "fields": ["name", "birth-date", "place"], "reason": "They are nine.",
        "by": actor("bo"), **more,
    }  # fmt: skip
    found = safeguarding.refer(subject=subject, **given)
    return Referral.objects.get(reference=found.reference)


def duty() -> Duty:
    return Duty.objects.get(kind="safeguarding")


def test_nothing_goes_before_a_second_person_and_whoever_asked_is_not_one(mail):
    found = ask(case())
    assert (found.state, duty().state) == ("asked", "running")
    tasks.send_referral(found.pk)
    assert not mail.taken
    with pytest.raises(NotPermitted, match="somebody else decides"):
        safeguarding.decide_referral(referral=found.reference, goes=True, reason="", by=actor("bo"))
    with pytest.raises(NotPermitted, match="somebody else decides"):
        safeguarding.decide_referral(
            referral=found.reference, goes=True, reason="", by=replace(actor("bo"), role=Role.INSPECTOR)
        )
    safeguarding.decide_referral(referral=found.reference, goes=True, reason="", by=actor("gita"))
    tasks.send_referral(found.pk)
    (sent,) = mail.taken
    assert sent.to == "mash@example.org"
    for words in (
        "Cy Invented",
        "2015-01-01",
        "E8 1EA",
        "They are nine.",
        "Authorised by Gita Invented",
        found.reference,
    ):
        assert words in sent.text
    for words in ("07700", "amina@example.org", "Invented report 1"):
        assert words not in sent.text, "only what was chosen is passed on"
    (release,) = Release.objects.filter(recipient_kind="safeguarding")
    assert (release.basis, release.fields, release.recipient) == (
        "safeguarding", ["birth-date", "name", "place"], "child:hackney",
    )  # fmt: skip
    assert Line.objects.filter(action="identities.original", refused=False).exists()
    tasks.send_referral(found.pk)
    assert len(mail.taken) == 1


def test_it_is_done_with_their_reference_and_the_duty_with_it(mail):
    found = ask(case())
    safeguarding.decide_referral(referral=found.reference, goes=True, reason="", by=actor("ruth"))
    with pytest.raises(NotNow, match="waits to go"):
        safeguarding.hear_of_referral(referral=found.reference, their_reference="M-1", by=actor("bo"))
    tasks.send_referral(found.pk)
    assert duty().state == "running"
    with pytest.raises(Refusal, match="reference that they gave"):
        safeguarding.hear_of_referral(referral=found.reference, their_reference="  ", by=actor("bo"))
    safeguarding.hear_of_referral(referral=found.reference, their_reference=" MASH  2026/1 ", by=actor("bo"))
    assert (duty().state, duty().ended_because) == ("done", "They have it: MASH 2026/1.")


def test_a_refused_one_ends_the_duty_and_says_why_and_another_begins_it_again(mail):
    subject = case()
    found = ask(subject)
    with pytest.raises(Refusal, match="Say why it does not go"):
        safeguarding.decide_referral(referral=found.reference, goes=False, reason=" ", by=actor("gita"))
    safeguarding.decide_referral(
        referral=found.reference, goes=False, reason="They are known there.", by=actor("gita")
    )
    assert duty().state == "done"
    with pytest.raises(NotNow, match="refused by a second person"):
        safeguarding.decide_referral(referral=found.reference, goes=True, reason="", by=actor("gita"))
    ask(subject)
    assert sorted(Duty.objects.filter(kind="safeguarding").values_list("state", flat=True)) == [
        "done",
        "running",
    ]


def test_the_duty_runs_while_another_referral_of_the_case_is_open(mail):
    subject = case()
    first, second = ask(subject), ask(subject)
    safeguarding.decide_referral(referral=first.reference, goes=False, reason="Known.", by=actor("gita"))
    assert duty().state == "running"
    safeguarding.decide_referral(referral=second.reference, goes=False, reason="Known.", by=actor("gita"))
    assert duty().state == "done"


def test_on_vital_interest_it_goes_at_once(mail):
    found = ask(case(), basis=Basis.VITAL_INTEREST, fields=["name", "contact", "threat", "language"])
    assert found.state == "authorised"
    tasks.send_referral(found.pk)
    assert "telephone 07700 900123" in mail.taken[0].text
    assert "Authorised by Bo Invented" in mail.taken[0].text
    assert "E8 1EA" not in mail.taken[0].text


def test_a_mail_server_that_refuses_is_asked_again_and_what_left_is_on_record_once(mail):
    mail.answers = ["451 later"]
    found = ask(case(), basis=Basis.VITAL_INTEREST)
    with pytest.raises(TryAgain):
        tasks.send_referral(found.pk)
    tasks.send_referral(found.pk)
    found.refresh_from_db()
    assert found.state == "sent"
    assert list(ReferralAttempt.objects.order_by("pk").values_list("accepted", "code")) == [
        (False, 451),
        (True, 250),
    ]
    assert Release.objects.filter(recipient_kind="safeguarding").count() == 1


def test_without_a_mail_server_it_waits(settings):
    settings.EMAIL_HOST = ""
    found = ask(case(), basis=Basis.VITAL_INTEREST)
    with pytest.raises(TryAgain):
        tasks.send_referral(found.pk)


@pytest.mark.parametrize(
    ("more", "why"),
    [({"reason": " "}, "Say what makes you think"), ({"to": (AtRisk.ADULT, "hackney")}, "Ring them now"),
     ({"basis": Basis.OWN_FORCE}, "Choose why"), ({"fields": []}, "what is passed on"), ({"fields": ["secret"]}, "what is passed on")],
)  # fmt: skip
def test_what_is_not_whole_is_refused_in_a_sentence(more, why):
    with pytest.raises(Refusal, match=why):
        ask(case(), **more)
    assert not Referral.objects.exists()


def test_a_referral_of_a_report_ends_its_duty_on_the_case_that_the_report_has_by_then(mail):
    arrive(telling(1, **{**TOLD, "borough": "Kent", "postcode": ""}))
    report = Report.objects.get().reference
    found = ask(report, basis=Basis.VITAL_INTEREST)
    pathway.refuse_exit(report=report, reason="They live in Hackney.", by=actor("bo"))
    tasks.send_referral(found.pk)
    assert duty().subject_kind == "case"
    safeguarding.hear_of_referral(referral=found.reference, their_reference="M-1", by=actor("bo"))
    assert duty().state == "done"


def test_what_is_not_there_is_said():
    with pytest.raises(NotFound, match="no safeguarding referral"):
        safeguarding.see_referral(referral="F-00000-00000", by=actor("bo"))
    with pytest.raises(NotFound, match="no safeguarding referral"):
        safeguarding.hear_of_referral(referral="F-00000-00000", their_reference="M", by=actor("bo"))
    with pytest.raises(NotFound, match="no borough"):
        pathway.set_safeguarding_mailbox(borough="paris", kind="child", address="a@example.org", by=OPERATOR)
    with pytest.raises(NotFound, match="a child or an adult"):
        pathway.set_safeguarding_mailbox(borough="hackney", kind="cat", address="a@example.org", by=OPERATOR)
    with pytest.raises(Refusal, match="not an e-mail address"):
        pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="a", by=OPERATOR)


def test_an_adult_at_risk_goes_to_those_who_safeguard_adults(mail):
    pathway.set_safeguarding_mailbox(
        borough="hackney", kind="adult", address="adults@example.org", by=OPERATOR
    )
    found = ask(case(), to=(AtRisk.ADULT, "hackney"), reason="They cannot keep themselves safe.")
    safeguarding.decide_referral(referral=found.reference, goes=True, reason="", by=actor("gita"))
    tasks.send_referral(found.pk)
    (sent,) = mail.taken
    assert sent.to == "adults@example.org"
    assert "an adult at risk" in sent.text
    assert sent.text.startswith("An adult")
    assert "They cannot keep themselves safe." in sent.text
    found.refresh_from_db()
    assert (found.state, duty().state) == ("sent", "running")
