"""Deciding whether a case is a crime: the offences, Article 10, a second person's word, who is told, and the outcome."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases import rules as case_rules
from hub.cases.actions import HeldCase
from hub.cases.terms import Candidate, NewCandidate, Stage
from hub.common import clock
from hub.common.refusals import NotNow, Refusal
from hub.duties import actions as duties
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.law import queries as law
from hub.law.terms import Verdict
from hub.pathway.aside import refuse_unfinished, set_aside
from hub.pathway.limiting import drop_limit, keep_limit
from hub.pathway.opening import may_work, refuse_set_aside, reports_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.settling import go_on, refuse_in_danger, refuse_leaving, settle, stand_still
from hub.pathway.telling import tell_decision, tell_outcome
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.reports import queries as reports_known
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage.rules import deciding as triage_rules
from hub.triage.rules import may_be_drawn
from hub.triage.terms import First, Looked
from hub.triage.terms.deciding import Answers, CrimeAnswer, Decided, Fact, LaterStep, NewDecision

_STAGES: Mapping[CrimeAnswer, Stage] = {
    CrimeAnswer.CRIME: Stage.CRIME,
    CrimeAnswer.NOT_A_CRIME: Stage.NOT_A_CRIME,
    CrimeAnswer.MORE: Stage.ASKED,
}
# What was no crime is set aside; a case that is not has been brought back to be decided again.
_BACK: Mapping[CrimeAnswer, Stage] = {**_STAGES, CrimeAnswer.NOT_A_CRIME: Stage.UNDECIDED}


@dataclass(frozen=True, slots=True)
class Given:
    """A decision with what it rests on; offences and worksheet that are not given stay as they are."""

    new: NewDecision
    chosen: tuple[NewCandidate, ...] | None = None
    answers: Answers | None = None


@contextmanager
def _step(
    action: str, case: str, seen: int | None, by: Actor, typed: Sequence[str] = ()
) -> Iterator[HeldCase]:
    """One step on a case, on the version that was seen; at the command line nobody has a case open."""
    with (
        refusals_recorded(action=action, subject_kind="case", subject=case, typed=typed, by=by),
        transaction.atomic(),
    ):
        if by.account is not None:
            may_work(subject=case, by=by)
        row = cases.hold(case=case, seen=seen)
        refuse_set_aside(case)  # also at the command line, and what was set aside until the lock was had
        yield row
        settle(case=row, by=by)
        cases.changed(cases=[case])
        queue.refresh(cases=[case])


def decide(*, case: str, given: Given, seen: int | None, by: Actor) -> Decided:
    """Decide whether it is a crime; where a second person has to look at it, nobody is told until then."""
    with _step("triage.decide-crime", case, seen, by, _typed(given)) as row:
        if row.stage == Stage.FINALISED:
            raise NotNow("An outcome is recorded on this case. Take the case up again first, then decide.")
        refuse_leaving(case)
        refuse_in_danger(case)
        if given.new.answer == CrimeAnswer.NOT_A_CRIME:
            refuse_unfinished(case, by)  # said before anybody has to check it
        before = triage_rules.in_force(triage_known.crime_decisions([case])[case])
        given = _what_stands(given, before)
        if given.chosen is not None:
            cases.choose_offences(case=row, chosen=given.chosen, by=by)
        chosen = cases_known.candidates(case)
        if given.answers is not None:
            triage.keep_worksheet(case=case, answers=given.answers, offences=_ids(chosen), by=by)
        if given.new.answer == CrimeAnswer.CRIME and chosen:
            triage.require_worksheet(case=case, step=LaterStep.CHARGE, offences=_ids(chosen), by=by)
        decided = triage.decide_crime(
            case=case, new=_dated(given.new, chosen), facts=facts_of(case, chosen), by=by
        )
        if may_be_drawn(decided, before.answer if before else None):
            first = First(Looked.CRIME, "case", case, decided.reference, decided.answer, decided.reason)
            triage.draw(first=first, by=by)
        _follow(row, decided, by)
        return decided


def _what_stands(given: Given, before: Decided | None) -> Given:
    """That a crime was none names no offence: what it stood on stays while somebody may not share that."""
    if given.new.answer == CrimeAnswer.NOT_A_CRIME and before and before.answer == CrimeAnswer.CRIME:
        return replace(given, chosen=None, answers=None)
    return given


def _ids(chosen: Sequence[Candidate]) -> list[str]:
    """Offences by the ids of the catalogue."""
    return [each.chosen.offence for each in chosen]


def _typed(given: Given) -> tuple[str, ...]:
    """Every sentence that somebody wrote into a decision."""
    new, answers = given.new, given.answers or {}
    return (
        new.reason,
        new.question,
        new.verified,
        *new.considered,
        *(each.words for each in answers.values()),
    )


def _dated(new: NewDecision, chosen: Sequence[Candidate]) -> NewDecision:
    """A decision with the day of the offence: the first of those that are chosen, where none was given."""
    first = min((each.chosen.first_sent for each in chosen), default=None)
    return new if new.offence_date or new.answer != CrimeAnswer.CRIME else replace(new, offence_date=first)


def facts_of(case: str, chosen: Sequence[Candidate]) -> frozenset[Fact]:
    """What a second check may hang on."""
    told = reports_known.gists(reports_of(case)).values()
    found = {
        Fact.UNDER_18: any(each.under_18 for each in told),
        Fact.DANGER_REPORTED: any(each.immediate for each in told),
        Fact.AGGRAVATED: any(each.chosen.strands for each in chosen),
    }
    return frozenset(fact for fact, holds in found.items() if holds)


def _follow(row: HeldCase, decided: Decided, by: Actor) -> None:
    """What a decision sets going: a second check, or everything that follows from it."""
    duties.complete_kind(
        subjects=[row.reference], kind=Duty.SECOND_CHECK, reason="A later decision took its place.", by=by
    )
    if not decided.waits:
        _take_effect(row, decided, by)
        return
    cases.move_stage(case=row, to=Stage.CHECKING)
    because = f"Because {' and '.join(decided.check)}."
    _start(row, Duty.SECOND_CHECK, because, by)
    keep_limit(case=row, by=by)  # no limit waits for a second check


def _take_effect(row: HeldCase, decided: Decided, by: Actor) -> None:
    """The decision holds: the case moves, its clocks follow, and whoever reported is told."""
    before = Stage(row.stage)
    if before == Stage.ASKED and decided.answer != CrimeAnswer.MORE:
        _end(row, Duty.ASK, "It was decided without the answer.", by)
    cases.move_stage(case=row, to=_STAGES[decided.answer])
    _EFFECTS[decided.answer](row, decided, by)
    tell_decision(case=row, decided=decided, by=by)
    if decided.answer == CrimeAnswer.NOT_A_CRIME:
        set_aside(subject=row.reference, decided_at=decided.at, by=by)


def _crime(row: HeldCase, decided: Decided, by: Actor) -> None:
    """It is recorded, its offences are named, and its limits run."""
    go_on(case=row, reason="It is decided.", by=by)
    _take_up_again(row, decided, by)
    if cases_known.candidates(row.reference):
        _end(row, Duty.OFFENCES, "The offences are named.", by)
    else:
        _start(row, Duty.OFFENCES, "No offence is named yet, so no time limit is watched.", by)
    keep_limit(case=row, by=by)


def _take_up_again(row: HeldCase, decided: Decided, by: Actor) -> None:
    """What was no crime and may be one is to be recorded again."""
    if _was(decided) == CrimeAnswer.NOT_A_CRIME:
        _start(row, Duty.RECORDED, "", by)


def _was(decided: Decided) -> CrimeAnswer | None:
    """The decision that was in force before this one."""
    earlier = [
        each
        for each in triage_known.crime_decisions([decided.subject])[decided.subject]
        if each.id != decided.id
    ]
    found = triage_rules.in_force(earlier)
    return found.answer if found else None


def _not_a_crime(row: HeldCase, decided: Decided, by: Actor) -> None:
    """Nothing is recorded or charged; what is owed to the person who reported goes on."""
    cases.choose_offences(case=row, chosen=(), by=by)
    for each in (Duty.RECORDED, Duty.OFFENCES, Duty.CASE_REVIEW):
        _end(row, each, f"Decided: not a crime ({decided.reference}).", by)
    drop_limit(case=row, reason="It is not a crime.", by=by)


def _more(row: HeldCase, decided: Decided, by: Actor) -> None:
    """The question is asked, and the clock stands still until the answer comes."""
    _take_up_again(row, decided, by)
    duties.ask(case=row.reference, question=decided.question, by=by)
    stand_still(case=row, reason=f"Asked: {decided.question}", by=by)
    keep_limit(case=row, by=by)  # no limit waits for an answer


_EFFECTS = {CrimeAnswer.CRIME: _crime, CrimeAnswer.NOT_A_CRIME: _not_a_crime, CrimeAnswer.MORE: _more}


def _start(row: HeldCase, kind: Duty, detail: str, by: Actor) -> None:
    """Start a duty of a case, though it was done once."""
    duties.start(duties=[NewDuty("case", row.reference, kind, clock.now(), detail=detail, again=True)], by=by)


def _end(row: HeldCase, kind: Duty, reason: str, by: Actor) -> None:
    """End what has become idle."""
    duties.complete_kind(subjects=[row.reference], kind=kind, reason=reason, by=by)


def check(*, case: str, agrees: bool, reason: str, seen: int | None, by: Actor) -> Decided:
    """A second person agrees, and the decision holds; or does not, and what was in force before goes on."""
    with _step("triage.check-decision", case, seen, by, [reason]) as row:
        refuse_leaving(case)
        refuse_in_danger(case)
        decided = triage.check_decision(case=case, agrees=agrees, reason=reason, by=by)
        _end(row, Duty.SECOND_CHECK, "The second check was given.", by)
        if agrees:
            _take_effect(row, decided, by)
        else:
            standing = triage_rules.in_force(triage_known.crime_decisions([case])[case])
            cases.move_stage(case=row, to=_BACK[standing.answer] if standing else Stage.UNDECIDED)
        return decided


def save_decision(
    *,
    case: str,
    words: Mapping[str, Sequence[str]],
    by: Actor,
    seen: int | None = None,
    made_at: datetime | None = None,
) -> None:
    """Keep what an officer has written of a decision, so that they can come back to it, and what they had before them."""
    typed = [text for texts in words.values() for text in texts]
    with (
        refusals_recorded(
            action="triage.save-decision", subject_kind="case", subject=case, typed=typed, by=by
        ),
        transaction.atomic(),
    ):
        may_work(subject=case, by=by)
        triage.save_decision(case=case, words=words, seen=seen, made_at=made_at, by=by)


def choose_offences(*, case: str, chosen: Sequence[NewCandidate], seen: int | None, by: Actor) -> None:
    """Choose the offences of a case and their dates; the time limits are counted anew."""
    with _step("cases.choose-offences", case, seen, by) as row:
        if row.stage in case_rules.ENDED:
            raise NotNow("This case is decided and done with. Decide again, or take it up again, first.")
        if not cases.choose_offences(case=row, chosen=chosen, by=by):
            raise NotNow("These offences and dates are on the case already. Nothing was changed.")
        found = cases_known.candidates(case)
        charged_on = triage_rules.charged_on(triage_known.crime_decisions([case])[case])
        if charged_on and found:
            triage.require_worksheet(case=case, step=LaterStep.CHARGE, offences=_ids(found), by=by)
            _refuse_unchecked(charged_on, found)
            _end(row, Duty.OFFENCES, "The offences are named.", by)
        keep_limit(case=row, by=by)


def _refuse_unchecked(charged_on: Decided, chosen: Sequence[Candidate]) -> None:
    """What a second person would have looked at is not added to a decision after it."""
    because = triage_known.second_checks(CrimeAnswer.CRIME, facts_of(charged_on.subject, chosen))
    if not set(because) <= set(charged_on.check):
        raise NotNow(
            f"This needs a second check, because {' and '.join(because)}. The hub names it on the page of the decision."
        )


def go_ahead(*, case: str, step: LaterStep, reason: str, seen: int | None, by: Actor) -> None:
    """An arrest is to be made, or a removal asked for: written down on the case, and only once Article 10 is."""
    with _step("triage.go-ahead", case, seen, by, (reason,)) as row:
        if row.stage in case_rules.ENDED:
            raise NotNow("This case is decided and done with. Decide again, or take it up again, first.")
        if not reason.strip():
            raise Refusal("Say why it is necessary: it is kept with your name and the time.")
        triage.go_ahead(case=case, step=step, offences=_ids(cases_known.candidates(case)), by=by)
        text = f"To be done, with the worksheet of Article 10 read: {step}. {reason.strip()}"
        cases.write_note(case=row, text=text, by=by)


def record_outcome(
    *, case: str, number: int, facts: Mapping[str, bool | int | str], reason: str, seen: int | None, by: Actor
) -> Verdict:
    """Record the outcome of a case: its limits and reviews stop, and whoever reported is told."""
    with _step("cases.outcome", case, seen, by, [reason, *map(str, facts.values())]) as row:
        refuse_in_danger(case)
        verdict = cases.record_outcome(case=row, number=number, facts=facts, reason=reason, by=by)
        if law.names_offence(number, dict(facts)):
            named = _ids(cases_known.candidates(case))
            triage.require_worksheet(case=case, step=LaterStep.CHARGE, offences=named, by=by)
        for each in (Duty.LIMITATION, Duty.CASE_REVIEW, Duty.OFFENCES, Duty.OUTCOME_TOLD, Duty.REVIEW_OFFER):
            _end(row, each, f"Outcome {number} is recorded.", by)
        review = law.review_due(number, dict(facts))
        tell_outcome(case=row, number=number, verdict=verdict, review=review, by=by)
        return verdict


def reopen(*, case: str, reason: str, seen: int | None, by: Actor) -> None:
    """Take a case up again, because something new has come up."""
    with _step("cases.reopen", case, seen, by, [reason]) as row:
        cases.reopen(case=row, reason=reason, by=by)
        for each in (Duty.OUTCOME_TOLD, Duty.REVIEW_OFFER):
            _end(row, each, "The case was taken up again.", by)
        keep_limit(case=row, by=by)
