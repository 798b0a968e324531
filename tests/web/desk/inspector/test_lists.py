"""The lists behind the inspector's figures: each row in words, nobody named, and what the figure counts."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import Kind, Sort
from hub.pathway import belonging, casework, transferring, walls
from hub.reports.models import Report
from tests.pathway.aside_world import a_case, finish, set_aside
from tests.pathway.belonging_world import decide, report
from tests.pathway.test_belonging import found_out
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import account, actor, client_of
from tests.web.desk.inspector.test_morning import days_ago, shown, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def gita():
    return client_of("gita")


def rows(response) -> list[str]:
    """Each row as it is read."""
    found = re.findall(r"<tr data-row>(.*?)</tr>", shown(response), flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def next_of(subject: str) -> str:
    """What is due first of a case or report, as it is read."""
    duty = Duty.objects.filter(subject=subject, state="running").order_by("due_at", "pk")[0]
    return escape(str(Kind(duty.kind).label).capitalize())


def days(**more: str) -> str:
    """The list of what was reported yesterday and today."""
    today = clock.now().astimezone(clock.LONDON).date()
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/desk/reports-of/?from={today - timedelta(days=1)}&to={today}{asked}"


def test_a_row_says_where_about_what_since_when_what_is_next_and_who_has_it(gita):
    arrive(
        telling(
            1,
            reported_at=days_ago(1),
            strands="religion; race",
            targeted_religion="muslim",
            victim_under_18="yes",
            **AMINA,
        )
    )
    case, told = Case.objects.get().reference, Report.objects.get().reference
    (free,) = rows(gita.get(days()))
    assert f"{told} · case {case} Victim under 18" in free
    assert free.startswith("Religion and race, Hackney")
    assert "received" in free
    assert free.endswith(f"{next_of(case)} Nobody has it"), free
    pathway.claim(subject=case, by=actor("bo"))
    assert rows(gita.get(days()))[0].endswith("Bo Invented has it")
    pathway.release(subject=case, by=actor("bo"))
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    assert rows(gita.get(days()))[0].endswith("Given or offered to Chandra Invented")


def test_what_left_and_what_is_set_aside_say_so(gita):
    arrive(telling(1, reported_at=days_ago(1), borough="Kent", victim_under_18="yes"))
    there = Report.objects.get().reference
    pathway.confirm_exit(report=there, reason="Kent's.", by=actor("bo"))
    (waits,) = rows(gita.get(days()))
    assert waits.endswith(f"{next_of(there)} Nobody has it"), waits
    transferring.transfer(report=there, reason="Kent records it.", by=OPERATOR)
    belonging.acknowledge(subject=there, report=there, force_reference="KP/1", seen=None, by=actor("bo"))
    (gone,) = rows(gita.get(days()))
    assert gone.endswith(" Left the hub. To Kent Police. It has left the hub"), gone
    assert "Victim under 18" in gone, "a child is marked wherever they are"
    case = a_case(2)
    set_aside(case)
    finish(case)
    (quiet,) = [each for each in rows(gita.get(days())) if case in each]
    assert quiet.endswith("Set aside: not a crime Nobody has it"), quiet


def test_a_report_that_left_while_the_hub_stays_beside_the_victim_says_both(gita):
    there = report(**AMINA, reported_at=days_ago(1))
    case = Case.objects.get().reference
    found_out(there, suspect="kent-police")
    decide(there, "kent-police", "hackney")
    casework.decide_exit(report=there, leaves=True, reason="He is in Kent.", case=case, by=actor("bo"))
    transferring.transfer(report=there, reason="Kent records it.", by=OPERATOR)
    belonging.acknowledge(subject=case, report=there, force_reference="KP/1", seen=None, by=actor("bo"))
    (both,) = rows(gita.get(days()))
    assert both.endswith(f"{next_of(case)}. Left the hub. To Kent Police. Nobody has it"), both


def test_danger_that_nobody_acted_on_yet_is_marked(gita):
    arrive(
        telling(1, reported_at=days_ago(1), immediate_danger="yes", **AMINA),
        telling(2, reported_at=days_ago(1)),
    )
    first = {row.startswith("Danger now Race, Hackney"): row for row in rows(gita.get(days()))}
    assert "Act on immediate danger" in first[True]
    assert "Act on immediate danger" not in first[False]


def test_nobody_whom_it_is_about_is_named(gita):
    arrive(telling(1, reported_at=days_ago(1), **AMINA))
    case = Case.objects.get().reference
    casework.set_headline(
        case=case, words="Amina at the bus stop", seen=Case.objects.get().version, by=actor("bo")
    )
    for each in ("", "offered", "supported"):
        page = words(gita.get(days(**({"help": each} if each else {}))))
        assert case in page, each
        assert "Amina" not in page, each
        assert "07700" not in page, each


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Each report once, by when it was reported; where it is sent again, it is not counted again."),
        ({"strand": "race"}, "One that tells of several strands is in the list of each."),
        ({"help": "offered"}, "Each report of a victim, reported in these days, on which the hub offered the help of an organisation."),
        ({"help": "agreed"}, "the person themselves confirmed that they agree to be referred for support, where that still holds."),
        ({"help": "supported"}, ("Each case with a report of a victim, reported in these days, on which the hub offered the help of an "
         "organisation, or on which the person confirmed in these days that they agree to be referred.")),
    ],
)  # fmt: skip
def test_a_list_says_what_its_figure_counts(gita, more, said):
    assert said in words(gita.get(days(**more)))


@pytest.mark.parametrize("sort", Sort.values)
def test_a_list_of_duties_says_what_its_figure_counts(gita, sort):
    assert re.search(r'<p class="hub-lead">(Each|Somebody asks) ', shown(gita.get(f"/desk/due/?of={sort}")))


@pytest.mark.parametrize("helped", ["", "offered", "supported"])
def test_a_list_takes_as_many_queries_for_one_row_as_for_many(gita, helped):
    address = days(**({"help": helped} if helped else {}))
    gita.get(address)

    def asked(expected: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(gita.get(address))) == expected
        return len(queries)

    def told(*numbers: int) -> None:
        arrive(*(telling(each, reported_at=days_ago(1)) for each in numbers))
        for case in Case.objects.order_by("-pk")[: len(numbers)]:
            pathway.claim(subject=case.reference, by=actor("bo"))

    told(1)
    one = asked(1)
    told(*range(2, 21))
    assert asked(20) == one
    assert one <= 20


@pytest.mark.parametrize("listed", ["", "offered", "supported", "/desk/due/?of=decision"])
def test_what_is_closed_to_the_inspector_is_listed_by_its_reference_alone(gita, listed):
    address = listed if "/" in listed else days(**({"help": listed} if listed else {}))
    first, second = (telling(each, reported_at=days_ago(1), victim_under_18="yes") for each in (1, 2))
    case, other = (each.placed.case for each in (*arrive(first), *arrive(second)))
    for each in (case, other):
        pathway.claim(subject=each, by=actor("ruth"))
    told = ("Hackney", "under 18", "Ruth Invented has it")

    def listed_now() -> dict[str, str]:
        found = rows(gita.get(address))
        assert len(found) == 2
        return {each: row for row in found for each in (case, other) if each in row}

    assert all(each in row for row in listed_now().values() for each in told)
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("gita"))
    row = listed_now()[case]
    assert not any(each in row for each in (*told, "Race", "Nobody has it"))
    assert "Closed to you" in row
    assert all(each in listed_now()[other] for each in told)
