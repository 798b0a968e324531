"""A wall holds when reports come into cases, when two act at once, and where somebody had the case before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Timer

import pytest
from django.db import connection, transaction

from hub import pathway
from hub.cases import queries as cases_known
from hub.cases.models import Case
from hub.cases.terms import Moved, Shut
from hub.common import clock
from hub.common.refusals import Refusal
from hub.duties.models import Alarm
from hub.pathway import afterwards, alarming, bulk, casework, opening, transferring, walls
from hub.queue.models import Passed, Waiting
from hub.reports.models import Report
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor

ONE_POST = {**AMINA, "content_urls": "https://x.com/invented/status/1234567"}
SOON = 20  # seconds in which the other has to come


def keep_out(subject: str, who: str) -> None:
    """The inspector keeps somebody out."""
    walls.keep_out(
        subject=subject, colleague=account(who).reference, reason="They are neighbours.", seen=None, by=actor("gita")
    )  # fmt: skip


def stays(report: str, who: str = "gita") -> str:
    """An officer keeps a report with the hub; the case that it is in."""
    return afterwards.place_again(report=report, reason="They live in Hackney.", by=actor(who)).case


@pytest.fixture
def joins(db) -> tuple[str, str]:
    """A case of Hackney's, and a report that would leave, of the same victim and post."""
    arrive(telling(1, **ONE_POST))
    arrive(telling(2, **ONE_POST | {"borough": "Kent", "postcode": ""}))
    report = Report.objects.get(source_reference="T-2").reference
    assert Waiting.objects.filter(subject=report, live=True).exists()
    return Case.objects.get().reference, report


# -- whoever had the case that the report comes into


def test_whoever_had_claimed_the_case_has_it_no_more(joins):
    case, report = joins
    pathway.claim(subject=case, by=actor("bo"))
    keep_out(report, "bo")
    assert stays(report) == case
    assert Waiting.objects.get(subject=case).holder_id is None


def test_whoever_was_the_officer_in_the_case_is_so_no_more(joins):
    case, report = joins
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("gita"))
    casework.accept_case(case=case, seen=None, by=actor("chandra"))
    keep_out(report, "chandra")
    assert stays(report) == case
    assert cases_known.stands(case).officer_id is None


def test_a_danger_of_the_case_that_they_had_taken_is_called_out_anew(joins):
    case, report = joins
    alarm = alarming.raise_alarm(subject=case, dangers=[], reason="He is on his way.", by=actor("gita"))
    pathway.acknowledge_alarm(alarm=alarm, by=actor("bo"))
    keep_out(report, "bo")
    assert [each.state for each in Alarm.objects.all()] == ["acknowledged"]
    assert stays(report) == case
    assert [each.state for each in Alarm.objects.order_by("pk")] == ["acknowledged", "raised"]


def test_a_report_that_they_had_claimed_is_kept_here_though_its_case_is_closed_to_them(joins):
    case, report = joins
    walls.restrict(subject=case, reason="A colleague is concerned.", seen=None, by=actor("gita"))
    pathway.claim(subject=report, by=actor("bo"))
    assert stays(report, "bo") == case
    assert Waiting.objects.get(subject=case).holder_id is None


@pytest.mark.django_db
def test_let_into_the_case_they_are_let_into_the_steps_of_its_report_too():
    arrive(telling(1, borough="Kent"))
    report = Report.objects.get().reference
    keep_out(report, "bo")
    keep_out(report, "ruth")
    case = stays(report)
    with pytest.raises(Shut):
        transferring.transfer(report=report, reason="It is Kent's.", by=actor("bo"))
    wall, _ = cases_known.walls([case])[case]
    walls.take_down(subject=case, wall=wall.reference, reason="Another Bo.", seen=None, by=actor("gita"))
    left = {each.account_id for found in cases_known.walls([case, report]).values() for each in found}
    assert left == {account("ruth").pk}, "whoever else is kept out stays so"
    with pytest.raises(Refusal) as refused:
        transferring.transfer(report=report, reason="It is Kent's.", by=actor("bo"))
    assert not isinstance(refused.value, Shut)


# -- what ran out, and what is undone


@pytest.mark.django_db
def test_a_claim_that_ran_out_opens_nothing_that_is_restricted():
    arrive(telling(1))
    case = Case.objects.get().reference
    pathway.claim(subject=case, by=actor("bo"))
    Waiting.objects.filter(subject=case).update(held_until=clock.now() - timedelta(days=3))
    walls.restrict(subject=case, reason="A colleague is concerned.", seen=None, by=actor("gita"))
    with pytest.raises(Shut):
        pathway.claim(subject=case, by=actor("bo"))
    with pytest.raises(Shut):
        opening.open_case(case=case, reason="To help.", by=actor("bo"))


@pytest.mark.django_db
def test_undone_it_is_passed_to_nobody_who_is_kept_out_since():
    arrive(telling(1, borough="Kent"))
    report = Report.objects.get().reference
    pathway.pass_on(
        subject=report, queue_named="", to=account("bo").reference, reason="Yours.", by=actor("ruth")
    )
    began = clock.now() - timedelta(hours=1)
    opening.open_report(report=report, by=actor("gita"))
    asked = bulk.Asked(bulk.Act.HAND_OVER, (report,), account("ruth").reference, began)
    done = bulk.act(asked=asked, reason="Ruth knows it.", by=actor("gita"))
    keep_out(report, "bo")
    bulk.undo(bulk=done, by=actor("gita"))
    assert not Passed.objects.filter(person=account("bo"), ended_at__isnull=True).exists()
    (line,) = bulk.read(bulk=done, by=actor("gita")).lines
    assert "interest" in line.sentence


# -- two at once


def both(first: Callable[[], object], second: Callable[[], object]) -> tuple[BaseException | None, ...]:
    """Two who act at once: the second begins when the first has done its step and has not ended it."""
    done, end = Event(), Event()

    def one() -> None:
        try:
            with transaction.atomic():
                first()
                done.set()
                end.wait(SOON)
        finally:
            done.set()
            connection.close()

    def two() -> None:
        try:
            done.wait(SOON)
            Timer(1, end.set).start()
            second()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as at_once:
        started = [at_once.submit(one), at_once.submit(two)]
        return tuple(each.exception() for each in started)


@pytest.fixture
def report(own_database) -> str:
    """A report that would leave, and has no case."""
    arrive(telling(1, borough="Kent"))
    return Report.objects.get().reference


def test_a_danger_is_called_out_though_they_take_it_in_the_moment_in_which_they_are_kept_out(report):
    alarm = alarming.raise_alarm(subject=report, dangers=[], reason="He is on his way.", by=actor("gita"))
    bo, gita, who = actor("bo"), actor("gita"), account("bo").reference
    came = both(
        lambda: pathway.acknowledge_alarm(alarm=alarm, by=bo),
        lambda: walls.keep_out(subject=report, colleague=who, reason="Neighbours.", seen=None, by=gita),
    )
    assert came == (None, None)
    assert Alarm.objects.filter(state="raised").count() == 1


def test_kept_out_first_they_take_no_danger(report):
    alarm = alarming.raise_alarm(subject=report, dangers=[], reason="He is on his way.", by=actor("gita"))
    bo, gita, who = actor("bo"), actor("gita"), account("bo").reference
    _, refused = both(
        lambda: walls.keep_out(subject=report, colleague=who, reason="Neighbours.", seen=None, by=gita),
        lambda: pathway.acknowledge_alarm(alarm=alarm, by=bo),
    )
    assert isinstance(refused, Shut)
    assert Alarm.objects.get().state == "raised"


def test_whoever_is_kept_out_while_the_report_gets_its_case_is_told_to_go_there(report):
    gita, who = actor("gita"), account("bo").reference
    _, refused = both(
        lambda: afterwards.place_again(report=report, reason="Hackney.", by=gita),
        lambda: walls.keep_out(subject=report, colleague=who, reason="Neighbours.", seen=None, by=gita),
    )
    assert isinstance(refused, Moved)
    case = Case.objects.get().reference
    assert not cases_known.walls([case, report]), "nothing is built where nobody looks for it"


def test_kept_out_first_they_are_kept_out_of_the_case_that_the_report_gets(report):
    gita, who = actor("gita"), account("bo").reference
    came = both(
        lambda: walls.keep_out(subject=report, colleague=who, reason="Neighbours.", seen=None, by=gita),
        lambda: afterwards.place_again(report=report, reason="Hackney.", by=gita),
    )
    assert came == (None, None)
    case = Case.objects.get().reference
    assert [each.account_id for each in cases_known.walls([case])[case]] == [account("bo").pk]
