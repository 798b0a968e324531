"""Once a way out is decided: where its package is told of, and the next one, for whoever may go there."""

import re
from html import unescape

import pytest

from hub import pathway
from hub.queue.models import Waiting
from hub.web.desk.cases.afterwards import decided
from hub.web.desk.cases.asking import Asked
from tests.walks import arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db
LEAVES = {"decision": "leaves", "reason": "Invented: she lives there."}
STAYS = {"decision": "stays", "reason": "Invented: she lives here."}


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def said(answer) -> str:
    """The strip above the page that says what was done."""
    return re.search(r"((?:Confirmed: R-|It stays with).*?)</div>", text(answer), re.DOTALL)[1]


@pytest.fixture
def leaving() -> list[str]:
    """Two reports of another force, and one that did not happen online, in the order of the queue."""
    for each in (telling(1, borough="Kent"), telling(2, borough="Essex"), telling(3, online="no")):
        arrive(each)  # one after the other: what comes at the same moment has no order of its own
    return list(
        Waiting.objects.order_by("urgency", "order_at", "lighter", "pk").values_list("subject", flat=True)
    )


def test_whoever_confirmed_is_led_to_the_package_and_to_the_next_exit(leaving):
    bo = client_of("bo")
    page = said(bo.post(f"/desk/reports/{leaving[0]}/exit/", LEAVES, follow=True))
    assert f'<a href="/desk/reports/{leaving[0]}/package/">Write its transfer package</a>' in page
    assert f'<a href="/desk/reports/{leaving[1]}/exit/">Decide the next exit</a>' in page
    card = text(bo.get(f"/desk/reports/{leaving[0]}/"))
    assert 'id="belongs"' in card
    assert f'href="/desk/reports/{leaving[0]}/package/">Write the package</a>' in card
    assert "Decide whether this leaves the hub" in text(bo.get(f"/desk/reports/{leaving[1]}/exit/"))


def test_what_is_handed_to_nobody_or_stays_has_no_package(leaving):
    bo = client_of("bo")
    page = said(bo.post(f"/desk/reports/{leaving[2]}/exit/", LEAVES, follow=True))
    assert "package" not in page
    page = said(bo.post(f"/desk/reports/{leaving[0]}/exit/", STAYS, follow=True))
    assert "package" not in page
    assert f"/desk/reports/{leaving[1]}/exit/" in page


def test_the_next_exit_is_one_that_no_colleague_has_and_where_none_is_left_that_is_said(leaving):
    bo = client_of("bo")
    pathway.claim(subject=leaving[1], by=actor("ruth"))
    page = said(bo.post(f"/desk/reports/{leaving[0]}/exit/", LEAVES, follow=True))
    assert f"/desk/reports/{leaving[2]}/exit/" in page
    page = said(bo.post(f"/desk/reports/{leaving[2]}/exit/", LEAVES, follow=True))
    assert "/exit/" not in page
    assert "No other exit waits for you." in page


def test_nobody_is_led_where_they_may_not_go(leaving):
    client_of("bo").post(f"/desk/reports/{leaving[0]}/exit/", LEAVES)
    for who, leads in (("bo", 2), ("aud", 0)):
        asked = Asked(leaving[0], "", "", None, actor(who))
        assert decided(asked, "Confirmed.", leaves=True).count("<a ") == leads, who


def test_several_that_are_confirmed_at_once_lead_onward_too(leaving):
    bo = client_of("bo")
    for each in leaving[:2]:
        bo.get(f"/desk/reports/{each}/")
    page = text(bo.post("/desk/queue/bulk/", {"act": "confirm-exit", "subject": leaving[:2]}))
    given = dict(re.findall(r'<input type="hidden" name="(act|target|previewed)" value="([^"]*)"', page))
    page = text(
        bo.post("/desk/queue/bulk/", {**given, "subject": leaving[:2], "reason": "Kent, Essex."}, follow=True)
    )
    assert page.count("See whose it is now") == 2
    assert f'href="/desk/reports/{leaving[0]}/#belongs"' in page
    assert 'href="/desk/exits/"' in page
