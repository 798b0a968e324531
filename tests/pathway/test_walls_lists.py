"""What is closed to somebody is left out of the lists that they read, and no list is cut short by it."""

import pytest

from hub.cases.models import Case
from hub.pathway import assessing, walls
from hub.reports.models import Report
from hub.triage import queries as triage
from hub.triage.models import SecondLook
from tests.architecture.risk_actions import look_at
from tests.walks import arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> str:
    """A case of Hackney's, which Central East has."""
    arrive(telling(1))
    return Case.objects.get().reference


def declare(subject: str, who: str = "gita") -> None:
    """Somebody says that they have an interest in it."""
    walls.declare_interest(subject=subject, reason="A relative of mine.", seen=None, by=actor(who))


@pytest.mark.parametrize("about", [Case, Report])
def test_two_readings_of_a_case_that_is_closed_to_the_inspector_are_read_by_another(case, about):
    look = look_at(about.objects.get().reference)
    SecondLook.objects.update(subject_kind=about.__name__.lower())
    assessing.read_again(look=look, answer="high", reason="Words of Bo.", by=actor("bo"))
    ((read,), _) = assessing.differences(before=None, by=actor("gita"))
    assert read.second_reason == "Words of Bo."
    declare(case)
    assert assessing.differences(before=None, by=actor("gita")) == ((), None)
    assert "Words of Bo." not in client_of("gita").get("/desk/looks/differences/").content.decode()


def test_a_page_of_readings_that_are_all_closed_leads_on_to_the_next(case, monkeypatch):
    assessing.read_again(look=look_at(case), answer="high", reason="because", by=actor("bo"))
    declare(case)
    read, _ = triage.read_twice(agrees=False)
    monkeypatch.setattr(triage, "read_twice", lambda **_: (read, 7))
    assert assessing.differences(before=None, by=actor("gita")) == ((), 7)
    assert "before=7" in client_of("gita").get("/desk/looks/differences/").content.decode()
