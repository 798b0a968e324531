"""The pages of the queue, as those who work it see them."""

import html
import re
from datetime import timedelta

import pytest
from django.utils.html import escape

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import Kind
from hub.queue import queries
from hub.queue.models import SavedView, Waiting
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def subjects(answer):
    return re.findall(r'data-open>.*?<div class="hub-second">([CR]-\w{5}-\w{5})', text(answer))


def test_an_empty_queue_says_that_nothing_waits():
    page = text(client_of("bo").get("/desk/queue/"))
    assert "Nothing is waiting" in page
    assert page.count("<h1") == 1


def test_a_row_says_what_it_is_why_it_is_here_what_is_due_and_that_it_is_free(case):
    page = text(client_of("bo").get("/desk/queue/"))
    assert "Hackney" in page
    assert "No officer is named yet" in page
    assert "First recent report that we know of" in page
    duty = Duty.objects.filter(subject=case, state="running").order_by("due_at", "pk")[0]
    due = duty.due_at.astimezone(clock.LONDON).isoformat(timespec="seconds")
    said = escape(str(Kind(duty.kind).label).capitalize())
    assert re.search(
        rf'<div>{said}</div><span class="hub-time[^>]*>(?:(?!</td>).)*<time datetime="{re.escape(due)}"', page
    )
    assert f'aria-label="Claim {case}"' in page
    assert "Amina" not in page
    assert AMINA["reporter_email"] not in page


def test_danger_stands_first_under_its_own_heading():
    arrive(telling(1), telling(2, immediate_danger="yes"), telling(3))
    answer = client_of("bo").get("/desk/queue/")
    first = Waiting.objects.get(urgency=0).subject
    assert subjects(answer)[0] == first
    assert "1 person may be hurt if we wait" in text(answer)
    assert "1 tells of danger now" in text(answer)


def test_filters_in_the_address_choose_what_is_shown():
    arrive(telling(1), telling(2, borough="Camden"), telling(3, borough="Kent"))
    client = client_of("bo")
    assert len(subjects(client.get("/desk/queue/"))) == 3
    assert len(subjects(client.get("/desk/queue/?borough=camden"))) == 1
    assert len(subjects(client.get("/desk/queue/?exits=1"))) == 1
    assert len(subjects(client.get("/desk/exits/"))) == 1
    assert len(subjects(client.get("/desk/queue/?borough=nowhere&strand=none&who=x"))) == 3
    assert "Nothing here matches" in text(client.get("/desk/queue/?borough=croydon"))


def head(answer):
    page = text(answer)
    return re.search(r"<h1>(.*?)</h1>", page)[1], re.search(r'class="hub-lead">(.*?)</p>', page)[1]


def test_the_head_names_what_is_listed_and_counts_that():
    arrive(
        *(telling(each) for each in range(30)),
        *(telling(40 + each, borough="Camden") for each in range(3)),
        telling(50, borough="Kent"), telling(51, borough="Essex"),
    )  # fmt: skip
    bo = client_of("bo")
    assert head(bo.get("/desk/queue/")) == ("Queue", "35 waiting, most urgent first.")
    assert head(bo.get("/desk/exits/")) == ("Exits to decide", "2 to decide, most urgent first.")
    assert head(bo.get("/desk/mine/")) == ("My cases", "You have claimed nothing.")
    camden = ("Queue: Camden, race", "3 of what waits, most urgent first.")
    assert head(bo.get("/desk/queue/?borough=camden&strand=race")) == camden
    # Longer than a page, and on its second page: counted by the database.
    hackney = ("Queue: Hackney", "30 of what waits, most urgent first.")
    answer = bo.get("/desk/queue/?borough=hackney")
    assert head(answer) == hackney
    following = html.unescape(re.search(r'href="(\?[^"]*)"[^>]*rel="next"', text(answer))[1])
    assert head(bo.get(f"/desk/queue/{following}")) == hackney
    pathway.claim(subject=Waiting.objects.filter(borough="camden").first().subject, by=actor("bo"))
    assert head(bo.get("/desk/mine/")) == ("My cases", "1 claimed by you, most urgent first.")
    assert head(bo.get("/desk/queue/?who=free")) == ("Free to take", "34 free to take, most urgent first.")
    late = ("Exits to decide: late, free to take", "No way out waits for a decision.")
    assert head(bo.get("/desk/queue/?exits=1&late=1&who=free")) == late


def test_of_a_part_of_the_queue_no_other_number_stands_beside_it():
    arrive(telling(1), telling(2, borough="Kent"))
    chips = re.findall(r'class="hub-chip"[^>]*>(.*?)</a>', text(client_of("bo").get("/desk/exits/")))
    assert [re.sub(r"\s*<.*?>", " ", each).strip() for each in chips] == ["All 1", "Free to take", "Yours"]


def test_a_count_that_reached_its_limit_says_so(monkeypatch):
    arrive(*(telling(each) for each in range(28)))
    monkeypatch.setattr("hub.queue.queries.waiting.SHORT", 20)
    monkeypatch.setattr("hub.queue.queries.SHORT", 20)
    said = ("Queue: Hackney", "20 or more of what waits, most urgent first.")
    assert head(client_of("bo").get("/desk/queue/?borough=hackney")) == said


def test_each_exit_that_is_mine_to_decide_leads_to_its_decision():
    arrive(telling(1), telling(2, borough="Kent"), telling(3, borough="Essex"))
    mine, hers = Waiting.objects.exclude(exit_to="").order_by("pk").values_list("subject", flat=True)
    pathway.claim(subject=hers, by=actor("ruth"))
    bo = client_of("bo")
    page = text(bo.get("/desk/exits/"))
    address = f"/desk/reports/{mine}/exit/"
    assert f'href="{address}"' in page
    assert f'aria-label="Decide {mine}"' in page
    assert 'aria-label="Claim' not in page
    assert "Ruth Invented" in page
    assert f"/desk/reports/{hers}/exit/" not in page
    assert "Decide whether this leaves the hub" in text(bo.get(address))
    pathway.claim(subject=mine, by=actor("bo"))
    page = text(bo.get("/desk/exits/"))
    assert f'href="{address}"' in page
    assert "Yours, 30 min" in page
    assert "/exit/" not in text(bo.get("/desk/queue/"))


def test_pages_follow_each_other_until_there_is_none():
    arrive(*(telling(each) for each in range(30)))
    client, found, address = client_of("bo"), [], "/desk/queue/?borough=hackney"
    for _ in range(2):
        answer = client.get(address)
        found += subjects(answer)
        following = re.search(r'href="(\?[^"]*)"[^>]*rel="next"', text(answer))
        address = "/desk/queue/" + following[1].replace("&amp;", "&") if following else ""
    assert address == ""
    assert len(found) == len(set(found)) == 30


def test_what_arrives_between_two_pages_loses_no_row_and_shows_none_twice():
    arrive(*(telling(each) for each in range(30)))
    there = set(Waiting.objects.values_list("subject", flat=True))
    client = client_of("bo")
    first = client.get("/desk/queue/")
    following = re.search(r'href="(\?[^"]*)"[^>]*rel="next"', text(first))[1].replace("&amp;", "&")
    arrive(telling(31, immediate_danger="yes"), telling(32))
    before, after = (
        Waiting.objects.exclude(subject__in=there).get(danger=danger).subject for danger in (True, False)
    )
    second = subjects(client.get(f"/desk/queue/{following}"))
    assert len(subjects(first) + second) == 31
    assert set(subjects(first) + second) == there | {after}
    assert subjects(client.get("/desk/queue/"))[0] == before


@pytest.mark.parametrize("after", ["x", "1_2_3", "0_2026-11-25T12:00:00_1", "%00"])
def test_a_wrong_page_is_not_found_in_a_sentence(case, after):
    answer = client_of("bo").get("/desk/queue/", {"after": after})
    assert answer.status_code == 404
    assert "There is no such page of the queue" in text(answer)


def test_claiming_is_said_shows_under_mine_and_a_colleague_sees_who_has_it(case):
    bo = client_of("bo")
    assert "You have claimed nothing" in text(bo.get("/desk/mine/"))
    answer = bo.post(f"/desk/queue/{case}/claim/", {"back": "/desk/queue/?who=free"})
    assert answer.headers["Location"] == "/desk/queue/?who=free"
    assert f"{case} is yours until" in text(bo.get("/desk/queue/"))
    assert subjects(bo.get("/desk/mine/")) == [case]
    ruth = client_of("ruth")
    assert "Bo Invented" in text(ruth.get("/desk/queue/"))
    refused = ruth.post(f"/desk/queue/{case}/claim/")
    assert refused.status_code == 409
    assert "Bo Invented has" in text(refused)
    bo.post(f"/desk/queue/{case}/release/")
    assert subjects(bo.get("/desk/mine/")) == []


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/desk/\\x", ""])
def test_nobody_is_led_out_of_the_desk(case, back):
    answer = client_of("bo").post(f"/desk/queue/{case}/claim/", {"back": back})
    assert answer.headers["Location"] == "/desk/queue/"


def test_handing_over_asks_who_takes_it_and_gives_it_to_them(case):
    bo, ruth = client_of("bo"), account("ruth")
    bo.post(f"/desk/queue/{case}/claim/")
    page = text(bo.get(f"/desk/queue/{case}/hand-over/"))
    assert "Ruth Invented" in page
    assert 'value="' + account("bo").reference not in page
    nobody = bo.post(f"/desk/queue/{case}/hand-over/")
    assert (nobody.status_code, "Choose who takes it." in text(nobody)) == (409, True)
    given = bo.post(f"/desk/queue/{case}/hand-over/", {"to": ruth.reference})
    assert given.headers["Location"] == "/desk/queue/"
    assert queries.held_by(ruth.pk) == (case,)
    assert client_of("bo").get("/desk/queue/C-00000-00000/hand-over/").status_code == 404


def test_a_view_is_kept_shown_and_forgotten(case):
    client = client_of("bo")
    client.post("/desk/queue/views/", {"name": "Late ones", "query": "late=1&after=x&who=nobody&q=Amina"})
    view = SavedView.objects.get()
    assert view.query == "late=1"
    assert "Late ones" in text(client.get("/desk/queue/"))
    assert "Late ones" not in text(client_of("ruth").get("/desk/queue/"))
    client_of("ruth").post(f"/desk/queue/views/{view.pk}/forget/")
    assert SavedView.objects.exists()
    client.post(f"/desk/queue/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()
    assert client.post("/desk/queue/views/", {"name": " "}).status_code == 400


def test_how_many_came_in_since_is_told(case):
    client = client_of("bo")
    earlier = (clock.now() - timedelta(hours=3)).isoformat()
    assert "1 new since" in text(client.get("/desk/queue/arrived/", {"since": earlier}))
    for since in (clock.now().isoformat(), "", "x", "2026-11-25"):
        assert "new since" not in text(client.get("/desk/queue/arrived/", {"since": since}))


def test_a_page_is_told_how_many_of_its_rows_a_colleague_claimed_or_changed(case):
    bo, now = client_of("bo"), clock.now().isoformat()
    shown = html.unescape(re.search(r"rows=([^\"]+)\"", text(bo.get("/desk/queue/")))[1])
    asked = {"since": now, "rows": shown.replace("%2C", ",")}
    assert "changed" not in text(bo.get("/desk/queue/arrived/", asked))
    pathway.claim(subject=case, by=actor("ruth"))
    assert "1 row changed. Show" in text(bo.get("/desk/queue/arrived/", asked))
    for odd in ("x", ",.,", "C-00000-00000", "%00" * 40):
        assert bo.get("/desk/queue/arrived/", {**asked, "rows": odd}).status_code == 200


def test_a_claim_that_came_too_late_is_answered_within_the_desk_with_the_way_back(case):
    pathway.claim(subject=case, by=actor("ruth"))
    answer = client_of("bo").post(f"/desk/queue/{case}/claim/", {"back": "/desk/queue/?who=free"})
    assert answer.status_code == 409
    page = text(answer)
    assert "Ruth Invented has" in page
    assert 'aria-label="Desk"' in page
    assert 'href="/desk/queue/?who=free"' in page


@pytest.mark.parametrize("who", ["chandra", "aud", "adi", "olu"])
def test_whoever_does_not_work_the_queue_is_refused(case, who):
    client = client_of(who)
    for path in ("/desk/queue/", "/desk/mine/", "/desk/exits/", "/desk/find/", "/desk/queue/arrived/"):
        assert client.get(path).status_code == 403, path
    for path in (f"/desk/queue/{case}/claim/", "/desk/queue/views/", "/desk/find/"):
        assert client.post(path, {"q": "Amina"}).status_code == 403, path


def test_a_page_takes_no_more_questions_to_the_database_with_more_rows(django_assert_max_num_queries):
    arrive(*(telling(each) for each in range(12)))
    pathway.claim(subject=Case.objects.first().reference, by=actor("ruth"))
    client = client_of("bo")
    client.get("/desk/queue/")
    with django_assert_max_num_queries(20):
        client.get("/desk/queue/")
