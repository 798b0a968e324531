"""Several records at once, at the desk: marked, seen, done, and undone."""

import re
from datetime import timedelta
from html import unescape

import pytest

from hub.common import clock
from hub.queue.models import Bulk, Waiting
from tests.walks import arrive, telling
from tests.web.accounts import account, client_of

pytestmark = pytest.mark.django_db


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode())


@pytest.fixture
def bo():
    return client_of("bo")


@pytest.fixture
def cases(bo) -> list[str]:
    found = [arrive(telling(number))[0].placed.case for number in (1, 2, 3)]
    bo.get("/desk/queue/")
    for each in found[:2]:
        bo.get(f"/desk/cases/{each}/")
    return found


def hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def test_records_are_marked_in_the_queue_previewed_done_and_undone(bo, cases):
    page = text(bo.get("/desk/queue/"))
    assert page.count('form="bulk"') == 3
    page = text(bo.post("/desk/queue/bulk/", {"act": "claim", "subject": cases}))
    assert "2 of 3 will be done. Nothing is done yet." in page
    assert "You have not opened it in this sitting." in page
    assert not Waiting.objects.filter(holder__isnull=False).exists()
    assert 'name="reason"' not in page  # a single claim asks none
    page = text(bo.post("/desk/queue/bulk/", hidden(page), follow=True))
    assert page.count("Done.") == 2
    assert "because" not in page
    assert Waiting.objects.filter(holder=account("bo").pk).count() == 2
    kept = Bulk.objects.get().reference
    page = text(bo.post(f"/desk/queue/bulk/{kept}/undo/", follow=True))
    assert "As it was before." in page
    assert not Waiting.objects.filter(holder__isnull=False).exists()
    assert bo.post(f"/desk/queue/bulk/{kept}/undo/").status_code == 409
    assert client_of("ruth").get(f"/desk/queue/bulk/{kept}/").status_code == 403


def test_where_one_record_alone_needs_a_reason_several_need_one(bo, cases):
    page = text(bo.post("/desk/queue/bulk/", {"act": "join", "subject": cases[:2], "target": cases[2]}))
    page = text(bo.post("/desk/queue/bulk/", hidden(page))) if "Choose first." in page else page
    assert 'name="reason"' in page
    again = text(bo.post("/desk/queue/bulk/", {**hidden(page), "reason": " "}), status=409)
    assert "one reason is kept for all of them" in again
    page = text(bo.post("/desk/queue/bulk/", {**hidden(page), "reason": "One campaign."}, follow=True))
    assert "because: One campaign." in page


def marks(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="subject" value="([^"]+)" form="bulk" data-row-key="x" ([^>]*)>', page))


def test_what_was_not_opened_in_this_sitting_cannot_be_marked_and_says_why_before(bo, cases):
    page = text(bo.get("/desk/queue/"))
    assert "have not opened since you signed in cannot be marked: open it first." in page
    assert page.index("cannot be marked") < page.index("<table")
    found = marks(page)
    assert found[cases[0]] == f'aria-label="Mark {cases[0]}"'
    assert found[cases[2]] == f'disabled aria-label="Mark {cases[2]}: open it first"'
    bo.get(f"/desk/cases/{cases[2]}/")
    assert "disabled" not in marks(text(bo.get("/desk/queue/")))[cases[2]]
    # What a colleague opened is not what this officer opened.
    assert all("disabled" in each for each in marks(text(client_of("ruth").get("/desk/queue/"))).values())


def test_nothing_else_is_done_than_what_was_seen(bo, cases):
    page = text(bo.post("/desk/queue/bulk/", {"act": "claim", "subject": cases[:1]}))
    said = hidden(page) | {"subject": cases}
    text(bo.post("/desk/queue/bulk/", {**said, "reason": "x"}))
    assert not Bulk.objects.exists()


@pytest.mark.parametrize(
    ("act", "words"),
    [("hand-over", "Ruth Invented"), ("offer", "Chandra Invented, Central East"), ("join", "Which case")],
)
def test_who_or_which_is_chosen_before_the_preview(bo, cases, act, words):
    for who in ("ruth", "chandra"):
        account(who)
    page = text(bo.post("/desk/queue/bulk/", {"act": act, "subject": cases}))
    assert words in page
    assert "Choose first." in page
    target = {
        "hand-over": account("ruth").reference,
        "offer": account("chandra").reference,
        "join": cases[2],
    }[act]
    page = text(bo.post("/desk/queue/bulk/", {**hidden(page), "target": target}))
    assert "2 of 3 will be done." in page


def test_a_decision_about_ways_out_says_that_it_cannot_be_undone(bo):
    report = arrive(telling(1, online="no"))[0].report_id
    subject = Waiting.objects.get().subject
    bo.get(f"/desk/reports/{subject}/")
    page = text(bo.post("/desk/queue/bulk/", {"act": "confirm-exit", "subject": [subject]}))
    assert "This cannot be undone" in page
    page = text(bo.post("/desk/queue/bulk/", {**hidden(page), "reason": "In the street."}, follow=True))
    assert "It cannot be undone any more." in page
    assert report


def test_nothing_marked_leads_back_with_a_sentence(bo):
    page = text(bo.post("/desk/queue/bulk/", {"act": "nonsense", "subject": ["Amina"]}, follow=True))
    assert "Mark at least one record" in page


def test_what_was_opened_before_signing_in_again_does_not_count(bo, cases, monkeypatch):
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = client_of("bo")
    again.get("/desk/queue/")
    page = text(again.post("/desk/queue/bulk/", {"act": "claim", "subject": cases}))
    assert "0 of 3 will be done." in page
