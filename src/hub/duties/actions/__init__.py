"""Starting and ending duties, raising alarms and calling whoever is on call, and keeping the rota."""

from hub.duties.actions.alarms import acknowledge, name_danger, raise_alarms
from hub.duties.actions.calls import call_again, claim_call, raise_test, settle_call
from hub.duties.actions.duties import (
    Reminded,
    ask,
    complete,
    complete_kind,
    hold,
    keep_limit,
    mark_not_possible,
    pause,
    remind,
    resume,
    start,
    transfer,
)
from hub.duties.actions.rota import add_shift, put_way_first, remove_shift, remove_way, set_way

__all__ = [
    "Reminded",
    "acknowledge",
    "add_shift",
    "ask",
    "call_again",
    "claim_call",
    "complete",
    "complete_kind",
    "hold",
    "keep_limit",
    "mark_not_possible",
    "name_danger",
    "pause",
    "put_way_first",
    "raise_alarms",
    "raise_test",
    "remind",
    "remove_shift",
    "remove_way",
    "resume",
    "set_way",
    "settle_call",
    "start",
    "transfer",
]
