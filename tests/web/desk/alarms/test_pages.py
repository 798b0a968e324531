"""Alarms and the rota at the desk: who sees what, who takes it, and what every page says of danger."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.duties import actions as duties
from hub.duties import queries
from hub.duties.models import Alarm, Duty, Shift, Way
from hub.duties.terms import Channel, Danger
from hub.pathway import assessing, casework, clusters
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from hub.triage.models import SecondLook
from hub.triage.queries.looking import rules as looking
from tests.triage.test_risk_rules import WHOLE
from tests.walks import AMINA, MACHINE, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db


def words(answer, status: int = 200) -> str:
    """What is read on a page, without its tags."""
    assert answer.status_code == status, answer.content.decode()[:1500]
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def alarm() -> Alarm:
    """An alarm of a report that tells of danger; the report is in a case."""
    arrive(telling(1, **AMINA, immediate_danger="yes"))
    return Alarm.objects.get()


@pytest.fixture
def bo():
    return client_of("bo")


def on_call(who: str = "bo") -> None:
    officer, now = account(who).reference, clock.now()
    duties.add_shift(
        officer=officer, rank=1, from_at=now, until_at=now + timedelta(hours=8), by=actor("gita")
    )
    duties.set_way(officer=officer, channel=Channel.EMAIL, address="on-call@example.org", by=actor("gita"))


# Alarms


def test_an_alarm_that_nobody_has_stands_first_on_its_list_and_on_every_page_that_must_say_so(alarm, bo):
    arrive(telling(2, immediate_danger="yes"))
    later = Alarm.objects.exclude(pk=alarm.pk).get()
    pathway.acknowledge_alarm(alarm=later.reference, by=actor("ruth"))
    shown = words(bo.get("/desk/alarms/"))
    assert shown.index(alarm.reference) < shown.index(later.reference)
    assert "Nobody has it yet." in shown
    assert "Ruth Invented acknowledged it" in shown
    assert "1 alarm that nobody has yet." in words(bo.get("/desk/queue/"))
    assert "1 alarm that nobody has yet." in words(client_of("gita").get("/desk/morning/"))
    case = Case.objects.order_by("pk")[0].reference
    assert "An alarm is open and nobody has it yet" in words(bo.get(f"/desk/cases/{case}/"))


def test_one_press_takes_it_and_every_page_says_who_has_it_and_since_when(alarm, bo):
    page = bo.get(f"/desk/alarms/{alarm.reference}/")
    assert page.content.decode().count("hub-button--fill") == 1
    assert "Nobody was called yet." in words(page)
    done = bo.post(f"/desk/alarms/{alarm.reference}/acknowledge/", follow=True)
    assert "Bo Invented acknowledged it" in words(done)
    assert done.content.decode().count("hub-button--fill") == 1
    alarm.refresh_from_db()
    since = alarm.acknowledged_at.astimezone(clock.LONDON).isoformat(timespec="seconds")
    for page in (f"alarms/{alarm.reference}/", "alarms/", f"cases/{Case.objects.get().reference}/"):
        assert f'datetime="{since}"' in bo.get(f"/desk/{page}").content.decode(), page
    again = client_of("ruth").post(f"/desk/alarms/{alarm.reference}/acknowledge/")
    assert "Bo Invented acknowledged alarm" in words(again, 409)
    case = Case.objects.get().reference
    shown = words(bo.get(f"/desk/cases/{case}/"))
    assert "Bo Invented has the alarm" in shown
    assert "Alarm acknowledged" in shown
    assert "Alarm raised" in shown
    pathway.complete_duty(
        duty=Duty.objects.get(kind="alarm").reference, reason="They are safe.", by=actor("bo")
    )
    assert "has the alarm" not in words(bo.get(f"/desk/cases/{case}/"))
    assert "Ended" in words(bo.get(f"/desk/alarms/{alarm.reference}/"))


def test_every_call_is_shown_and_no_address(alarm, bo, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = (
        "django.core.mail.backends.locmem.EmailBackend",
        "mail.invalid",
    )
    on_call("ruth")
    pathway.call_alarm(alarm=alarm.pk, by=MACHINE)
    shown = words(bo.get(f"/desk/alarms/{alarm.reference}/"))
    assert "Ruth Invented E-mail" in shown
    assert "Taken" in shown
    assert "on-call@example.org" not in shown
    assert "by e-mail" in words(bo.get("/desk/alarms/"))
    assert Line.objects.filter(action="duties.read-alarm", subject=alarm.reference).exists()


def test_the_link_of_a_message_leads_to_the_alarm_behind_the_sign_in(alarm, bo, client):
    token = signing.dumps(alarm.reference, salt="hub.alarms")
    address = f"/desk/alarms/from/{token}/"
    assert client.get(address).headers["Location"].startswith("/sign-in/?")
    assert bo.get(address).headers["Location"] == f"/desk/alarms/{alarm.reference}/"
    assert "not one of ours" in words(bo.get(f"/desk/alarms/from/{alarm.reference}/"), 404)


def test_naming_the_danger_shows_what_to_do_first_and_whom_to_tell(alarm, bo):
    address = f"/desk/alarms/{alarm.reference}/danger/"
    assert "Immediate danger, not named yet" in words(bo.get(address))
    assert "Choose which danger it is" in words(bo.post(address, {"reason": "x"}), 400)
    done = bo.post(address, {"dangers": ["weapon"], "reason": "A knife is shown."}, follow=True)
    for said in ("SO15", "0800 789 321", "A knife is shown.", "Named by Bo Invented", "own knowledge"):
        assert said in words(done)
    assert "already" in words(bo.post(address, {"dangers": ["weapon"], "reason": "Again."}), 400)


def test_an_officer_raises_one_from_the_page_of_a_case(bo):
    arrive(telling(1, **AMINA))
    case = Case.objects.get().reference
    assert f"/desk/cases/{case}/alarm/" in bo.get(f"/desk/cases/{case}/").content.decode()
    named = {"dangers": [Danger.CHILD.value]}
    assert "Say what you know" in words(bo.post(f"/desk/cases/{case}/alarm/", named), 400)
    done = bo.post(f"/desk/cases/{case}/alarm/", {"reason": "Somebody stands at the door."}, follow=True)
    assert "it reached nobody" in words(done), "nobody is on call, and there is no control room"
    made = Alarm.objects.get()
    assert (made.subject, made.reason) == (case, "Somebody stands at the door.")
    assert "Somebody stands at the door." in words(bo.get(f"/desk/alarms/{made.reference}/"))
    bo.post(f"/desk/cases/{case}/alarm/", {"reason": "They left.", "dangers": []})
    made.refresh_from_db()
    assert made.reason == "Somebody stands at the door.\nThey left."


@pytest.mark.parametrize(
    ("officer", "control_room", "said"),
    [
        (True, "", "whoever is on call is called now"),
        (False, "control@example.org", "so the control room is told now"),
        (False, "", "Ring 999 or your control room yourself, now"),
    ],
)
def test_one_press_raises_it_and_whoever_raised_it_is_told_whether_it_reaches_anybody(
    bo, settings, officer, control_room, said
):
    settings.EMAIL_HOST, settings.CONTROL_ROOM_EMAIL = "mail.invalid", control_room
    if officer:
        on_call()
    arrive(telling(1, **AMINA))
    case = Case.objects.get().reference
    assert said in words(bo.post(f"/desk/cases/{case}/alarm/", {}, follow=True))
    assert Alarm.objects.get().reason == ""
    assert "Abuse about race" in words(bo.get("/desk/alarms/"))


def test_a_borough_officer_sees_that_an_alarm_is_open_and_no_way_to_it(alarm):
    case = Case.objects.get().reference
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    page = client_of("chandra").get(f"/desk/cases/{case}/")
    assert "An alarm is open and nobody has it yet" in words(page)
    assert f"/desk/alarms/{alarm.reference}/" not in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/desk/alarms/?after=x", "/desk/on-call/?after=x", "/desk/safeguarding/?after=x"]
)
def test_a_page_that_is_not_there_says_so(bo, address):
    assert "There is no such page" in words(bo.get(address), 404)


def test_alarms_come_in_pages(bo):
    arrive(*(telling(each, immediate_danger="yes") for each in range(1, 31)))
    first = bo.get("/desk/alarms/").content.decode()
    older = re.search(r'rel="next" href="(\?after=[^"]+)"', first)[1]
    second = bo.get(f"/desk/alarms/{older}").content.decode()
    seen = [set(re.findall(r"W-\w{5}-\w{5}", each)) for each in (first, second)]
    assert [len(each) for each in seen] == [25, 5]
    assert not seen[0] & seen[1]


# Who is on call


def test_the_inspector_puts_somebody_on_call_says_how_they_are_reached_and_takes_them_off(settings):
    settings.EMAIL_HOST = "mail.invalid"
    gita, bo = client_of("gita"), account("bo").reference
    assert "Nobody is on call who can be reached." in words(gita.get("/desk/queue/"))
    now = clock.now().astimezone(clock.LONDON)
    given = {"officer": bo, "rank": "1", "from_at": f"{now:%Y-%m-%dT%H:%M}",
             "until_at": f"{now + timedelta(hours=8):%Y-%m-%dT%H:%M}"}  # fmt: skip
    assert "They are on the rota." in words(gita.post("/desk/on-call/add/", given, follow=True))
    assert "is on call as number 1" in words(gita.post("/desk/on-call/add/", given), 400)
    assert "1 on call has no way to be reached." in words(gita.get("/desk/on-call/"))
    ways = f"/desk/on-call/ways/{bo}/"
    assert "not a telephone number" in words(gita.post(ways, {"channel": "sms", "address": "bo"}), 400)
    gita.post(ways, {"channel": "e-mail", "address": "on-call@example.org"})
    settings.SMS_GATEWAY = "https://sms.invalid/"
    done = gita.post(ways, {"channel": "sms", "address": "+44 7700 900001"}, follow=True)
    assert "is reached this way from now on" in words(done)
    assert "This way is tried first." in words(gita.post(f"{ways}sms/first/", follow=True))
    assert list(Way.objects.order_by("order").values_list("channel", flat=True)) == ["sms", "e-mail"]
    gita.post(f"{ways}sms/remove/")
    assert Way.objects.count() == 1
    assert "There is no such way" in words(gita.post(f"{ways}fax/remove/"), 404)
    assert "Nobody is on call" not in words(gita.get("/desk/queue/"))
    colleagues = words(client_of("ruth").get("/desk/on-call/"))
    assert "Bo Invented" in colleagues
    assert "on-call@example.org" not in colleagues
    gita.post(f"/desk/on-call/shifts/{Shift.objects.get().reference}/remove/")
    assert "Nobody is on the rota." in words(gita.get("/desk/on-call/"))
    assert "no such colleague" in words(gita.get("/desk/on-call/ways/U-00000-00000/"), 404)


@pytest.mark.parametrize(
    ("channel", "service", "named"),
    [
        ("sms", "SMS service", "SMS_GATEWAY and SMS_GATEWAY_TOKEN"),
        ("webhook", "pager service", "PAGER_WEBHOOK and PAGER_WEBHOOK_KEY"),
        ("e-mail", "mail server", "SMTP_HOST"),
    ],
)
def test_a_way_that_cannot_work_is_kept_and_never_said_to_reach(settings, channel, service, named):
    settings.SMS_GATEWAY = settings.PAGER_WEBHOOK = settings.EMAIL_HOST = ""
    gita, bo = client_of("gita"), account("bo").reference
    address, ways = {"sms": "+44 7700 900001"}.get(channel, "bo@example.org"), f"/desk/on-call/ways/{bo}/"
    why = (
        f"Does not work yet: no {service} is set. An administrator sets {named}: docs/operating/settings.md."
    )
    assert why in words(gita.get(ways)), "at the question, before it is chosen"
    done = words(gita.post(ways, {"channel": channel, "address": address}, follow=True))
    assert f"Kept, but an alarm passes this way over. {why}" in done
    assert f"{address} {why}" in done, "at the way itself"
    assert "None of these works yet: an alarm cannot reach them." in done
    assert "is reached this way" not in done
    first = words(gita.post(f"{ways}{channel}/first/", follow=True))
    assert "is tried first" not in first
    assert f"Kept, but an alarm passes this way over. {why}" in first
    assert f"{address} (does not work yet)" in words(gita.get("/desk/on-call/"))


def test_one_way_of_two_that_works_reaches(settings):
    settings.SMS_GATEWAY, settings.EMAIL_HOST = "", "mail.invalid"
    gita, bo = client_of("gita"), account("bo").reference
    ways = f"/desk/on-call/ways/{bo}/"
    gita.post(ways, {"channel": "sms", "address": "+44 7700 900001"})
    done = words(gita.post(ways, {"channel": "e-mail", "address": "bo@example.org"}, follow=True))
    assert "Bo Invented is reached this way from now on." in done
    assert "None of these works yet" not in done


def test_a_test_that_failed_is_said_on_the_inspectors_page_and_on_the_health_page(settings):
    settings.ALARM_TEST_EMAIL, settings.EMAIL_HOST = "test@example.org", ""
    made = pathway.raise_test_alarm(by=MACHINE)
    pathway.call_alarm(alarm=queries.alarm(made).id, by=MACHINE)
    assert "The daily test alarm failed" in words(client_of("gita").get("/desk/morning/"))
    health = words(client_of("adi").get("/desk/health/")).casefold()
    assert "the last one failed" in health, health
    shown = words(client_of("bo").get(f"/desk/alarms/{made}/"))
    assert "This is the daily test." in shown
    assert "Not taken: no answer" in shown


# Under 18


def test_a_victim_and_a_suspect_under_18_are_marked_wherever_the_case_stands(bo):
    arrive(telling(1, **AMINA, immediate_danger="yes"))
    case, report = Case.objects.get().reference, Report.objects.get().reference
    for kind in ("victim-under-18", "suspect-child"):
        done = bo.post(
            f"/desk/cases/{case}/age/", {"report": report, "kind": kind, "text": "She said so.", "version": Case.objects.get().version}
        )  # fmt: skip
        assert done.status_code == 302, words(done, 400)
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    chandra = client_of("chandra")
    pages = {
        "queue": bo.get("/desk/queue/"), "case": bo.get(f"/desk/cases/{case}/"),
        "alarm": bo.get(f"/desk/alarms/{Alarm.objects.get().reference}/"),
        "found": bo.post("/desk/find/", {"q": case}, follow=True), "yours": chandra.get("/desk/yours/"),
        "unit": chandra.get("/desk/unit/"),
    }  # fmt: skip
    for name, page in pages.items():
        shown = words(page)
        if name != "found" or "Found" in shown:
            assert "Victim under 18" in shown, name
            assert "Suspect under 18" in shown, name


def test_a_child_is_marked_on_every_page_on_which_something_is_decided_about_it(bo, monkeypatch):
    monkeypatch.setattr(looking, "drawn", lambda *_: True)
    case, other = (each.placed.case for each in arrive(telling(1, **AMINA), telling(2)))
    report = Report.objects.order_by("pk")[0].reference
    for kind in (AdditionKind.VICTIM_UNDER_18, AdditionKind.SUSPECT_UNDER_18):
        pathway.add_fact(report=report, kind=kind, text="She said so.", by=actor("bo"))
    assessing.assess_risk(subject=case, new=WHOLE, seen=None, by=actor("bo"))
    cluster = clusters.join(case=case, other=other, reason="One hand.", seen=None, by=actor("bo"))
    look = SecondLook.objects.get().reference
    pages = [
        *(f"/desk/cases/{case}/{each}/" for each in ("decision", "offences", "second-check", "outcome", "whose", "where", "risk")),
        f"/desk/clusters/{cluster}/",
    ]  # fmt: skip
    shown = {each: words(bo.get(each)) for each in pages}
    shown["look"] = words(client_of("ruth").get(f"/desk/looks/{look}/"))
    for name, page in shown.items():
        assert page.count("Victim under 18") == page.count("Suspect under 18") == 1, name
    assert "under 18" not in words(bo.get(f"/desk/cases/{other}/decision/"))


def test_the_last_word_on_the_suspects_age_stands(bo):
    arrive(telling(1))
    case, report = Case.objects.get().reference, Report.objects.get().reference
    pathway.add_fact(report=report, kind=AdditionKind.SUSPECT_UNDER_18, text="A pupil.", by=actor("bo"))
    assert "Suspect under 18" in words(bo.get(f"/desk/cases/{case}/"))
    pathway.add_fact(report=report, kind=AdditionKind.SUSPECT_ADULT, text="He is 19.", by=actor("bo"))
    shown = words(bo.get(f"/desk/cases/{case}/"))
    assert "Suspect under 18" not in shown
    assert "The suspect is 18 or over" in shown


def test_the_page_of_a_case_takes_at_most_twenty_questions_with_an_alarm_and_a_rota(alarm, bo):
    on_call()
    pathway.name_danger(alarm=alarm.reference, dangers=[Danger.WEAPON], reason="A knife.", by=actor("bo"))
    address = f"/desk/cases/{Case.objects.get().reference}/"
    bo.get(address)
    with CaptureQueriesContext(connection) as asked:
        bo.get(address)
    assert len([each for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]) <= 20
