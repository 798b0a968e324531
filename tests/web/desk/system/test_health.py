"""What Health says, one thing at a time; "Nothing is wrong" stands only where nothing is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.duties.models import Duty, Shift
from hub.duties.terms import Channel, Kind
from hub.evidence.models import Exhibit
from hub.letters.models import Letter
from hub.pathway import evidence, examining, rota
from hub.pathway.found import Found
from hub.people.models import Account
from hub.people.terms import MACHINE, AccountState
from hub.places import queries as places
from hub.places.models import Edition, Mailbox, SafeguardingMailbox
from hub.triage.terms import AtRisk
from hub.web.desk.system.telling import lead
from tests import alarm_peers
from tests.architecture.vault_actions import FILE
from tests.pathway.danger_world import on_call
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db

# The server of the tests runs without them, because its databases come and go.
OF_THE_SERVER = {"fsync", "data checksums"}
SECRET = "invented" * 4


def words(response) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def well(settings):
    """A hub of which everything is set, somebody is on call, the test went through, and nothing is late."""
    settings.HUB_LOCAL, settings.DEFAULT_FROM_EMAIL = False, "hub@example.org"
    settings.SMS_GATEWAY, settings.SMS_GATEWAY_TOKEN = "https://sms.invalid/", SECRET
    settings.CONTROL_ROOM_WEBHOOK, settings.CONTROL_ROOM_WEBHOOK_KEY = "https://control.invalid/", SECRET
    settings.ALARM_TEST_EMAIL, settings.HUB_CLAMD = "test@example.org", "127.0.0.1:3310"
    account("ken")  # of the dedicated unit
    settings.HUB_QUARANTINE_KEYS = settings.HUB_HOME.parent / "of the dedicated unit"
    atlas = places.atlas()
    Mailbox.objects.bulk_create(Mailbox(unit=each, address="unit@example.org") for each in atlas.units)
    SafeguardingMailbox.objects.bulk_create(
        SafeguardingMailbox(borough=each, kind=kind.value, address="safe@example.org") for each in atlas.boroughs for kind in AtRisk
    )  # fmt: skip
    Edition.objects.create(name="Invented", loaded_at=clock.now(), by="operator", in_force=True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [clock.now()])
    with alarm_peers.mail(settings):
        on_call("bo", 1, (Channel.SMS, "+44 7700 900001"))
        made = pathway.raise_test_alarm(by=MACHINE)
        pathway.call_alarm(alarm=pathway.alarming.see_alarm(alarm=made, by=actor("bo")).id, by=MACHINE)
        yield settings


def found() -> dict[str, Found]:
    """What is wrong or wanting, by what it is about."""
    looked = examining.look(by=actor("adi")).found
    return {
        each.about: each for each in looked if (each.wrong or each.advice) and each.about not in OF_THE_SERVER
    }


def nobody_can_be_reached(settings):
    rota.remove_way(officer=account("bo").reference, channel=Channel.SMS, by=actor("gita"))


def nobody_is_on_call(settings):
    rota.remove_shift(shift=Shift.objects.get().reference, by=actor("gita"))


def no_control_room(settings):
    settings.CONTROL_ROOM_WEBHOOK = ""


def an_alarm_reaches_nobody(settings):
    nobody_is_on_call(settings)
    no_control_room(settings)


def no_mail(settings):
    settings.EMAIL_HOST = ""


def no_text_messages(settings):
    settings.SMS_GATEWAY = ""


def a_pager_that_is_not_set(settings):
    rota.set_way(officer=account("bo").reference, channel=Channel.WEBHOOK, address="bo", by=actor("gita"))


def no_recipient_of_the_test(settings):
    settings.ALARM_TEST_EMAIL = ""


def a_unit_without_a_mailbox(settings):
    Mailbox.objects.filter(unit="CE").delete()


def nobody_who_safeguards_in_a_borough(settings):
    SafeguardingMailbox.objects.filter(borough="hackney").delete()


def an_alarm_that_nobody_has(settings):
    arrive(telling(1, immediate_danger="yes", **AMINA))


def a_letter_that_was_refused_for_good(settings):
    arrive(telling(1, **AMINA))
    Letter.objects.filter(template="news").update(state="refused", held="")


def a_late_duty(settings):
    arrive(telling(1, **AMINA))
    Duty.objects.filter(kind=Kind.RECORDED).update(
        starts_at=clock.now() - timedelta(days=3), due_at=clock.now() - timedelta(hours=2)
    )


def danger_that_nobody_acted_on(settings):
    arrive(telling(1, immediate_danger="yes", **AMINA))
    Duty.objects.filter(kind=Kind.ALARM).update(
        starts_at=clock.now() - timedelta(days=3), due_at=clock.now() - timedelta(hours=2)
    )


def nobody_of_the_dedicated_unit(settings):
    Account.objects.filter(pk=account("ken").pk).update(state=AccountState.CLOSED, closed_at=clock.now())


def no_scanner(settings):
    settings.HUB_CLAMD = ""


def a_file_that_nothing_looked_through(settings):
    arrive(telling(1, **AMINA))
    case = Case.objects.get().reference
    evidence.collect(case=case, source=FILE, reason="Invented.", by=actor("bo"))
    Exhibit.objects.update(received_at=clock.now() - timedelta(days=2))


def a_file_that_is_too_large(settings):
    a_file_that_nothing_looked_through(settings)
    Exhibit.objects.update(scan_trouble="too-large", scan_tried_at=clock.now())


def test_nothing_is_found_in_a_hub_of_which_everything_is_set(well, settings):
    # On a server that somebody else keeps, the tests' keys lie beside the tests' data, and that is said.
    assert found().keys() == ({"keys"} if settings.ENVIRONMENT.database_url else set())


@pytest.mark.parametrize(
    ("change", "about", "wrong", "said", "means"),
    [
        (nobody_is_on_call, "on call", False, "nobody on call can be reached now", "the control room alone"),
        (nobody_can_be_reached, "ways to officers", False, "1 on call now cannot be reached", "passes them over"),
        (nobody_can_be_reached, "on call", False, "nobody on call can be reached now", "the control room alone"),
        (an_alarm_reaches_nobody, "on call", True, "an alarm reaches nobody now", "no person is called"),
        (no_control_room, "alarms", True, "CONTROL_ROOM_WEBHOOK", "nobody else is told that somebody may be hurt"),
        (no_mail, "letters", False, "SMTP_HOST is not set", "Nobody who reported gets an answer"),
        (no_text_messages, "alarms by text message", False, "set SMS_GATEWAY and SMS_GATEWAY_TOKEN", "1 such way is passed over"),
        (a_pager_that_is_not_set, "alarms by pager service", False, "set PAGER_WEBHOOK and PAGER_WEBHOOK_KEY", "1 such way"),
        (no_recipient_of_the_test, "test alarm", True, "ALARM_TEST_SMS", "Nobody would notice"),
        (a_unit_without_a_mailbox, "mailboxes of command units", False, "none is known for CE", "no letter that it has it"),
        (nobody_who_safeguards_in_a_borough, "mailboxes for safeguarding", False, "2 of 66 are not known", "the officer has to ring"),
        (an_alarm_that_nobody_has, "open alarms", False, "1 that nobody has", "Somebody may be hurt"),
        (a_letter_that_was_refused_for_good, "letters", False, "1 refused", "Somebody was not told"),
        (a_late_duty, "duties", False, "1 late", "waits longer"),
        (nobody_of_the_dedicated_unit, "quarantine", False, "nobody of the dedicated unit has an account; 0 in quarantine", "nobody can give"),
        (no_scanner, "files", False, "HUB_CLAMD is not set", "may open malware"),
        (a_file_that_nothing_looked_through, "files", False, "1 because no worker came to it", "waits"),
        (a_file_that_is_too_large, "files", False, "1 because it is larger than the scanner takes", "waits"),
        (danger_that_nobody_acted_on, "danger", True, "1 not acted on in time", "nobody has acted"),
    ],
)  # fmt: skip
def test_each_thing_is_said_with_what_it_means_and_where_it_is_put_right(
    well, change, about, wrong, said, means
):
    change(well)
    one = found()[about]
    assert (one.wrong, said in one.words, means in one.means) == (wrong, True, True), one
    assert one.mend
    for who in ("adi", "olu"):
        page = words(client_of(who).get(reverse("desk:health")))
        assert "Nothing is wrong" not in page
        assert f"What it means: {one.means}".replace("'", "&#x27;") in page
        assert one.mend in page


def test_on_a_machine_by_itself_what_is_not_set_is_a_note_and_still_said(well):
    well.HUB_LOCAL = True
    an_alarm_reaches_nobody(well)
    one = found()["on call"]
    assert (one.wrong, one.advice) == (False, True)
    assert "An alarm reaches nobody now" in words(client_of("adi").get(reverse("desk:health")))


def test_nobody_is_named_by_what_is_late_or_in_danger(well):
    danger_that_nobody_acted_on(well)
    page = words(client_of("adi").get(reverse("desk:health")))
    assert Case.objects.get().reference not in page
    assert "Amina" not in page


def test_whoever_may_set_the_mailboxes_is_led_there(well):
    nobody_who_safeguards_in_a_borough(well)
    page = client_of("adi").get(reverse("desk:health")).content.decode()
    assert f'href="{reverse("desk:organisations")}">Set the mailboxes here</a>' in page


@pytest.mark.parametrize(
    ("wrong", "wanting", "said"),
    [
        (0, 0, "Nothing is wrong."),
        (0, 1, "1 thing is not set, late or waiting. Each says what it means."),
        (0, 3, "3 things are not set, late or waiting. Each says what it means."),
        (1, 0, "1 thing is wrong. See to it first."),
        (2, 1, "2 things are wrong. See to these first. 1 thing is not set, late or waiting. Each says what it means."),
    ],
)  # fmt: skip
def test_the_first_sentence_calms_nobody_while_something_is_wanting(wrong, wanting, said):
    assert lead(wrong, wanting) == said
