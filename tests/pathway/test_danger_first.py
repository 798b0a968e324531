"""An alarm from receipt to the second recipient, to the control room, and back: against a real mail server and receiver."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import signing
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.disclosures.models import Release
from hub.duties import actions as duties
from hub.duties import queries
from hub.duties.actions import following
from hub.duties.models import Alarm, Answer, Call, Duty
from hub.duties.terms import AlarmState, Channel, Danger
from hub.pathway import alarming, walls
from hub.people import actions as people
from hub.reports.models import Report
from hub.workers import tasks
from tests import alarm_peers
from tests.held_clock import held_at
from tests.pathway.danger_world import DANGER, KEY, NIGHT, control_room, on_call, reported, text_messages
from tests.walks import MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings) -> Iterator[alarm_peers.Mail]:
    with alarm_peers.mail(settings) as found:
        yield found


@pytest.fixture
def gateway(settings) -> Iterator[alarm_peers.Service]:
    with text_messages(settings) as found:
        yield found


@pytest.fixture
def receiver(settings) -> Iterator[alarm_peers.Service]:
    with control_room(settings) as found:
        yield found


@pytest.fixture
def at(monkeypatch):
    """Holds the clock, at three in the night unless told otherwise."""
    return held_at(monkeypatch, NIGHT)


@pytest.fixture
def rota(at) -> None:
    """Bo first, by text message; then Ruth, by e-mail."""
    on_call("bo", 1, (Channel.SMS, "+44 7700 900001"))
    on_call("ruth", 2, (Channel.EMAIL, "ruth@example.org"))


def minute_by_minute(at, minutes: int) -> None:
    """What the worker does every minute, and the jobs that come of it."""
    begun = clock.now()
    for each in range(1, minutes + 1):
        at(begun + timedelta(minutes=each))
        alarming.call_alarms_again(by=MACHINE)
        for pk in queries.raised():
            tasks.call_alarm(pk)


def test_the_second_on_call_is_reached_within_six_minutes_of_the_receipt_where_the_first_is_silent(
    mail, gateway, receiver, rota, at
):
    alarm = reported()
    (job,) = ProcrastinateJob.objects.filter(task_name="duties.call-alarm")
    assert (job.args, job.priority) == ({"id": alarm.pk}, 100)
    tasks.call_alarm(alarm.pk)  # deferred with the report: at once
    (first,) = gateway.taken
    assert first.to == "+44 7700 900001"
    assert alarm.reference in first.text
    assert not mail.taken
    minute_by_minute(at, 4)
    assert not mail.taken, "the first has five minutes"
    minute_by_minute(at, 2)
    (second,) = mail.taken
    assert second.to == "ruth@example.org"
    call = Call.objects.get(officer=account("ruth").reference)
    assert call.at - Report.objects.get().received_at <= timedelta(minutes=6)
    assert len(gateway.taken) == 1, "nobody is called twice in a round"
    assert not receiver.taken
    pathway.acknowledge_alarm(alarm=alarm.reference, by=actor("ruth"))
    minute_by_minute(at, 30)
    assert (len(gateway.taken), len(mail.taken), len(receiver.taken)) == (1, 1, 0)
    shown = queries.alarm(alarm.reference)
    assert (shown.acknowledged_by, shown.acknowledged_at) == (
        str(actor("ruth")),
        NIGHT + timedelta(minutes=6),
    )
    assert [(each.accepted, each.code) for each in shown.calls] == [(True, 202), (True, 250)]


def one_with_an_interest() -> None:
    """Bo says that the case is of his family."""
    case = Case.objects.get().reference
    walls.declare_interest(subject=case, reason="He is my brother.", seen=None, by=actor("bo"))


def test_whoever_has_an_interest_is_passed_over_and_the_next_is_called_at_once(mail, gateway, rota, at):
    alarm = reported()
    one_with_an_interest()
    tasks.call_alarm(alarm.pk)
    assert not gateway.taken
    assert [each.to for each in mail.taken] == ["ruth@example.org"]


def test_the_control_room_is_called_at_once_where_only_one_with_an_interest_is_on_call(gateway, receiver, at):
    on_call("bo", 1, (Channel.SMS, "+44 7700 900001"))
    alarm = reported()
    one_with_an_interest()
    tasks.call_alarm(alarm.pk)
    assert (len(gateway.taken), len(receiver.taken)) == (0, 1)


def test_one_with_an_interest_is_called_where_nobody_else_can_be(gateway, at):
    on_call("bo", 1, (Channel.SMS, "+44 7700 900001"))
    alarm = reported()
    one_with_an_interest()
    tasks.call_alarm(alarm.pk)
    assert [each.to for each in gateway.taken] == ["+44 7700 900001"]


def test_one_with_an_interest_who_was_called_before_they_said_so_is_waited_for_no_more(
    mail, gateway, rota, at
):
    alarm = reported()
    tasks.call_alarm(alarm.pk)
    assert [each.to for each in gateway.taken] == ["+44 7700 900001"]
    one_with_an_interest()
    minute_by_minute(at, 1)
    assert [each.to for each in mail.taken] == ["ruth@example.org"]


def test_one_with_an_interest_is_called_last_where_the_control_room_hears_nothing(gateway, receiver, at):
    receiver.answers.extend([500] * 200)
    on_call("bo", 1, (Channel.SMS, "+44 7700 900001"))
    alarm = reported()
    pathway.raise_alarm(
        subject=alarm.subject, dangers=[Danger.HOME_KNOWN], reason="Their door is shown.", by=actor("bo")
    )
    one_with_an_interest()
    tasks.call_alarm(alarm.pk)
    minute_by_minute(at, 3)
    told = gateway.taken[0]
    assert told.to == "+44 7700 900001"
    assert alarm.subject in told.text
    assert "Address" not in told.text, "which danger it is they are not told"
    before = Call.objects.filter(called="control-room").count()
    minute_by_minute(at, 5)
    assert Call.objects.filter(called="control-room").count() > before > 2, (
        "the room is asked again as soon as where it is the last"
    )


def test_an_officer_is_told_reference_and_danger_and_never_who_anybody_is(mail, gateway, rota, at):
    alarm = reported()
    tasks.call_alarm(alarm.pk)
    minute_by_minute(at, 5)
    for taken in (*gateway.taken, *mail.taken):
        told = taken.body.decode().casefold()
        for word in ("amina", "07700 900123", "e8 1ea", "invented report"):
            assert word not in told
        assert "Immediate danger, not named yet" in taken.text
        assert alarm.subject in taken.text
        token = re.search(r"/desk/alarms/from/(\S+)/", taken.text)[1]
        assert alarming.of_link(token) == alarm.reference
    assert gateway.taken[0].headers["Authorization"] == "Bearer an invented token of the gateway"
    assert not Release.objects.filter(recipient_kind="control-room").exists()


def test_the_control_room_is_told_what_it_sends_help_by_and_the_record_says_so(
    mail, receiver, rota, at, settings
):
    settings.SMS_GATEWAY = ""  # the first cannot be reached at all
    alarm = reported()
    pathway.raise_alarm(
        subject=alarm.subject, dangers=[Danger.HOME_KNOWN], reason="Their door is shown.", by=actor("bo")
    )
    tasks.call_alarm(alarm.pk)
    assert [each.to for each in mail.taken] == ["ruth@example.org"], (
        "a way that fails is followed by the next at once"
    )
    minute_by_minute(at, 5)
    (told,) = receiver.taken
    for words in ("Amina Invented", "E8 1EA", "Hackney", "Invented report 1", "telephone 07700 900123",
                  "They said that this is safe", "Address, school or workplace", "Their door is shown."):  # fmt: skip
        assert words in told.text
    timestamp, given = told.headers["Hub-Timestamp"], told.headers["Hub-Signature"]
    wanted = hmac.new(KEY.encode(), f"{timestamp}.".encode() + told.body, hashlib.sha256).hexdigest()
    assert given == f"v1={wanted}"
    assert told.headers["Idempotency-Key"] == json.loads(told.body)["key"]
    (release,) = Release.objects.filter(recipient_kind="control-room")
    assert (release.basis, release.subject) == ("vital-interest", alarm.subject)
    assert {"name", "place", "threat", "contact"} <= set(release.fields)
    assert Line.objects.filter(action="identities.original", subject=alarm.subject, refused=False).exists()
    assert Line.objects.filter(action="disclosures.release", subject=alarm.subject).exists()
    assert "Amina" not in json.dumps(list(ProcrastinateJob.objects.values_list("args", flat=True)))


@pytest.mark.parametrize(
    ("safe", "said", "kept_back"),
    [("no", "Do not contact them", ["07700", "amina@example.org"]), ("phone", "By telephone only", ["amina@example.org"]),
     ("e-mail", "By e-mail only", ["07700"])],
)  # fmt: skip
def test_what_is_not_safe_is_not_passed_on_to_the_control_room(receiver, at, safe, said, kept_back):
    alarm = reported(safe_to_contact=safe)
    tasks.call_alarm(alarm.pk)
    (told,) = receiver.taken
    assert said in told.text
    assert not [each for each in kept_back if each in told.body.decode()]


def test_who_says_later_that_it_is_not_safe_is_not_contacted_on_the_earlier_word(receiver):
    alarm = reported(safe_to_contact="yes")
    arrive(telling(1, **{**DANGER, "safe_to_contact": "no"}))
    tasks.call_alarm(alarm.pk)
    (told,) = receiver.taken
    assert "Do not contact them" in told.text
    assert "07700" not in told.body.decode()


def test_where_nobody_is_on_call_the_control_room_is_told_at_once_and_again(receiver, at):
    alarm = reported()
    tasks.call_alarm(alarm.pk)
    assert "Nobody is on call" in receiver.taken[0].text
    minute_by_minute(at, 14)
    assert len(receiver.taken) == 1
    minute_by_minute(at, 1)
    assert len(receiver.taken) == 2, "until somebody acknowledges"


def test_where_the_control_room_does_not_take_it_its_next_way_is_tried_at_once_and_all_again_within_a_minute(
    mail, receiver, at, settings
):
    settings.CONTROL_ROOM_EMAIL = "control@example.org"
    receiver.answers, mail.answers = [500, 302], ["451 later", "250 taken"]
    alarm = reported()
    tasks.call_alarm(alarm.pk)
    assert not receiver.taken
    assert not mail.taken
    minute_by_minute(at, 1)
    assert not receiver.taken, "what leads elsewhere is not followed"
    assert [each.to for each in mail.taken] == ["control@example.org"]
    assert list(Answer.objects.order_by("pk").values_list("accepted", "code")) == [
        (False, 500), (False, 451), (False, 302), (True, 250),
    ]  # fmt: skip


def test_where_nothing_is_set_up_the_alarm_stays_and_says_that_nobody_was_called(at):
    alarm = reported()
    tasks.call_alarm(alarm.pk)
    minute_by_minute(at, 3)
    assert not Call.objects.exists()
    assert Alarm.objects.get().state == "raised"
    assert queries.cover().nobody


def test_danger_goes_before_scope_and_is_called_from_anywhere(receiver, at):
    arrive(telling(1, **{**DANGER, "borough": "Kent", "online": "no", "strands": "none"}))
    alarm = Alarm.objects.get()
    tasks.call_alarm(alarm.pk)
    assert "Kent" in receiver.taken[0].text


def test_what_an_old_file_tells_of_danger_calls_nobody(at):
    arrive(telling(1, **DANGER), historic=True)
    assert not Alarm.objects.exists()


def test_danger_that_is_sent_again_is_called_anew_once_somebody_had_the_first(receiver, at):
    alarm = reported()
    tasks.call_alarm(alarm.pk)
    arrive(telling(1, **{**DANGER, "what_happened": "Invented: they are at the door."}))
    assert Alarm.objects.count() == 1, "it is being called already"
    pathway.acknowledge_alarm(alarm=alarm.reference, by=actor("bo"))
    arrive(telling(1, **{**DANGER, "what_happened": "Invented: they are in the house."}))
    later = Alarm.objects.exclude(pk=alarm.pk).get()
    tasks.call_alarm(later.pk)
    for words in ("Invented report 1", "they are at the door", "they are in the house"):
        assert words in receiver.taken[-1].text


def test_acknowledging_is_not_acting_and_acting_ends_the_alarm(receiver, at):
    alarm = reported()
    pathway.acknowledge_alarm(alarm=alarm.reference, by=actor("bo"))
    duty = Duty.objects.get(kind="alarm")
    assert duty.state == "running", "the clock of fifteen minutes runs on"
    pathway.complete_duty(duty=duty.reference, reason="A car is with them.", by=actor("bo"))
    alarm.refresh_from_db()
    assert (alarm.state, alarm.ended_because) == ("ended", "A car is with them.")
    with pytest.raises(NotNow, match="has ended"):
        pathway.acknowledge_alarm(alarm=alarm.reference, by=actor("ruth"))


def test_acting_ends_an_alarm_that_nobody_acknowledged(at):
    alarm = reported()
    pathway.complete_duty(
        duty=Duty.objects.get(kind="alarm").reference, reason="They are safe.", by=actor("bo")
    )
    alarm.refresh_from_db()
    assert (alarm.state, alarm.acknowledged_by) == ("ended", "")
    tasks.call_alarm(alarm.pk)
    assert not Call.objects.exists()


def test_an_alarm_goes_with_its_duty_to_the_case_of_a_report_that_stays(at):
    arrive(telling(1, **{**DANGER, "borough": "Kent", "postcode": ""}))
    alarm = Alarm.objects.get()
    pathway.refuse_exit(report=alarm.subject, reason="She lives in Hackney.", by=actor("bo"))
    alarm.refresh_from_db()
    assert alarm.subject == Case.objects.get().reference
    pathway.complete_duty(
        duty=Duty.objects.get(kind="alarm").reference, reason="They are safe.", by=actor("bo")
    )
    alarm.refresh_from_db()
    assert alarm.state == "ended"


def test_who_acknowledged_first_has_it_and_the_second_is_told_who(at):
    alarm = reported()
    pathway.acknowledge_alarm(alarm=alarm.reference, by=actor("bo"))
    with pytest.raises(NotNow, match=r"Bo Invented acknowledged alarm W-.* at Tue 25 Nov 2031 03:00 GMT"):
        pathway.acknowledge_alarm(alarm=alarm.reference, by=actor("ruth"))


def test_a_link_that_was_changed_leads_nowhere():
    token = signing.dumps("W-AAAAA-AAAAA", salt="hub.alarms")
    with pytest.raises(NotFound, match="not one of ours"):
        alarming.of_link(token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_an_officer_raises_an_alarm_on_a_case_and_names_its_kind(at):
    arrive(telling(1))
    case = Case.objects.get().reference
    alarm = pathway.raise_alarm(
        subject=case, dangers=[Danger.WEAPON, Danger.PILE_ON], reason="A knife is shown.", by=actor("bo")
    )
    assert queries.alarm(alarm).dangers == (Danger.WEAPON, Danger.PILE_ON)
    assert Duty.objects.get(subject=case, kind="alarm").state == "running"
    with pytest.raises(Refusal, match="Say what you know"):
        pathway.raise_alarm(subject=case, dangers=[Danger.CHILD], reason=" ", by=actor("bo"))
    with pytest.raises(NotPermitted):
        pathway.raise_alarm(subject=case, dangers=[], reason="", by=actor("nadia"))
    with pytest.raises(NotFound, match="no case"):
        pathway.raise_alarm(subject="C-00000-00000", dangers=[], reason="", by=actor("bo"))
    pathway.name_danger(alarm=alarm, dangers=[Danger.CHILD], reason="A child is named.", by=actor("bo"))
    assert Danger.CHILD in queries.alarm(alarm).dangers
    with pytest.raises(NotNow, match="already"):
        pathway.name_danger(alarm=alarm, dangers=[Danger.CHILD], reason="Again.", by=actor("bo"))


def test_whoever_left_is_not_called(receiver, rota, at, gateway, mail):
    for who in ("bo", "ruth"):
        with transaction.atomic():
            people.close(account=account(who).pk, by=OPERATOR)
    tasks.call_alarm(reported().pk)
    assert not gateway.taken
    assert len(receiver.taken) == 1


# What cannot be done


def test_what_is_not_whole_or_not_there_is_said_in_a_sentence(at):
    alarm = reported().reference
    with pytest.raises(Refusal, match="one or more"):
        duties.name_danger(alarm=alarm, dangers=[], reason="x", by=actor("bo"))
    with pytest.raises(Refusal, match="Say what you know"):
        duties.name_danger(alarm=alarm, dangers=[Danger.CHILD], reason=" ", by=actor("bo"))
    with pytest.raises(NotFound, match="no alarm"):
        pathway.acknowledge_alarm(alarm="W-00000-00000", by=actor("bo"))
    with pytest.raises(NotFound, match="no alarm"):
        alarming.see_alarm(alarm="W-00000-00000", by=actor("bo"))
    with pytest.raises(NotFound, match="no report"):
        pathway.raise_alarm(subject="R-00000-00000", dangers=[], reason="x", by=actor("bo"))


def test_an_alarm_that_has_ended_never_moves_again(at):
    row = reported()
    following.move(row, AlarmState.ENDED, by=MACHINE, reason="Invented.")
    with pytest.raises(AssertionError, match="cannot become"):
        following.move(row, AlarmState.ACKNOWLEDGED, by=MACHINE)


def test_whoever_is_called_by_a_pager_service_is_named_as_it_knows_them(receiver, at, settings):
    settings.PAGER_WEBHOOK, settings.PAGER_WEBHOOK_KEY = receiver.url, "an invented key of the pager"
    on_call("bo", 1, (Channel.WEBHOOK, "hub-first"))
    tasks.call_alarm(reported().pk)
    (taken,) = receiver.taken
    assert taken.to == "hub-first"
    assert "Amina" not in taken.body.decode()
