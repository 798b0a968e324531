"""The ways of looking at the queue that somebody keeps."""

from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue.actions.claims import account_of
from hub.queue.models import SavedView


def save_view(*, name: str, query: str, by: Actor) -> None:
    """Keep a way of looking at the queue under a name; the same name again replaces it."""
    permit(by, Permission.WORK_QUEUE)
    name = name.strip()
    if not name:
        raise Refusal("Give this view a name, so that you find it again.")
    SavedView.objects.update_or_create(
        account_id=account_of(by), name=name[:60], defaults={"query": query[:400], "made_at": clock.now()}
    )


def forget_view(*, view: int, by: Actor) -> None:
    """Forget a kept way of looking at the queue."""
    permit(by, Permission.WORK_QUEUE)
    forgotten, _ = SavedView.objects.filter(pk=view, account_id=account_of(by)).delete()
    if not forgotten:
        raise NotFound("You keep no such view any more. Go back to the queue.")
