"""The rota: shifts that do not overlap, ways in their order, and what cannot stand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hub.common import clock
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties import actions, queries
from hub.duties.models import Shift, Way
from hub.duties.terms import Called, Channel
from hub.pathway import colleagues, rota
from hub.people.terms import Role
from tests.walks import OPERATOR
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ways_that_are_set_up(settings):
    """A mail server and a gateway; no pager service."""
    settings.EMAIL_HOST, settings.SMS_GATEWAY = "mail.invalid", "https://sms.invalid/take"


def test_a_way_that_is_not_set_up_reaches_nobody(settings):
    shift("bo")
    way("bo", Channel.SMS, "+44 7700 900001")
    assert not queries.cover().nobody
    settings.SMS_GATEWAY = ""
    assert queries.cover().nobody
    assert queries.recipients() == ()


def shift(who: str, rank: int = 1, *, begins: float = 0, ends: float = 8) -> str:
    now = clock.now()
    return actions.add_shift(
        officer=account(who).reference, rank=rank, from_at=now + timedelta(hours=begins),
        until_at=now + timedelta(hours=ends), by=actor("gita"),
    )  # fmt: skip


def way(who: str, channel: Channel = Channel.EMAIL, address: str = "on-call@example.org") -> None:
    actions.set_way(officer=account(who).reference, channel=channel, address=address, by=actor("gita"))


def test_who_is_on_call_stands_in_order_with_their_ways_in_theirs():
    shift("ruth", 2)
    shift("bo", 1)
    shift("gita", 3, begins=9, ends=10)
    way("bo", Channel.EMAIL)
    way("bo", Channel.SMS, "+44 7700 900001")
    actions.put_way_first(officer=account("bo").reference, channel=Channel.SMS, by=actor("gita"))
    first, second = queries.on_call()
    assert [each.officer for each in (first, second)] == [account("bo").reference, account("ruth").reference]
    assert [each.channel for each in first.ways] == [Channel.SMS, Channel.EMAIL]
    assert second.ways == ()
    assert [each.called for each in queries.recipients()] == [Called.OFFICER], (
        "whoever has no way is left out"
    )
    cover = queries.cover()
    assert (cover.officers, cover.unreachable, cover.nobody) == (1, (account("ruth").reference,), False)


def test_a_way_that_changes_keeps_its_place_and_one_that_is_removed_is_erased():
    way("bo", Channel.EMAIL)
    way("bo", Channel.SMS, "+44 7700 900001")
    way("bo", Channel.EMAIL, "other@example.org")
    assert [each.address for each in queries.ways([account("bo").reference])] == [
        "other@example.org",
        "+44 7700 900001",
    ]
    actions.remove_way(officer=account("bo").reference, channel=Channel.EMAIL, by=actor("gita"))
    assert not Way.objects.filter(address="other@example.org").exists()
    with pytest.raises(NotFound, match="No such way"):
        actions.remove_way(officer=account("bo").reference, channel=Channel.EMAIL, by=actor("gita"))


@pytest.mark.parametrize(
    ("channel", "address", "why"),
    [(Channel.EMAIL, "bo", "not an e-mail address"), (Channel.SMS, "bo", "not a telephone number"),
     (Channel.SMS, "123", "not a telephone number"), (Channel.WEBHOOK, "  ", "on one line"),
     (Channel.WEBHOOK, "a\nb", "on one line"), (Channel.WEBHOOK, "x" * 255, "on one line")],
)  # fmt: skip
def test_where_nobody_can_be_reached_is_refused(channel, address, why):
    with pytest.raises(Refusal, match=why):
        way("bo", channel, address)


def test_nobody_is_on_call_twice_at_a_time_and_nobody_in_a_place_that_is_taken():
    shift("bo", 1)
    with pytest.raises(NotNow, match="Bo Invented is on call as number 1"):
        shift("ruth", 1, begins=7, ends=9)
    with pytest.raises(NotNow, match="Bo Invented is on call as number 1"):
        shift("bo", 2, begins=7, ends=9)
    shift("ruth", 1, begins=8, ends=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(
            reference="S-X", officer="U-X", rank=1, from_at=clock.now(), until_at=clock.now() + timedelta(hours=1)
        )  # fmt: skip


def test_only_officers_of_the_hub_who_are_at_work_are_on_call():
    with pytest.raises(Refusal, match="is not an officer of the hub"):
        shift("chandra")
    with pytest.raises(NotFound, match="no such colleague"):
        actions.set_way(
            officer="U-00000-00000", channel=Channel.EMAIL, address="a@example.org", by=actor("gita")
        )
    with pytest.raises(Refusal, match="begins at 1"):
        shift("bo", 0)


def test_a_shift_is_removed_once_and_its_row_stays():
    made = shift("bo")
    actions.remove_shift(shift=made, by=actor("gita"))
    assert Shift.objects.get().removed_at is not None
    assert queries.on_call() == ()
    with pytest.raises(NotNow, match="over or was removed"):
        actions.remove_shift(shift=made, by=actor("gita"))
    with pytest.raises(NotFound, match="no such shift"):
        actions.remove_shift(shift="S-00000-00000", by=actor("gita"))
    shift("ruth")


def test_whoever_is_on_call_does_not_leave_or_change_to_a_part_that_is_not():
    made = shift("bo")
    with pytest.raises(NotNow, match="shifts on call"):
        colleagues.close(account=account("bo").pk, by=OPERATOR)
    with pytest.raises(NotNow, match="shifts on call"):
        colleagues.change_role(account=account("bo").pk, role=Role.AUDITOR, by=OPERATOR)
    actions.remove_shift(shift=made, by=actor("gita"))
    colleagues.close(account=account("bo").pk, by=OPERATOR)


def test_addresses_are_shown_to_whoever_keeps_the_rota_and_to_nobody_else():
    shift("bo")
    shift("ruth", 2, begins=9, ends=10)
    way("bo")
    kept = rota.read(after="", by=actor("gita"))
    assert [(each.name, each.now, each.reachable) for each in kept.shifts] == [
        ("Bo Invented", True, True), ("Ruth Invented", False, False),
    ]  # fmt: skip
    assert any(each.ways for each in kept.officers)
    assert not any(each.ways for each in rota.read(after="", by=actor("ruth")).officers)
    lines, following = queries.shifts(limit=1)
    assert (len(lines), following) == (1, "1")
    assert queries.shifts(after=following, limit=1)[1] == ""
