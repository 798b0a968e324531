"""Placing reports, opening a case, naming an officer, and writing on it; whatever changes a case makes its version grow."""

from hub.cases.actions.allocating import accept, give_back, hand_over, move, offer, take_back
from hub.cases.actions.asking import ask
from hub.cases.actions.charging import choose_offences, record_outcome, reopen
from hub.cases.actions.clusters import dismiss, join, leave, suggest
from hub.cases.actions.leaving import come_back, go_aside, suggest_conduct
from hub.cases.actions.opening import look, read
from hub.cases.actions.placing import place
from hub.cases.actions.seeing import see_break_glass
from hub.cases.actions.staging import move_stage
from hub.cases.actions.versions import changed, hold, hold_each
from hub.cases.actions.walls import carry_walls, declare_interest, keep_out, restrict, take_down
from hub.cases.actions.writing import set_headline, write_note
from hub.cases.models import Case as HeldCase

__all__ = [
    "HeldCase",
    "accept",
    "ask",
    "carry_walls",
    "changed",
    "choose_offences",
    "come_back",
    "declare_interest",
    "dismiss",
    "give_back",
    "go_aside",
    "hand_over",
    "hold",
    "hold_each",
    "join",
    "keep_out",
    "leave",
    "look",
    "move",
    "move_stage",
    "offer",
    "place",
    "read",
    "record_outcome",
    "reopen",
    "restrict",
    "see_break_glass",
    "set_headline",
    "suggest",
    "suggest_conduct",
    "take_back",
    "take_down",
    "write_note",
]
