"""Placing reports, opening a case, naming an officer, and writing on it; whatever changes a case makes its version grow."""

from hub.cases.actions.allocating import accept, give_back, hand_over, offer, take_back
from hub.cases.actions.asking import ask
from hub.cases.actions.charging import choose_offences, record_outcome, reopen
from hub.cases.actions.leaving import come_back, leave, suggest_conduct
from hub.cases.actions.opening import look, read
from hub.cases.actions.placing import place
from hub.cases.actions.seeing import see_break_glass
from hub.cases.actions.staging import move_stage
from hub.cases.actions.versions import changed, hold
from hub.cases.actions.writing import set_headline, write_note
from hub.cases.models import Case as HeldCase

__all__ = [
    "HeldCase",
    "accept",
    "ask",
    "changed",
    "choose_offences",
    "come_back",
    "give_back",
    "hand_over",
    "hold",
    "leave",
    "look",
    "move_stage",
    "offer",
    "place",
    "read",
    "record_outcome",
    "reopen",
    "see_break_glass",
    "set_headline",
    "suggest_conduct",
    "take_back",
    "write_note",
]
