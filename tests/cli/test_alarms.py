"""`hub alarm`, and what `hub doctor` says of alarms; in this process on a database of its own."""

import json

import pytest
from click.testing import CliRunner

from hub import pathway
from hub.cases.models import Case
from hub.cli.commands.alarms import alarm
from hub.cli.commands.system import doctor
from hub.duties.models import Alarm
from hub.people.terms import MACHINE
from tests import alarm_peers
from tests.walks import AMINA, arrive, telling


@pytest.fixture
def hub(own_database):
    arrive(telling(1, **AMINA, immediate_danger="yes"), telling(2, borough="Ealing"))

    def run(command, *words, as_json=True):
        done = CliRunner().invoke(command, [*words, *(["--json"] if as_json else [])])
        return done.exit_code, json.loads(done.stdout) if as_json else done.output

    return run


def test_alarms_are_listed_shown_raised_and_acknowledged(hub):
    made = Alarm.objects.get()
    code, answer = hub(alarm, "list")
    assert (code, answer["alarms"][0]["reference"], answer["on_call"], answer["control_room"]) == (
        0,
        made.reference,
        0,
        False,
    )
    code, told = hub(alarm, "list", as_json=False)
    assert made.reference in told
    assert "Nobody is on call" in told
    case = Case.objects.order_by("-pk")[0].reference
    code, answer = hub(
        alarm, "raise", case.lower(), "--danger", "weapon", "--danger", "child", "--reason", "A knife."
    )
    assert (code, answer["subject"]) == (0, case)
    _, shown = hub(alarm, "show", answer["alarm"])
    assert (shown["state"], shown["dangers"], shown["calls"]) == ("raised", ["weapon", "child"], [])
    assert hub(alarm, "acknowledge", made.reference)[0] == 0
    code, answer = hub(alarm, "acknowledge", made.reference)
    assert (code, "acknowledged alarm" in answer["error"]) == (1, True)
    _, told = hub(alarm, "show", made.reference, as_json=False)
    assert "Acknowledged" in told
    assert "Nobody was called." in told


@pytest.mark.parametrize(
    ("words", "why"),
    [(("show", "R-AAAAA-AAAAA"), "reference of a report"), (("show", "W-AAAAA-AAAAA"), "no alarm"),
     (("raise", "W-AAAAA-AAAAA", "--reason", "x"), "neither a case nor a report"), (("list", "--after", "x"), "--after is not"),
     (("test",), "Nobody receives the test")],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(hub, words, why):
    code, answer = hub(alarm, *words)
    assert code == 1
    assert why in answer["error"]


def test_the_test_alarm_says_what_came_of_it(hub, settings):
    settings.ALARM_TEST_EMAIL = "test@example.org"
    with alarm_peers.mail(settings) as mail:
        code, answer = hub(alarm, "test")
        assert (code, answer["passed"], answer["state"]) == (0, True, "ended")
        assert "Nobody is in danger" in mail.taken[0].text
        assert "went through" in hub(alarm, "test", as_json=False)[1]
        mail.answers = ["550 no"]
        code, told = hub(alarm, "test", as_json=False)
    assert code == 1
    assert "did not go through" in told
    pathway.call_alarm(alarm=Alarm.objects.get(subject_kind="report").pk, by=MACHINE)


def _about(hub, *names):
    _, answer = hub(doctor)
    return [each for each in answer["findings"] if each["about"] in names]


def test_the_doctor_says_whether_an_alarm_would_be_heard(hub, settings):
    found = {each["about"]: each for each in _about(hub, "alarms", "test alarm", "on call", "open alarms")}
    assert all(each["advice"] and not each["wrong"] for each in found.values()), "local mode: a note"
    assert "1 that nobody has" in found["open alarms"]["words"]
    settings.HUB_LOCAL = False
    assert all(each["wrong"] for each in _about(hub, "alarms", "test alarm"))
    settings.CONTROL_ROOM_WEBHOOK, settings.ALARM_TEST_EMAIL = (
        "https://control.invalid/take",
        "test@example.org",
    )
    (late,) = _about(hub, "alarms", "test alarm")
    assert late["wrong"]
    assert "none went through within 26 hours (the last: never)" in late["words"]
    settings.CONTROL_ROOM_EMAIL, settings.EMAIL_USE_TLS = "control@example.org", False
    assert "SMTP_SECURITY is none" in _about(hub, "alarms")[0]["words"]
    with alarm_peers.mail(settings):
        hub(alarm, "test")
    (well,) = _about(hub, "test alarm")
    assert not well["wrong"]
    assert "went through" in well["words"]
