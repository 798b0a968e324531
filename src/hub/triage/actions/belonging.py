"""Whose a report is: where people were, an officer's decision, and the way of what was handed to another force."""

from collections.abc import Mapping, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.people.permissions import Permission, permit
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.triage.actions import exits
from hub.triage.models import Decision, Exit, Standing
from hub.triage.rules import (
    METROPOLITAN,
    TO_SETTLE,
    UNKNOWN,
    VERSION,
    may_appeal,
    may_propose,
    names_a_force,
    this_time,
)
from hub.triage.terms import Answer, Answered, ExitState, Question, Scope, Whereabouts

_LONGEST_REFERENCE = 60


def say_where(*, report_id: int, report: str, said: Whereabouts, by: Actor) -> None:
    """An officer says where the victim lives, or where the suspect was; blank leaves what was said before."""
    permit(by, Permission.DECIDE_EXITS)
    places = {Question.VICTIM: said.victim, Question.SUSPECT: said.suspect}
    answers = [
        Answer(question, place, said.reason.strip(), "as-found-out")
        for question, place in places.items()
        if place
    ]
    if not answers:
        raise Refusal("Say where the victim lives, or where the suspect was: nothing was chosen.")
    if not said.reason.strip():
        raise Refusal("Say how it is known: a place is kept with where it comes from.")
    _answer(report_id, answers, by)
    told: dict[str, str | int | bool] = {each.question.value: each.answer for each in answers}
    entry = Entry(Kind.ALTERATION, "triage.say-where", "report", report, str(by), told, reason=said.reason)
    audit.record([entry])


def decide_force(*, report_id: int, report: str, answered: Answered, reason: str, by: Actor) -> None:
    """An officer decides whose a report is: force and borough supersede what was answered, and an exit is proposed."""
    permit(by, Permission.DECIDE_EXITS)
    if not reason.strip():
        raise Refusal("Say why: whose a report is is decided with a reason.")
    made = answered.decided
    rule = answered.proposal.rule if answered.proposal.answer == made.force else "an-officers-own-judgement"
    _way_out(report_id, report, made.exit, reason, by)
    _answer(
        report_id,
        [
            Answer(Question.FORCE, made.force, reason.strip(), rule, answered.inputs()),
            Answer(Question.BOROUGH, made.borough or _no_borough(made.force), reason.strip(), rule, {}),
        ],
        by,
    )
    scope = Scope.IN if made.keeps else Scope.OUT if made.exit else Scope.FORCE_UNKNOWN
    Standing.objects.filter(report=report_id).update(
        scope=scope,
        force=made.force if names_a_force(made.force) else "",
        borough=made.borough,
        unit=made.unit,
    )
    codes: dict[str, str | int | bool] = {"force": made.force, "proposed": answered.proposal.answer}
    audit.record(
        [Entry(Kind.ALTERATION, "triage.decide-force", "report", report, str(by), codes, reason=reason)]
    )


def _no_borough(force: str) -> str:
    """What stands where no borough is named."""
    return UNKNOWN if force in {METROPOLITAN, UNKNOWN} else "none"


def _answer(report_id: int, answers: Sequence[Answer], by: Actor) -> None:
    """Lines of the ledger in the place of those that stand; the earlier ones stay."""
    locks.hold("triage.ledger", [str(report_id).encode()])
    standing = _standing_lines(report_id)
    at = clock.now()
    for each in answers:
        Decision.objects.create(
            report_id=report_id, question=each.question, answer=each.answer, reason=each.reason, rule=each.rule,
            rule_version=VERSION, inputs=dict(each.inputs), by=str(by), at=at,
            supersedes_id=standing.get(each.question.value),
        )  # fmt: skip


def _standing_lines(report_id: int) -> Mapping[str, int]:
    """The line of each question that nothing has replaced: the newest."""
    rows = Decision.objects.filter(report=report_id).order_by("pk")
    return dict(rows.values_list("question", "pk"))


def _way_out(report_id: int, report: str, to: str, reason: str, by: Actor) -> None:
    """The exit as the decision wants it: proposed to this force, or refused because the report stays."""
    row = Exit.objects.select_for_update().filter(report=report_id).first()
    if row is not None and not may_propose(row.state):
        raise NotNow(
            f"The exit of report {report} is {ExitState(row.state).label}: whose it is changes by a dispute, "
            "which an inspector settles."
        )
    if not to:
        if row is not None and row.state == ExitState.PROPOSED:
            exits.move(row, report, ExitState.REFUSED, reason, by)
        return
    if row is None:
        row = Exit.objects.create(
            report_id=report_id,
            to=to,
            reason=reason.strip(),
            state=ExitState.PROPOSED,
            proposed_at=clock.now(),
        )
        exits.keep(row, report, reason, by)
        return
    again = row.state != ExitState.PROPOSED
    row.to, row.reason, row.proposed_at = to, reason.strip(), clock.now()
    if again:
        exits.move(row, report, ExitState.PROPOSED, reason, by)
    else:
        row.save(update_fields=["to", "reason", "proposed_at"])
        exits.keep(row, report, reason, by)


def send(*, report_id: int, report: str, reason: str, by: Actor) -> str:
    """A report is handed to the force that an officer confirmed; one that was handed before may be handed again."""
    permit(by, Permission.DECIDE_EXITS)
    row = exits.held(report_id, report)
    if not names_a_force(row.to) or row.state not in {ExitState.CONFIRMED, ExitState.SENT}:
        raise NotNow(
            f"Nothing of {report} may be handed to a force: its exit is {ExitState(row.state).label}."
        )
    if row.state == ExitState.CONFIRMED:
        exits.move(row, report, ExitState.SENT, reason, by)
    else:
        exits.keep(row, report, reason, by)
    return row.to


def acknowledge(*, report_id: int, report: str, force_reference: str, by: Actor) -> str:
    """The receiving force has taken it, and gave its own reference; only that closes the exit."""
    permit(by, Permission.DECIDE_EXITS)
    theirs = force_reference.strip()
    if not theirs or len(theirs) > _LONGEST_REFERENCE:
        raise Refusal(
            "Write the receiving force's own reference, of at most 60 characters: only that closes it."
        )
    row = exits.held(report_id, report)
    exits.move(row, report, ExitState.ACKNOWLEDGED, f"Taken under {theirs}.", by, force_reference=theirs)
    return row.to


def dispute(*, report_id: int, report: str, reason: str, by: Actor) -> None:
    """The receiving force, or the hub, says that it is not theirs; an inspector settles it."""
    permit(by, Permission.DECIDE_EXITS)
    row = exits.held(report_id, report)
    if not names_a_force(row.to):
        raise NotNow(f"{report} goes to no force, so no force can dispute it.")
    if ExitState.DISPUTED in this_time(exits.states(row)):
        raise NotNow(
            f"An inspector has settled the dispute about {report}. Whoever does not agree appeals against that."
        )
    exits.move(row, report, ExitState.DISPUTED, reason, by)


def appeal(*, report_id: int, report: str, reason: str, by: Actor) -> None:
    """The side that an inspector did not agree with appeals, once; until it is heard, what was settled is done."""
    permit(by, Permission.DECIDE_EXITS)
    row = exits.held(report_id, report)
    states = exits.states(row)
    if ExitState.APPEALED in this_time(states):
        raise NotNow(f"An appeal about {report} was made already. What is decided on it is final.")
    if not may_appeal(states, row.state):
        raise NotNow(f"No inspector has settled anything about {report}. Record that it is disputed first.")
    exits.move(row, report, ExitState.APPEALED, reason, by)


def settle(*, report_id: int, report: str, stays: bool, reason: str, by: Actor) -> bool:
    """An inspector settles a dispute, or hears the appeal: it goes to the force after all, or stays with the hub.

    Tells whether whose it is has changed by it.
    """
    permit(by, Permission.SETTLE_DISPUTES)
    row = exits.held(report_id, report)
    if any(same_person(each, str(by)) for each in exits.deciders(row)):
        raise NotPermitted(
            "You decided about this before. Another inspector has to settle the dispute or hear the appeal."
        )
    if row.state not in TO_SETTLE:
        raise NotNow(f"There is no dispute about {report}: its exit is {ExitState(row.state).label}.")
    stayed = exits.last_decision(row) == ExitState.SETTLED
    exits.move(row, report, ExitState.SETTLED if stays else ExitState.CONFIRMED, reason, by)
    if stays == stayed:
        return False
    force = METROPOLITAN if stays else row.to
    _answer(report_id, [Answer(Question.FORCE, force, reason.strip(), "settled-by-an-inspector")], by)
    standing = Standing.objects.filter(report=report_id)
    standing.update(force=force)
    # Who lives in London keeps the hub beside them, whichever force records the crime.
    (standing if stays else standing.exclude(unit="")).update(scope=Scope.IN)
    if not stays:
        standing.filter(unit="").update(scope=Scope.OUT)
    return True
