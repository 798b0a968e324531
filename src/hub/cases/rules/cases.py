"""Which case a report belongs to: one victim and one course of conduct; the machine joins only what is certain."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from hub.cases.terms import (
    Earlier,
    Given,
    How,
    LiveDuty,
    NewCandidate,
    Next,
    Placement,
    Relation,
    Situation,
    Stage,
    Standing,
    State,
    Step,
    ToPlace,
)
from hub.duties.terms import Kind as Duty
from hub.people.terms import Actor, Role

# Who holds a case moves only by allocation.
MOVES: Mapping[State, frozenset[State]] = {
    State.WITH_HUB: frozenset({State.WITH_UNIT}),
    State.WITH_UNIT: frozenset({State.WITH_HUB}),
}

# What a case has come to moves by decisions, by answers and by outcomes.
STAGE_MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.UNDECIDED: frozenset({Stage.ASKED, Stage.CHECKING, Stage.CRIME, Stage.NOT_A_CRIME, Stage.LEFT}),
    Stage.ASKED: frozenset({Stage.UNDECIDED, Stage.CHECKING, Stage.CRIME, Stage.NOT_A_CRIME, Stage.LEFT}),
    Stage.CHECKING: frozenset({Stage.UNDECIDED, Stage.ASKED, Stage.CRIME, Stage.NOT_A_CRIME, Stage.LEFT}),
    Stage.CRIME: frozenset({Stage.CHECKING, Stage.NOT_A_CRIME, Stage.FINALISED, Stage.LEFT}),
    Stage.NOT_A_CRIME: frozenset({Stage.UNDECIDED, Stage.ASKED, Stage.CHECKING, Stage.CRIME}),
    Stage.FINALISED: frozenset({Stage.CRIME}),
    Stage.LEFT: frozenset({Stage.UNDECIDED}),
}
# A case in one of these is done with; every other has something that is due.
ENDED = frozenset({Stage.NOT_A_CRIME, Stage.FINALISED, Stage.LEFT})

# How a case stands with an officer; each step after `to-unit` is a row of its own, and none is removed.
GIVEN_MOVES: Mapping[Given, frozenset[Given]] = {
    Given.TO_UNIT: frozenset({Given.OFFERED, Given.ENDED}),
    Given.OFFERED: frozenset({Given.ACCEPTED, Given.RETURNED, Given.ENDED}),
    Given.ACCEPTED: frozenset({Given.RETURNED, Given.HANDED_OVER, Given.ENDED}),
    Given.RETURNED: frozenset(),
    Given.HANDED_OVER: frozenset(),
    Given.ENDED: frozenset(),
}
_SUGGESTED = 20


def _age(case: int) -> tuple[bool, int]:
    """The order in which cases were opened; below zero are those not saved yet, counted downwards."""
    return case < 0, abs(case)


def place_public(report: ToPlace, public_case_of: Mapping[int, int]) -> Placement:
    """A report for the public joins the public case of its item, whatever its strand; else it opens one."""
    found = sorted({public_case_of[item] for item in report.items if item in public_case_of}, key=_age)
    if found:
        return Placement(found[0], How.PUBLIC, tuple(found[1:]))
    return Placement(None, How.OPENED)


def place_victim(report: ToPlace, earlier: Iterable[Earlier]) -> Placement:
    """The same victim and the same item is one case; the same victim and another item is only suggested."""
    same: set[int] = set()
    other: set[int] = set()
    for each in earlier:
        (same if each.items & report.items else other).add(each.case_id)
    if same:
        join = min(same, key=_age)
        return Placement(join, How.LINKED, _newest((same | other) - {join}))
    return Placement(None, How.OPENED, _newest(other))


def _newest(found: Iterable[int]) -> tuple[int, ...]:
    """The cases to suggest: the newest, few enough to be read."""
    return tuple(sorted(found, key=_age)[-_SUGGESTED:])


def state_for(unit: str) -> State:
    """A case without a command unit is the hub's own."""
    return State.WITH_UNIT if unit else State.WITH_HUB


# -- who may open it, and why

# For how long a typed reason holds when somebody without a part in a case opens it again.
GLASS = timedelta(minutes=30)


def relation(by: Actor, standing: Standing) -> Relation:
    """What somebody has to do with a case or a report; nothing known is no relation."""
    if by.role == Role.BOROUGH_OFFICER:
        return _in_the_unit(by, standing)
    if by.role not in {Role.HUB_OFFICER, Role.INSPECTOR}:
        return Relation.NONE
    if by.account is not None and standing.holder_id == by.account:
        return Relation.HOLDS
    if by.role == Role.INSPECTOR:
        return Relation.SUPERVISES
    return Relation.FREE if standing.holder_id is None and not standing.closed else Relation.NONE


def _in_the_unit(by: Actor, standing: Standing) -> Relation:
    """What a borough officer has to do with a case: theirs, offered to them, or a colleague's."""
    if by.account is None or standing.officer_id != by.account or by.unit != standing.unit:
        return Relation.NONE
    named = {Given.ACCEPTED.value: Relation.OFFICER, Given.OFFERED.value: Relation.OFFERED}
    return named.get(standing.given, Relation.NONE)


# -- what is next

# What is done before anybody is named, in the order of the harm that waiting does; then what is done after.
_FIRST = ((Duty.ALARM, Step.DANGER),)
_BEFORE = (
    (Duty.SAFEGUARDING, Step.SAFEGUARD),
    (Duty.ASK, Step.ASK),
    (Duty.REVIEW_CHANGE, Step.READ_CHANGE),
    (Duty.NEEDS_ASSESSMENT, Step.ASSESS),
    (Duty.BOROUGH_ASKS, Step.ANSWER_BOROUGH),
    (Duty.TRANSFER, Step.TRANSFER),
)
_DECIDING = ((Duty.SECOND_CHECK, Step.CHECK), (Duty.RECORDED, Step.DECIDE))
_AFTER = (
    (Duty.SUPPORT_REFERRAL, Step.SUPPORT),
    (Duty.DECISION_TOLD, Step.TELL),
    (Duty.OUTCOME_TOLD, Step.TELL_OUTCOME),
    (Duty.REVIEW_OFFER, Step.OFFER_REVIEW),
    (Duty.VICTIM_UPDATE, Step.UPDATE),
    (Duty.RECORDED, Step.RECORD),
    (Duty.OFFENCES, Step.OFFENCES),
    (Duty.CASE_REVIEW, Step.REVIEW),
    (Duty.LIMITATION, Step.INVESTIGATE),
)
# Until the hub has decided there is nothing to record; a borough officer waits for it.
OPEN = frozenset({Stage.UNDECIDED, Stage.ASKED, Stage.CHECKING})
_OF_THE_HUB = frozenset({Step.DECIDE, Step.CHECK})


def next_step(situation: Situation) -> Next:
    """The one thing to do next: danger, decisions that block the rest, what is late, the victim, the record."""
    if situation.stage == Stage.LEFT:
        situation = replace(
            situation, given=""
        )  # nobody is named for what has left, and no answer is waited for
    running = [each for each in situation.duties if not each.paused and not _theirs(each, situation)]
    found = (
        _of(running, _FIRST)
        or _decision(situation)
        or _late(running, situation)
        or _of(running, _BEFORE)
        or _own(_of(running, _deciding(situation)), situation)
        or _naming(situation)
        or _of(running, _recording(situation))
        or _waiting(situation)
    )
    return found or Next(Step.NOTHING)


def _deciding(situation: Situation) -> tuple[tuple[Duty, Step], ...]:
    """What is to be decided: a second check first, then whether it is a crime where nobody has said."""
    if situation.stage == Stage.CHECKING:
        return _DECIDING[:1]
    return _DECIDING[1:] if situation.stage in OPEN else ()


def _recording(situation: Situation) -> tuple[tuple[Duty, Step], ...]:
    """What is done after; nothing is recorded before it is decided."""
    undecided = situation.stage in OPEN
    return tuple(each for each in _AFTER if not (undecided and each[1] == Step.RECORD))


def _own(found: Next | None, situation: Situation) -> Next | None:
    """A step that is the hub's alone is no step of a borough officer's."""
    return None if found and situation.borough and found.step in _OF_THE_HUB else found


def _theirs(duty: LiveDuty, situation: Situation) -> bool:
    """Whether a borough officer waits for the hub in this, for it is their own question."""
    return situation.borough and duty.kind == Duty.BOROUGH_ASKS


def _of(duties: Sequence[LiveDuty], kinds: Sequence[tuple[Duty, Step]]) -> Next | None:
    """The first of these kinds that runs, the earliest of its kind."""
    for kind, step in kinds:
        due = [each for each in duties if each.kind == kind]
        if due:
            return Next(step, min(due, key=lambda each: each.due_at))
    return None


def _late(duties: Sequence[LiveDuty], situation: Situation) -> Next | None:
    """The duty that is late for the longest, as the queue says it; of two, the one whose waiting does more harm."""
    deciding = () if situation.borough else _deciding(situation)
    wanted = (*_BEFORE, *deciding, *_recording(situation))
    late = [each for each in duties if each.late and each.kind in {kind.value for kind, _ in wanted}]
    first = min((each.due_at for each in late), default=None)
    return _of([each for each in late if each.due_at == first], wanted)


def _decision(situation: Situation) -> Next | None:
    """A decision that everything else waits for: an exit is the hub's to decide, an offer is the officer's."""
    if situation.exit_to and not situation.borough:
        return Next(Step.DECIDE_EXIT, _earliest(situation.duties))
    if situation.borough and situation.mine and situation.given == Given.OFFERED:
        return Next(Step.ANSWER_OFFER, _earliest(situation.duties))
    return None


def _naming(situation: Situation) -> Next | None:
    """Somebody of the command unit is to be named; nothing of this is a borough officer's to do."""
    if situation.unit and situation.given == Given.TO_UNIT and not situation.borough:
        return Next(Step.OFFER, _earliest(situation.duties))
    return None


def _waiting(situation: Situation) -> Next | None:
    """Nothing can be done now, because somebody or something is waited for."""
    paused = [each for each in situation.duties if each.paused]
    if paused:
        return Next(Step.WAIT_CLOCK, min(paused, key=lambda each: each.due_at))
    asked = [each for each in situation.duties if _theirs(each, situation)]
    if asked:
        return Next(Step.WAIT_HUB, _earliest(asked))
    if any(each.kind in _WAITED for each in situation.duties):
        return Next(Step.WAIT_DECISION, _earliest(situation.duties))
    return Next(Step.WAIT_ANSWER) if situation.given == Given.OFFERED else None


# Duties of the hub's: where one is all that runs, whoever looks waits for it.
_WAITED = frozenset({Duty.RECORDED.value, Duty.SECOND_CHECK.value})


def _earliest(duties: Sequence[LiveDuty]) -> LiveDuty | None:
    """The duty that is due first of those that run."""
    return min((each for each in duties if not each.paused), key=lambda each: each.due_at, default=None)


# -- what to call it

_ABOUT = {
    "sexual-orientation": "sexual orientation", "transgender": "transgender identity",
    "alternative-subculture": "an alternative subculture", "other": "another characteristic",
}  # fmt: skip


def headline_for(*, strands: Sequence[str], platform: str, danger: bool) -> str:
    """What a case is called until an officer says it better: from facts alone, never a quotation."""
    what = "Abuse with immediate danger" if danger else "Abuse"
    named = [_ABOUT.get(each, each.replace("-", " ")) for each in strands]
    if named:
        listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
        what = f"{what} about {listed}"
    else:
        what = f"{what}, characteristic not said"
    return f"{what}, on {platform}" if platform else what


# -- which offences, and what a case has come to


def to_change(
    live: Mapping[str, NewCandidate], chosen: Sequence[NewCandidate]
) -> tuple[tuple[str, ...], tuple[NewCandidate, ...]]:
    """Which offences end and which begin: what is chosen as it stands is left as it is."""
    wanted = {each.offence: each for each in chosen}
    ending = tuple(name for name, each in live.items() if wanted.get(name) != each)
    return ending, tuple(each for name, each in wanted.items() if live.get(name) != each)


# What a case of each kind must have running; one that is done with needs nothing.
_OWED: Mapping[Stage, Duty] = {
    Stage.CHECKING: Duty.SECOND_CHECK,
    Stage.CRIME: Duty.CASE_REVIEW,
}


def owed(stage: Stage, live: Collection[Duty]) -> Duty | None:
    """The duty without which a case would be left alone, where it has none that is live."""
    if stage in ENDED:
        return None
    wanted = _OWED.get(stage)
    if wanted is None:
        return None if live else Duty.CASE_REVIEW
    return None if wanted in live else wanted


def with_principal(chosen: Sequence[NewCandidate]) -> tuple[NewCandidate, ...]:
    """The offences with one principal crime: the one that was named, else the first."""
    first = next((each.offence for each in chosen if each.principal), chosen[0].offence if chosen else "")
    return tuple(replace(each, principal=each.offence == first) for each in chosen)
