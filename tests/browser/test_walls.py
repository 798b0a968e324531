"""Somebody has an interest in a case: they say so, it is closed to them, and an inspector lets them in again."""

import pytest
from playwright.sync_api import expect

from hub.cases.models import Case
from tests.walks import AMINA, arrive, telling


@pytest.fixture
def case(site):
    """A case that anybody of the hub may take."""
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def test_an_officer_says_that_they_have_an_interest_and_an_inspector_lets_them_in_again(
    case, browser_of, look
):
    bo = browser_of("bo")
    bo.goto(f"/desk/cases/{case}/")
    bo.get_by_text("Who may open it").click()
    bo.get_by_role("link", name="I have an interest in this").click()
    bo.get_by_label("What is your interest?").fill("A relative of mine.")
    look(bo, "interest")
    bo.get_by_role("button", name="Close it to me").click()
    expect(bo.get_by_text("is closed to you, and a colleague takes it.")).to_be_visible()
    assert bo.goto(f"/desk/cases/{case}/").status == 403
    look(bo, "closed-to-you")
    gita = browser_of("gita")
    gita.goto(f"/desk/cases/{case}/")
    gita.get_by_text("Who may open it (1 kept out)").click()
    expect(gita.get_by_text("Bo Invented is kept out")).to_be_visible()
    look(gita, "kept-out")
    gita.get_by_role("link", name="Let them in again Bo Invented").click()
    gita.get_by_label("Why may it be opened again?").fill("Another family of that name.")
    gita.get_by_role("button", name="Let them in").click()
    expect(gita.get_by_text("Taken down, and kept on the record.")).to_be_visible()
    assert bo.goto(f"/desk/cases/{case}/").status == 200
