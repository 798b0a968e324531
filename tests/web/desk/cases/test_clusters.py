"""The same thing again, on the page of a case, in the queue's row and on a cluster's own page."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.cases.models import Case, Cluster, Membership
from hub.pathway import clusters, walls
from tests.walks import arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db
POST = "https://x.com/invented/status/7"


def case(number: int) -> str:
    mine = {"reporter_name": f"Invented {number}", "reporter_email": f"v{number}@example.org"}
    return arrive(telling(number, content_urls=POST, **mine))[0].placed.case


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def _version(reference: str) -> int:
    return Case.objects.get(reference=reference).version


def test_a_suggestion_is_joined_shown_on_the_case_in_the_queue_and_on_its_own_page_and_taken_apart():
    one, two = case(1), case(2)
    bo = client_of("bo")
    page = text(bo.get(f"/desk/cases/{one}/"))
    assert "The same post" in page
    given = {"other": two.lower(), "reason": "One campaign.", "version": _version(one)}
    page = text(bo.post(f"/desk/cases/{one}/join/", given, follow=True))
    assert "Part of a cluster of 2" in page
    assert "The same post" not in page
    assert text(bo.get("/desk/queue/")).count("part of a cluster of 2") == 2
    kept = Cluster.objects.get().reference
    page = text(bo.get(f"/desk/clusters/{kept}/"))
    assert one in page
    assert two in page
    assert page.count("One campaign.") == 2
    page = text(
        bo.post(f"/desk/cases/{two}/leave/", {"reason": "Another.", "version": _version(two)}, follow=True)
    )
    assert "The same post" in page
    page = text(bo.get(f"/desk/clusters/{kept}/"))
    assert page.count("Taken out") == 2
    assert "Cluster of 0 cases" in page
    assert bo.get("/desk/clusters/K-00000-00000/").status_code == 404


def test_a_suggestion_is_dismissed_from_the_list_of_them():
    one, two = case(1), case(2)
    bo = client_of("bo")
    assert two in text(bo.get(f"/desk/cases/{one}/dismiss/"))
    given = {"other": two, "reason": "Two streets.", "version": _version(one)}
    page = text(bo.post(f"/desk/cases/{one}/dismiss/", given, follow=True))
    assert "The same post" not in page
    assert "Nothing that we know of shares" in page


def test_a_suggestion_that_is_closed_to_whoever_looks_is_counted_and_not_named():
    one, two, three = case(1), case(2), case(3)
    bo = client_of("bo")
    walls.declare_interest(subject=two, reason="Mine.", seen=None, by=actor("bo"))
    page = text(bo.get(f"/desk/cases/{one}/"))
    assert (two in page, three in page, "1 suggestion is closed to you." in page) == (False, True, True)
    assert two not in text(bo.get(f"/desk/cases/{one}/dismiss/"))
    walls.declare_interest(subject=three, reason="Mine.", seen=None, by=actor("bo"))
    page = text(bo.get(f"/desk/cases/{one}/"))
    assert (two in page, three in page, "2 suggestions are closed to you." in page) == (False, False, True)
    assert "Nothing that we know of shares" not in page
    assert "Dismiss a suggestion" not in page
    page = text(client_of("ruth").get(f"/desk/cases/{one}/"))
    assert (two in page, three in page, " closed to you." in page) == (True, True, False)
    walls.restrict(subject=two, reason="A colleague is concerned.", seen=None, by=actor("gita"))
    page = text(client_of("ruth").get(f"/desk/cases/{one}/"))
    assert (two in page, three in page, "1 suggestion is closed to you." in page) == (False, True, True)
    assert two in text(client_of("gita").get(f"/desk/cases/{one}/"))


def test_what_is_no_reference_is_no_case():
    one = case(1)
    answer = client_of("bo").post(
        f"/desk/cases/{one}/join/", {"other": "Amina", "reason": "x", "version": _version(one)}
    )
    assert answer.status_code in {400, 404, 409}
    assert not Membership.objects.exists()


def test_a_large_cluster_is_paged():
    found = [case(number) for number in range(1, 28)]
    for each in found[1:]:
        clusters.join(case=found[0], other=each, reason="One campaign.", seen=None, by=actor("bo"))
    bo = client_of("bo")
    page = text(bo.get(f"/desk/clusters/{Cluster.objects.get().reference}/"))
    assert "Cluster of 27 cases" in page
    onward = re.search(r'href="(\?after=\d+)" rel="next"', page)
    assert onward
    page = text(bo.get(f"/desk/clusters/{Cluster.objects.get().reference}/{onward[1]}"))
    assert found[-1] in page
    assert found[0] not in page


def test_a_case_with_everything_put_beside_it_is_still_at_most_twenty_questions():
    found = [case(number) for number in range(1, 12)]
    for each in found[1:4]:
        clusters.join(case=found[0], other=each, reason="One campaign.", seen=None, by=actor("bo"))
    walls.declare_interest(subject=found[5], reason="Mine.", seen=None, by=actor("bo"))
    bo = client_of("bo")
    bo.get(f"/desk/cases/{found[0]}/")
    for address in (f"/desk/cases/{found[0]}/", "/desk/queue/"):
        with CaptureQueriesContext(connection) as asked:
            assert bo.get(address).status_code == 200
        questions = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
        assert len(questions) <= 20, "\n".join(each[:160] for each in questions)
