"""Not a crime, and somebody may still be in danger: what goes out first, who is still called, and what is never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hub import pathway
from hub.aside import queries as known
from hub.aside.models import Original
from hub.aside.terms import Because
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotNow
from hub.disclosures.terms import Basis
from hub.duties import actions as duties
from hub.duties.models import Alarm, Duty
from hub.duties.terms import Kind, NewDuty
from hub.keys.terms import Destroyed
from hub.pathway import aside, safeguarding
from hub.reports.models import Report, Resend
from hub.reports.terms import Disposition
from hub.triage.models import Referral
from hub.triage.terms import AtRisk, ReferralState
from hub.workers import tasks
from tests import alarm_peers
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


def a_case(number=1, **given):
    return arrive(telling(number, **{**AMINA, **given}))[0].placed.case


def a_report(number=1, **given):
    arrive(telling(number, **{**AMINA, **given, "borough": "Kent", "postcode": ""}))
    return Report.objects.latest("pk").reference


def set_aside(subject):
    return pathway.set_aside(subject=subject, decided_at=clock.now(), by=BO)


def later(monkeypatch, **by):
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def disposed(monkeypatch):
    """A case whose original is gone, with everything that was told of it."""
    case = a_case(borough="Hackney", what_happened="Somebody shouted at me in the street.", postcode="E8 1EA")
    set_aside(case)
    later(monkeypatch, days=70)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    return case


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
    with pytest.raises(
        NotNow, match=f"{referral} has not gone yet.*Have it sent, or have a second person refuse it"
    ):
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


# -- what was told is gone, and something happens all the same


def test_a_changed_resend_of_what_was_erased_is_kept_beside_as_differing_in_all_that_it_says(disposed):
    found = arrive(telling(1, **AMINA, wants="Stop them"), telling(2, **AMINA))
    assert [each.disposition for each in found] == [Disposition.CHANGED, Disposition.NEW]
    assert {"wants", "what_happened", "reporter_name"} <= set(found[0].columns)
    assert list(Resend.objects.values_list("columns", flat=True)) == [list(found[0].columns)]
    assert Duty.objects.filter(kind=Kind.REVIEW_CHANGE, state="running").count() == 1
    assert not Alarm.objects.exists()


def test_a_changed_resend_of_what_was_erased_raises_its_alarm(disposed):
    arrive(telling(1, **AMINA, immediate_danger="yes"))
    assert Alarm.objects.get().subject == Report.objects.get().reference


def test_the_control_room_is_reached_although_what_was_told_was_erased(disposed, settings):
    settings.CONTROL_ROOM_EMAIL = "control@example.org"
    pathway.raise_alarm(subject=disposed, dangers=[], reason="They are at the door.", by=actor("bo"))
    alarm = Alarm.objects.get()
    with alarm_peers.mail(settings) as mail:
        tasks.call_alarm(alarm.pk)
    (sent,) = mail.taken
    assert sent.to == "control@example.org"
    for words in (
        "Amina Invented",
        "07700 900123",
        "Hackney",
        "They are at the door.",
        "not told: it has been erased",
    ):
        assert words in sent.text
    assert "E8 1EA" not in sent.text
    assert Line.objects.filter(action="identities.open", subject=disposed, refused=False).exists()
    assert not Line.objects.filter(action="identities.original", refused=False).exists(), "nothing was opened"


def test_what_came_after_it_was_erased_is_told_to_the_control_room(disposed, settings):
    settings.CONTROL_ROOM_EMAIL = "control@example.org"
    arrive(telling(1, **AMINA, what_happened="They are back.", postcode="E9 6EG", immediate_danger="yes"))
    with alarm_peers.mail(settings) as mail:
        tasks.call_alarm(Alarm.objects.get().pk)
    for words in ("They are back.", "E9 6EG", "it has been erased"):
        assert words in mail.taken[0].text


def test_a_referral_goes_although_what_was_told_was_erased(monkeypatch, settings):
    case = a_case()
    refer(case, Basis.VITAL_INTEREST)
    Referral.objects.update(state=ReferralState.SENT)  # it left once, and the mail server lost it
    set_aside(case)
    later(monkeypatch, days=70)
    duties.complete_kind(subjects=[case], kind=Kind.SAFEGUARDING, reason="They had it.", by=BO)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    Referral.objects.update(state=ReferralState.SENDING)
    with alarm_peers.mail(settings) as mail:
        tasks.send_referral(Referral.objects.get().pk)
    assert "Amina Invented" in mail.taken[0].text
    assert "it has been erased" in mail.taken[0].text


@pytest.mark.parametrize("kind", ["alarm", "ask", "review-change", "safeguarding"])
def test_no_original_is_disposed_of_while_somebody_may_have_to_read_it(monkeypatch, kind):
    case, other = a_case(1), a_case(2, reporter_name="Ada Invented", reporter_email="ada@example.org")
    report = Report.objects.earliest("pk").reference
    set_aside(case)
    set_aside(other)
    subject = ("report", report) if kind == "review-change" else ("case", case)
    duties.start(duties=[NewDuty(*subject, Kind(kind), clock.now())], by=BO)
    later(monkeypatch, days=70)
    assert aside.needed(known.due()) == {case}
    assert pathway.ask_to_dispose(by=MACHINE) == 1
    assert not pathway.dispose_of_original(original=Original.objects.get(subject=case).pk, by=MACHINE)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert Original.objects.get(state="kept").subject == case
    duties.complete_kind(subjects=[subject[1]], kind=Kind(kind), reason="It is done.", by=BO)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert not pathway.dispose_of_original(original=0, by=MACHINE)


def test_every_time_that_it_was_told_is_shown_and_what_came_after_its_day(monkeypatch):
    case = a_case()
    report, gita = Report.objects.get().reference, actor("gita")
    arrive(telling(1, **AMINA, wants="Stop them"))
    set_aside(case)
    arrive(telling(1, **AMINA, wants="Stop them now"))

    def shown():
        found = aside.show_original(subject=case, report=report, reason="They asked.", by=gita)
        return [each.get("wants", "") for each in found]

    assert shown() == ["", "Stop them", "Stop them now"]
    assert Line.objects.filter(action="identities.original", actor=str(gita)).count() == 3
    duties.complete_kind(subjects=[report], kind=Kind.REVIEW_CHANGE, reason="Read.", by=BO)
    later(monkeypatch, days=70)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    with pytest.raises(Destroyed, match="Nobody can bring it back"):
        shown()
    arrive(telling(1, **AMINA, wants="They are back"))
    assert shown() == ["They are back"]


def test_what_a_court_needs_is_held_although_another_look_is_asked_and_refused(monkeypatch):
    case = a_case()
    set_aside(case)
    until = known.today() + timedelta(days=90)
    aside.hold_original(subject=case, until=until, reason="A court.", by=OPERATOR)
    pathway.ask_for_another_look(subject=case, reason="She says that it goes on.", by=BO)
    row = Original.objects.get()
    assert (row.because, row.held_until, row.held_by) == (Because.PROCEEDINGS, until, str(OPERATOR))
    with pytest.raises(NotNow, match="waits for another look already"):
        pathway.ask_for_another_look(subject=case, reason="Again.", by=BO)
    assert pathway.refuse_another_look(subject=case, reason="It stays.", by=OPERATOR) is None
    assert not aside.looks_again([case])
    assert Original.objects.get().because == Because.PROCEEDINGS
    later(monkeypatch, days=70)
    assert pathway.dispose_of_originals(by=MACHINE) == 0
    assert (
        pathway.refuse_another_look(subject=case, reason="The court is done.", by=OPERATOR) == row.dispose_on
    )
    assert pathway.dispose_of_originals(by=MACHINE) == 1


def test_another_look_outlasts_the_hold_of_a_court(monkeypatch):
    case = a_case()
    set_aside(case)
    aside.hold_original(
        subject=case, until=known.today() + timedelta(days=65), reason="A court.", by=OPERATOR
    )
    pathway.ask_for_another_look(subject=case, reason="She says that it goes on.", by=BO)
    later(monkeypatch, days=70)
    assert pathway.dispose_of_originals(by=MACHINE) == 0
    assert Original.objects.get().state == "kept"
    assert pathway.refuse_another_look(subject=case, reason="It stays.", by=OPERATOR) < known.today()
    assert pathway.dispose_of_originals(by=MACHINE) == 1


def test_changed_resends_are_compared_in_as_many_questions_as_one():
    arrive(*(telling(each) for each in range(1, 9)))
    counting = Counting()
    with connection.execute_wrapper(counting):
        arrive(telling(1, wants="Stop them"))
    alone, counting.asked = counting.asked, 0
    with connection.execute_wrapper(counting):
        arrive(*(telling(each, wants="Stop them") for each in range(2, 9)))
    assert counting.asked == alone


class Counting:
    """Counts the questions to the database."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute, sql, params, many, context) -> Any:
        self.asked += 1
        return execute(sql, params, many, context)
