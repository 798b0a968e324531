"""A crime decision is read again, blind, by another officer: which are drawn, and what two different readings lead to."""

from datetime import date

import pytest

from hub.cases.models import Case
from hub.pathway import assessing
from hub.triage import queries as triage
from hub.triage.models import SecondLook
from hub.triage.queries import tables
from hub.triage.terms import Looked, Share
from tests.pathway.deciding_world import CRIME, MORE, NOT, a_case, decide, stage
from tests.walks import arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_drawn(monkeypatch):
    """Every crime decision is drawn for a second look."""
    monkeypatch.setattr(tables, "shares", lambda: (Share(Looked.CRIME, 100, date(2020, 1, 1), None),))


@pytest.fixture
def case():
    return a_case()


@pytest.mark.parametrize("given_", [CRIME, MORE])
def test_that_it_is_a_crime_or_needs_more_is_read_again_blind(case, given_):
    decided = decide(case, given_)
    look = SecondLook.objects.get()
    assert (look.what, look.about, look.first_answer) == (Looked.CRIME, decided.reference, decided.answer)
    assert triage.waiting_looks(not_by=str(actor("bo"))) == ((), None)
    blind = assessing.open_look(look=look.reference, by=actor("ruth"))
    assert "Invented reason" not in repr(blind)
    found = assessing.read_again(
        look=look.reference, answer="not-a-crime", reason="A song.", by=actor("ruth")
    )
    assert not found.agrees
    page = client_of("gita").get("/desk/looks/differences/").content.decode()
    assert "whether it is a crime" in page
    assert f"{decided.answer.label}." in page
    assert "Not a crime." in page
    assert stage(case) == ("crime" if given_ is CRIME else "asked")


def test_what_is_set_aside_checked_or_decided_once_more_alike_is_not_drawn(case):
    decide(case, CRIME)
    decide(case, CRIME)
    assert SecondLook.objects.count() == 1
    arrive(telling(2, reporter_name="Invented", reporter_email="v2@example.org", victim_under_18="yes"))
    checked = Case.objects.latest("pk").reference
    assert decide(checked, CRIME).waits
    arrive(telling(3, reporter_name="Invented", reporter_email="v3@example.org"))
    lawful = Case.objects.latest("pk").reference
    decide(lawful, NOT)
    assert SecondLook.objects.count() == 1
