"""The same account reported in several cases: counted beside each, weighed, and gone with what is not a crime."""

from datetime import timedelta

import pytest

from hub.cases import queries as cases_known
from hub.cases.models import Case
from hub.common import clock
from hub.queue import queries as queue
from hub.queue.models import Waiting
from hub.web.desk.cases.page import at_risk
from tests.pathway.aside_world import set_aside
from tests.walks import arrive, telling

pytestmark = pytest.mark.django_db
HANDLE = "@pretend_account"


def case(number: int, **given: str) -> str:
    """A case of a victim of its own, about one account."""
    mine = {
        "reporter_name": f"Invented {number}", "reporter_email": f"v{number}@example.org", "account_handle": HANDLE,
        "platform": "x", "content_urls": f"https://x.com/pretend_account/status/{number}",
    }  # fmt: skip
    return arrive(telling(number, **{**mine, **given}))[0].placed.case


def counted() -> dict[str, tuple[int, bool]]:
    """How many other cases of the account stand beside each, and whether that is weighed."""
    rows = Waiting.objects.filter(live=True)
    return {each.subject: (each.same_account, "same-account" in each.factors) for each in rows}


def test_each_counts_the_others_also_those_that_were_there_before():
    one = case(1)
    assert counted() == {one: (0, False)}
    two = case(2)
    assert counted() == {one: (1, True), two: (1, True)}
    three = case(3)
    assert counted() == dict.fromkeys((one, two, three), (2, True))
    assert queue.astray() == ()


def test_two_posts_of_one_account_in_two_cases_count_once():
    links = "https://x.com/pretend_account/status/{} https://x.com/pretend_account/status/{}"
    one, two = case(1, content_urls=links.format(1, 2)), case(2, content_urls=links.format(3, 4))
    assert counted() == {one: (1, True), two: (1, True)}


def test_another_account_counts_nothing():
    one = case(1)
    two = case(2, account_handle="@another_pretend", content_urls="https://x.com/another_pretend/status/2")
    assert counted() == {one: (0, False), two: (0, False)}


def test_what_lies_further_apart_than_the_period_is_no_repeat():
    long_ago = (clock.now() - timedelta(days=3 * 365)).isoformat(timespec="seconds")
    one = case(1, reported_at=long_ago)
    two = case(2)
    assert counted() == {one: (0, False), two: (0, False)}


def test_it_goes_with_what_is_not_a_crime():
    one, two = case(1), case(2)
    set_aside(one)
    assert counted()[two] == (0, False)
    assert queue.astray() == ()


def test_it_stands_among_who_is_at_risk_by_a_number_and_no_name():
    one, _ = case(1), case(2)
    facts = queue.rows_of([one])[one].facts
    (line,) = [each for each in at_risk(facts, ()) if each[0] == "link"]
    assert line == (
        "link", "The same account is reported in another case", "recognised by a keyed fingerprint"
    )  # fmt: skip
    assert HANDLE not in str(at_risk(facts, ()))


def test_cases_are_counted_in_one_question(django_assert_num_queries):
    case(1)
    case(2)
    ids = list(Case.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert {each.account for each in cases_known.again(ids).values()} == {1}
