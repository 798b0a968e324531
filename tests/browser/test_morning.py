"""The inspector's and the borough's pages in a real browser: at every width, in both themes, and as axe reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hub import pathway
from hub.cases.models import BreakGlass, Case
from hub.cases.terms import Given
from hub.common import clock
from hub.duties.models import Duty
from hub.queue import actions as queue
from hub.reports.terms import Strand
from tests.browser.conftest import fits
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor
from tests.web.desk.borough.test_yours import given_to
from tests.web.desk.inspector.test_morning import days_ago

_PLACES = (
    "Hackney",
    "Ealing",
    "Westminster",
    "Tower Hamlets",
    "Barnet",
    "Croydon",
    "Kent",
    "Bromley",
    "Essex",
)
_SCREENS = [(1280, False), (1280, True), (390, False), (320, True)]


@pytest.fixture
def busy(site):
    """Two months of reports, some of last year, duties that are late, exits, and an opening without a relation."""
    strands = [each for each in Strand.values if each != Strand.RELIGION]
    days = [*range(1, 57), *(364 + each for each in range(1, 29, 2)), 1, 1, 5, 9, 9, 9]
    arrive(
        *(
            telling(
                number, reported_at=days_ago(day), borough=_PLACES[number % len(_PLACES)],
                strands=strands[number % len(strands)], **(AMINA if number % 3 else {}),
                immediate_danger="yes" if number % 29 == 0 else "no",
            )
            for number, day in enumerate(days)
        )
    )  # fmt: skip
    ours = [each.reference for each in Case.objects.filter(unit="CE").order_by("pk")]
    late = Duty.objects.filter(subject__in=ours[:2], kind="recorded")
    late.update(starts_at=clock.now() - timedelta(days=2), due_at=clock.now())
    for case, given in zip(
        ours, (Given.OFFERED, Given.ACCEPTED, Given.ACCEPTED, Given.ACCEPTED), strict=False
    ):
        given_to("chandra", case, given)
    queue.refresh(cases=ours)
    pathway.claim(subject=ours[0], by=actor("bo"))
    for reason in ("A neighbour rang about this address.", "The duty officer asked for the reference."):
        BreakGlass.objects.create(
            case=Case.objects.first(), account=account("ruth"), at=clock.now(), reason=reason
        )
    return ours


@pytest.mark.parametrize(("width", "dark"), _SCREENS)
def test_the_inspectors_pages_fit_and_axe_finds_nothing(busy, browser_of, axe, width, dark):
    page = browser_of("gita", width=width, dark=dark)
    for name in ("morning", "due", "reports-of", "opened"):
        page.goto(reverse(f"desk:{name}"))
        assert axe(page) == []
        assert fits(page), name


@pytest.mark.parametrize(("width", "dark"), _SCREENS)
def test_the_boroughs_pages_fit_and_axe_finds_nothing(busy, browser_of, axe, width, dark):
    page = browser_of("chandra", width=width, dark=dark)
    for address in (reverse("desk:yours"), reverse("desk:unit"), reverse("desk:ask-hub", args=[busy[1]])):
        page.goto(address)
        assert axe(page) == []
        assert fits(page), address
    page.get_by_role("button", name="Ask the hub").click()
    assert "Write what you want to ask" in page.content()
    assert axe(page) == []


def test_on_a_phone_whatever_is_pressed_is_as_high_as_a_thumb(busy, browser_of):
    page = browser_of("chandra", width=390)
    page.goto(reverse("desk:yours"))
    for each in page.locator("main .hub-button, main .hub-borough__quiet").all():
        assert each.bounding_box()["height"] >= 44


def test_without_javascript_it_is_the_same_page(busy, browser_of):
    page = browser_of("gita", javascript=False)
    page.goto(reverse("desk:morning"))
    assert page.locator(".hub-figure").count() == 4
    page.get_by_role("link", name="Settle these").click()
    page.get_by_role("button", name="Seen").first.click()
    assert "is settled, with your name and the time" in page.content()
