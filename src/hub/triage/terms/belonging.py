"""Whose a report is: what the written rule looks at, what it proposes, and what an officer's decision leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Where(Enum):
    """How much is known of a place, in policing terms."""

    FORCE = "force"
    ELSEWHERE = "elsewhere"  # in the United Kingdom, outside London, and nobody has named the force
    ABROAD = "abroad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one report: each a force's slug, `other-force`, `not-uk` or `unknown`."""

    suspect: str  # where the suspect was, if known when it was recorded
    victim: str
    named_place: str  # that the report names where it is nobody's in particular
    platform: str = ""


@dataclass(frozen=True, slots=True)
class ForceRule:
    """One row of the written rule, in force between two dates."""

    order: int
    rule: str
    suspect: str
    victim: str
    named_place: str
    platform: str
    answer: str  # suspect, victim or place: the force of that; else the answer itself
    sentence: str
    valid_from: date
    valid_to: date | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the written rule proposes as the force of record, and why."""

    answer: str
    reason: str
    rule: str
    version: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an officer says that people were, and how that is known; blank leaves what was said before."""

    victim: str
    suspect: str
    reason: str


@dataclass(frozen=True, slots=True)
class Belongs:
    """An officer's answer to whose a report is."""

    force: str
    borough: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer decided, and what follows."""

    force: str  # a force's slug, other-force, not-uk or unknown
    borough: str  # a borough's slug, blank where none is known or it is outside London
    unit: str
    keeps: bool  # the hub keeps the report: it gets a case, or its case stays
    exit: str  # to where it is proposed to leave, blank where it does not


@dataclass(frozen=True, slots=True)
class Answered:
    """An officer's answer to whose a report is, with what the written rule had said of it."""

    decided: Decided
    proposal: Proposal
    places: Places

    def inputs(self) -> Mapping[str, str]:
        """What it was decided from, for the ledger."""
        return {
            "suspect": self.places.suspect, "victim": self.places.victim, "named-place": self.places.named_place,
            "platform": self.places.platform, "proposed": self.proposal.answer,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """One step in the life of an exit."""

    report: int
    to: str
    state: str
    at: datetime
    by: str
    reason: str
    force_reference: str
