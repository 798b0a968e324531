"""The notice on every page."""

from datetime import datetime

from django.db import transaction

from hub.pathway.refusing import refusals_recorded
from hub.people import actions as people
from hub.people.terms import Actor


def put_up(*, text: str, from_at: datetime, until_at: datetime, by: Actor) -> None:
    """Have every page say this for a while."""
    with (
        refusals_recorded(action="people.put-up-notice", subject_kind="page", typed=[text], by=by),
        transaction.atomic(),
    ):
        people.put_up_notice(text=text, from_at=from_at, until_at=until_at, by=by)


def end(*, by: Actor) -> None:
    """Take the notice down."""
    with refusals_recorded(action="people.end-notice", subject_kind="page", by=by), transaction.atomic():
        people.end_notice(by=by)
