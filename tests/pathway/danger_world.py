"""A night, somebody in danger in it, and who can be called."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from hub.common import clock
from hub.duties import actions as duties
from hub.duties.models import Alarm
from hub.duties.terms import Channel
from hub.reports.models import Report
from tests import alarm_peers
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor

NIGHT = datetime(2031, 11, 25, 3, tzinfo=UTC)
DANGER = {**AMINA, "immediate_danger": "yes", "postcode": "E8 1EA", "victim_name": "Amina Invented"}
KEY = "an invented key of the control room"


def on_call(who: str, rank: int, *ways: tuple[Channel, str]) -> None:
    """Somebody is on call for twelve hours, and can be called in some ways."""
    officer = account(who).reference
    duties.add_shift(
        officer=officer, rank=rank, from_at=clock.now(), until_at=clock.now() + timedelta(hours=12), by=actor("gita")
    )  # fmt: skip
    for channel, address in ways:
        duties.set_way(officer=officer, channel=channel, address=address, by=actor("gita"))


def reported(**more: str) -> Alarm:
    """A report that tells of danger, and its alarm."""
    (found,) = arrive(telling(1, **{**DANGER, **more}))
    return Alarm.objects.get(subject=Report.objects.get(pk=found.report_id).reference)


@contextmanager
def control_room(settings) -> Iterator[alarm_peers.Service]:
    """A control room that takes what is sent to it."""
    with alarm_peers.service() as found:
        settings.CONTROL_ROOM_WEBHOOK, settings.CONTROL_ROOM_WEBHOOK_KEY = found.url, KEY
        yield found


@contextmanager
def text_messages(settings) -> Iterator[alarm_peers.Service]:
    """A gateway that takes text messages."""
    with alarm_peers.service() as found:
        settings.SMS_GATEWAY, settings.SMS_GATEWAY_TOKEN = found.url, "an invented token of the gateway"
        yield found
