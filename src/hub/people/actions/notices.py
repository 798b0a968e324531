"""The notice on every page: put up for a while, and taken down."""

from datetime import datetime, timedelta

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks
from hub.common.refusals import NotNow, Refusal
from hub.people.models import Notice
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

LONGEST = 200  # characters
_FURTHEST = timedelta(days=92)  # a notice that stands longer than this is no longer read


def put_up_notice(*, text: str, from_at: datetime, until_at: datetime, by: Actor) -> None:
    """Have every page say this for a while; it takes the place of what stood there."""
    permit(by, Permission.MANAGE_REFERENCE)
    text, now = " ".join(text.split()), clock.now()
    if not text or len(text) > LONGEST:
        raise Refusal(f"Write what everybody should know, in at most {LONGEST} characters.")
    if until_at <= max(from_at, now):
        raise Refusal("The notice would be over before it begins. Choose a later end.")
    if until_at > now + _FURTHEST:
        raise Refusal(
            "A notice stands for three months at most: after that nobody reads it. Choose an earlier end."
        )
    locks.hold("people.notice", [b"notice"])
    Notice.objects.create(text=text, from_at=from_at, until_at=until_at, by=str(by), at=now)
    _record("people.put-up-notice", by)


def end_notice(*, by: Actor) -> None:
    """Take the notice down, whether it stands already or is still to come."""
    permit(by, Permission.MANAGE_REFERENCE)
    locks.hold("people.notice", [b"notice"])
    now, last = clock.now(), Notice.objects.order_by("-pk").first()
    if last is None or not last.text or last.until_at <= now:
        raise NotNow("No notice stands on the pages any more.")
    Notice.objects.create(text="", from_at=now, until_at=now, by=str(by), at=now)
    _record("people.end-notice", by)


def _record(action: str, by: Actor) -> None:
    """One line about the notice; its words stand in its own table."""
    audit.record([Entry(Kind.ALTERATION, action, "page", "notice", str(by))])
