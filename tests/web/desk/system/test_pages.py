"""The pages of the administrator and of the operator."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from hub.audit.models import Line
from hub.common import clock
from hub.common.deferral import Task
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.pathway import jobs, notice, reference
from hub.people import queries as people
from hub.people.models import Notice
from hub.places import queries as places
from hub.workers import tasks
from tests.walks import AUDITOR, BO
from tests.web.accounts import PEOPLE, actor, client_of
from tests.web.desk.system.failing import fail
from tests.whole import changed, everything, undone

SOURCE = Path(__file__).resolve().parents[4] / "src" / "hub"

pytestmark = pytest.mark.django_db

SEND = Task.SEND_LETTER.value
KEEPS = {"adi", "olu"}
PAGES = [
    "organisations/", "organisations/CE/mailbox/", "reference/", "reference/services/", "reference/postcodes/",
    "notice/", "jobs/", "health/",
]  # fmt: skip
CHANGES = [
    "organisations/CE/mailbox/",
    "notice/",
    "notice/put-up/",
    "notice/end/",
    "jobs/retry/",
    "jobs/1/retry/",
]


def shown(response) -> str:
    return response.content.decode()


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", shown(response)).split())


def at(moment) -> str:
    return moment.astimezone(clock.LONDON).strftime("%Y-%m-%dT%H:%M")


def soon(hours: int):
    return clock.now() + timedelta(hours=hours)


# -- who may


@pytest.mark.parametrize("who", PEOPLE)
def test_the_pages_open_for_those_who_keep_the_hub_and_for_nobody_else(who):
    client, code = client_of(who), 200 if who in KEEPS else 403
    assert {where: client.get(f"/desk/{where}").status_code for where in PAGES} == dict.fromkeys(PAGES, code)


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - KEEPS))
def test_nobody_else_changes_anything(who):
    client, before = client_of(who), everything()
    found = {where: client.post(f"/desk/{where}").status_code for where in CHANGES}
    assert found == dict.fromkeys(CHANGES, 403)
    assert changed(before) <= {"audit.Line", "people.Account", "sessions.Session"}


def test_signed_out_every_page_leads_to_the_sign_in_page():
    for where in PAGES:
        assert Client().get(f"/desk/{where}").headers["Location"].startswith("/sign-in/")


def test_the_operator_begins_with_health_and_every_place_of_the_bar_is_there():
    assert client_of("olu").get("/desk/").headers["Location"] == "/desk/health/"
    bar = shown(client_of("adi").get("/desk/health/"))
    assert all(
        f"/desk/{each}/" in bar
        for each in ("people", "organisations", "reference", "notice", "jobs", "health")
    )


# -- organisations


def test_the_mailbox_of_a_unit_is_shown_before_it_is_kept():
    adi = client_of("adi")
    assert "12 units have no mailbox" in words(adi.get("/desk/organisations/"))
    asked = adi.post("/desk/organisations/CE/mailbox/", {"address": "unit@example.org"})
    assert "unit@example.org" in shown(asked)
    assert places.mailbox("CE") == ""
    kept = adi.post(
        "/desk/organisations/CE/mailbox/", {"address": "unit@example.org", "confirmed": "yes"}, follow=True
    )
    assert "unit@example.org" in shown(kept)
    assert places.mailbox("CE") == "unit@example.org"
    assert Line.objects.get(action="places.set-mailbox").actor == str(actor("adi"))


def test_what_is_no_mailbox_is_said_at_its_question():
    adi = client_of("adi")
    assert "Enter an e-mail address" in shown(
        adi.post("/desk/organisations/CE/mailbox/", {"address": "nowhere"})
    )
    assert adi.get("/desk/organisations/ZZ/mailbox/").status_code == 404
    again = adi.post("/desk/organisations/CE/mailbox/", {"address": "unit@example.org", "change": "yes"})
    assert "Mailbox of" in shown(again)
    assert places.mailbox("CE") == ""


def followed(client: Client, where: str) -> list[str]:
    """Every page of a list."""
    found, address = [], where
    while address:
        page = shown(client.get(address))
        found.append(page)
        onward = re.findall(r'rel="next" href="([^"]+)"', page)
        address = where.partition("?")[0] + onward[0].replace("&amp;", "&") if onward else ""
    return found


def test_every_service_of_the_directory_is_on_some_page():
    text = "".join(followed(client_of("adi"), "/desk/organisations/"))
    assert text.count('class="hub-service"') == len(reference.page("services", limit=500).rows)


# -- reference data


def test_every_table_that_ships_with_a_module_is_shown():
    shipped = {
        each for each in SOURCE.glob("*/data/*.csv") if each.name != "editions.csv"
    }  # it tells of the others
    counted = {
        each: len(list(csv.DictReader(each.read_text(encoding="utf-8").splitlines()))) for each in shipped
    }
    shown = sorted(each.rows for each in reference.tables() if each.slug != "postcodes")
    assert shown == sorted(counted.values())


@pytest.mark.parametrize("table", [each.slug for each in reference.tables_shipped()])
def test_every_row_of_a_table_is_on_some_page(table):
    pages = followed(client_of("adi"), f"/desk/reference/{table}/")
    rows = sum(each.count('<tr><th scope="row">') for each in pages)
    assert rows == next(each.rows for each in reference.tables() if each.slug == table)


def test_a_table_says_where_it_comes_from_how_sure_it_is_and_since_when():
    text = words(client_of("adi").get("/desk/reference/"))
    assert "From memory" not in text
    for said in (
        "Own knowledge; replace by ONSPD before live use",
        "from 1 Apr 1965",
        "23 Nov 2026",
        "33 rows",
    ):
        assert said in text
    assert client_of("adi").get("/desk/reference/nothing/").status_code == 404
    assert client_of("adi").get("/desk/reference/boroughs/?after=nonsense").status_code == 200


# -- the notice


def test_a_notice_is_looked_at_then_stands_on_every_page_until_it_is_taken_down():
    adi = client_of("adi")
    given = {"text": "Letters are late <today>.", "from_at": "", "until_at": at(soon(2))}
    asked = adi.post("/desk/notice/", given)
    assert "Put up this notice?" in words(asked)
    assert not Notice.objects.exists()
    adi.post("/desk/notice/put-up/", given)
    for page in (client_of("bo").get("/desk/people/"), Client().get("/sign-in/"), adi.get("/desk/notice/")):
        assert "Letters are late &lt;today&gt;." in shown(page)
    adi.post("/desk/notice/end/")
    assert "Letters are late" not in shown(Client().get("/sign-in/"))
    assert [each.text for each in Notice.objects.order_by("pk")] == ["Letters are late <today>.", ""]
    assert adi.post("/desk/notice/end/").status_code == 409


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ""}, "Write what everybody should know"),
        ({"text": "x" * 201}, "at most 200"),
        ({"until_at": ""}, "Enter when the notice goes"),
        ({"until_at": "yesterday"}, "Enter a day and a time"),
        ({"until_at": "2020-01-01T10:00"}, "over before it begins"),
        ({"until_at": "2099-01-01T10:00"}, "three months"),
    ],
)
def test_a_notice_that_cannot_stand_is_refused_where_it_is_wrong(given, said):
    page = client_of("adi").post(
        "/desk/notice/put-up/", {"text": "Invented.", "until_at": at(soon(2)), **given}
    )
    assert said in words(page)
    assert not Notice.objects.exists()


def test_a_notice_that_is_to_come_is_not_shown_yet_and_one_that_is_over_no_more(monkeypatch):
    notice.put_up(text="Soon.", from_at=soon(1), until_at=soon(2), by=actor("adi"))
    assert people.notice_now() == ""
    for hours, text in ((1.5, "Soon."), (2.5, "")):
        later = soon(0) + timedelta(hours=hours)
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda later=later: later)
            assert people.notice_now() == text


# -- jobs


def test_what_failed_is_listed_by_what_it_does_without_what_it_was_given_and_tried_again():
    (job,) = fail(SEND)
    adi = client_of("adi")
    page = adi.get("/desk/jobs/")
    assert "Send a letter" in words(page)
    assert f"Job {job}, tried 0 times" in words(page)
    again = adi.post(f"/desk/jobs/{job}/retry/", follow=True)
    assert "Nothing has failed" in words(again)
    assert jobs.piles()[0].waiting == 1
    assert Line.objects.get(action="jobs.retry").subject == str(job)
    assert adi.post(f"/desk/jobs/{job}/retry/").status_code == 409
    assert adi.post("/desk/jobs/99999999/retry/").status_code == 404


def test_a_long_list_of_what_failed_goes_on_and_can_be_narrowed_to_a_task():
    fail(SEND, 55)
    fail("audit.seal", lock="audit.seal")
    adi = client_of("adi")
    pages = followed(adi, "/desk/jobs/")
    assert [each.count("Try again<") for each in pages] == [50, 6]
    assert sum(each.count("Try again<") for each in followed(adi, f"/desk/jobs/?task={SEND}")) == 55
    done = adi.post("/desk/jobs/retry/", {"task": SEND}, follow=True)
    assert "55 jobs are tried again" in words(done)
    assert jobs.failed_count() == 1


def test_a_task_that_waits_at_most_once_is_not_tried_twice():
    first, second = fail("audit.seal", 2, lock="audit.seal")
    jobs.retry(job=second, by=actor("adi"))
    with pytest.raises(NotNow, match="waits already"):
        jobs.retry(job=first, by=actor("adi"))
    with pytest.raises(NotNow, match="left to try"):
        jobs.retry_all(task="audit.seal", by=actor("adi"))


def test_a_worker_that_gives_signs_is_said_to_be_at_work():
    adi = client_of("adi")
    assert "No worker was ever seen" in words(adi.get("/desk/jobs/"))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [clock.now()])
    assert "1 worker at work" in words(adi.get("/desk/jobs/"))


# -- health


def test_health_says_first_what_is_wrong_and_what_to_do():
    fail(SEND)
    text = words(client_of("olu").get("/desk/health/"))
    assert "things are wrong. See to these first." in text
    assert text.index("Worker None was ever seen") < text.index("In order")
    assert "1 failed for good" in text
    for said in ("Size of the database", "Record last sealed Never", "Version 0.1.0"):
        assert said in text


# -- each of these steps, as every step of the hub


STEPS = {
    "put-up": (lambda by: notice.put_up(text="Invented.", from_at=soon(0), until_at=soon(2), by=by), "people.put-up-notice"),
    "end": (lambda by: notice.end(by=by), "people.end-notice"),
    "retry": (lambda by: jobs.retry(job=jobs.failed()[0][0].id, by=by), "jobs.retry"),
    "retry-all": (lambda by: jobs.retry_all(task=SEND, by=by), "jobs.retry-all"),
}  # fmt: skip


@pytest.fixture
def ready():
    adi = actor("adi")
    fail(SEND)
    notice.put_up(text="There.", from_at=soon(0), until_at=soon(1), by=adi)
    return adi


@pytest.mark.parametrize("name", STEPS)
def test_a_step_leaves_one_line(ready, name):
    take, action = STEPS[name]
    last = Line.objects.latest("pk").pk
    take(ready)
    assert [(each.action, each.actor) for each in Line.objects.filter(pk__gt=last)] == [(action, str(ready))]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("by", [BO, AUDITOR], ids=str)
def test_a_step_by_the_wrong_role_is_refused_and_on_record(ready, name, by):
    take, action = STEPS[name]
    before = everything()
    with pytest.raises(NotPermitted):
        take(by)
    assert changed(before) == {"audit.Line"}
    line = Line.objects.latest("pk")
    assert (line.action, line.refused) == (action, True)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_undone_whole(ready, name):
    before = everything()
    with undone():
        STEPS[name][0](ready)
    assert changed(before) == set()


def test_the_wrong_moment_is_refused():
    adi = actor("adi")
    with pytest.raises(NotNow):
        notice.end(by=adi)
    with pytest.raises(Refusal, match="at most 200"):
        notice.put_up(text=" ", from_at=soon(0), until_at=soon(1), by=adi)
    with pytest.raises(NotFound):
        jobs.retry(job=12345, by=adi)
    with pytest.raises(NotNow):
        jobs.retry_all(task=SEND, by=adi)


def test_every_task_of_the_workers_is_said_in_words():
    assert {each for each in tasks.app.tasks if "builtin" not in each} == set(jobs.WORDS)


def test_the_mailbox_of_another_force_is_shown_before_it_is_kept():
    adi = client_of("adi")
    assert "Kent Police" in words(adi.get("/desk/organisations/"))
    address = "/desk/organisations/forces/kent-police/mailbox/"
    asked = adi.post(address, {"address": "kent@example.org"})
    assert "Is this the mailbox of Kent Police?" in words(asked)
    kept = adi.post(address, {"address": "kent@example.org", "confirmed": "yes"}, follow=True)
    assert "kent@example.org" in words(kept)
    assert "Mailbox of Kent Police" in words(adi.post(address, {"address": "nowhere"}))
    for unknown in ("atlantis", "metropolitan-police"):
        assert adi.get(f"/desk/organisations/forces/{unknown}/mailbox/").status_code == 404
