"""Keeping the worksheet of Article 10, the crime decision, and a second person's word on it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.people.permissions import Permission, permit
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.triage import queries
from hub.triage.models import CrimeDecision, SecondCheck, UnsentDecision, Worksheet
from hub.triage.queries import deciding as reading
from hub.triage.rules import deciding as rules
from hub.triage.terms.deciding import (
    About,
    Answers,
    Checked,
    CrimeAnswer,
    Decided,
    Fact,
    LaterStep,
    NewDecision,
    Sheet,
)

_LONGEST = 100_000  # characters of what is not recorded yet


def keep_worksheet(*, case: str, answers: Answers, offences: Sequence[str], by: Actor) -> Sheet:
    """Keep a worksheet as it is filled in; the one before stays beside it."""
    permit(by, Permission.DECIDE_CRIME)
    locks.hold("triage.worksheet", [case.encode()])
    rows = Worksheet.objects.filter(subject_kind=About.CASE, subject=case)
    row = Worksheet.objects.create(
        subject_kind=About.CASE, subject=case, offences=list(offences), by=str(by), at=clock.now(),
        answers={point.value: {"words": each.words.strip(), "mark": each.mark.value} for point, each in answers.items()},
        supersedes=rows.order_by("-pk").first(),
    )  # fmt: skip
    codes: dict[str, str | int | bool] = {"missing": len(rules.missing(answers))}
    audit.record([Entry(Kind.ALTERATION, "triage.worksheet", "case", case, str(by), codes)])
    return reading.sheet(row)


def require_worksheet(*, case: str, step: LaterStep, offences: Collection[str], by: Actor) -> None:
    """Refuse a step for which Article 10 is not written down for these offences; every door that arrests, charges or removes asks here.

    No audit line: what is refused is recorded by whoever asked, and what is done writes its own.
    """
    permit(by, Permission.READ_CASES)
    found = reading.worksheet(case)
    sentence = rules.gate(step, found.answers, offences, found.offences) if found else rules.gate(step, None)
    if sentence:
        raise NotNow(sentence)


def go_ahead(*, case: str, step: LaterStep, offences: Collection[str], by: Actor) -> None:
    """An arrest or a removal request may go ahead: on the record, once Article 10 is written down."""
    permit(by, Permission.CHOOSE_OFFENCES)
    require_worksheet(case=case, step=step, offences=offences, by=by)
    codes = {"step": step.name.lower().replace("_", "-")}
    audit.record([Entry(Kind.ALTERATION, "triage.go-ahead", "case", case, str(by), codes)])


def decide_crime(*, case: str, new: NewDecision, facts: Collection[Fact], by: Actor) -> Decided:
    """Decide whether a case is a crime; the decision before stays, and this one takes its place."""
    permit(by, Permission.DECIDE_CRIME)
    locks.hold("triage.crime-decision", [case.encode()])
    known = queries.crime_decisions([case])[case]
    standing = rules.in_force(known)
    wrong = rules.against(new, standing.answer if standing else None)
    if wrong:
        raise Refusal(wrong)
    policies = queries.policies(new.answer)
    if not policies:
        raise Refusal(
            f"No policy is in force under which it could be decided today: {new.answer.label}. Tell whoever runs the hub."
        )
    at = clock.now()
    if standing and standing.answer == CrimeAnswer.CRIME and new.answer == CrimeAnswer.NOT_A_CRIME:
        facts = {*facts, Fact.CANCELS_A_CRIME}
    because = queries.second_checks(new.answer, facts)
    sheet = reading.worksheet(case) if new.answer == CrimeAnswer.CRIME else None
    row = CrimeDecision.objects.create(
        reference=references.new("K"), subject_kind=About.CASE, subject=case, decision=new.answer, at=at, by=str(by),
        reason=new.reason.strip(), considered=[each.strip() for each in new.considered if each.strip()],
        question=new.question.strip() if new.answer == CrimeAnswer.MORE else "", verified=new.verified.strip(),
        offence_date=new.offence_date, worksheet_id=sheet.id if sheet else None, check_because=list(because),
        policies=list(policies),
        supersedes_id=known[0].id if known else None,
    )  # fmt: skip
    if by.account is not None:
        UnsentDecision.objects.filter(subject_kind=About.CASE, subject=case, account=by.account).delete()
    codes: dict[str, str | int | bool] = {
        "decision": row.reference, "what": new.answer.value, "waits": bool(because),
    }  # fmt: skip
    entry = Entry(
        Kind.ALTERATION, "triage.decide-crime", "case", case, str(by), codes, reason=new.reason.strip()
    )
    audit.record([entry])
    return reading.decided(row, None)


def check_decision(*, case: str, agrees: bool, reason: str, by: Actor) -> Decided:
    """A second person agrees with a decision, or does not; never the one who decided."""
    permit(by, Permission.DECIDE_CRIME)
    locks.hold("triage.crime-decision", [case.encode()])
    newest = next(iter(queries.crime_decisions([case])[case]), None)
    if newest is None or not newest.waits:
        raise NotNow("No decision on this case waits for a second check. Nothing was changed.")
    if same_person(newest.by, str(by)):
        raise NotPermitted(
            "You made this decision, so somebody else has to check it. Hand the case to a colleague."
        )
    if not reason.strip():
        raise Refusal("Say why you agree or do not: it stands beside the decision.")
    row = SecondCheck.objects.create(
        decision_id=newest.id, agrees=agrees, reason=reason.strip(), by=str(by), at=clock.now()
    )
    codes: dict[str, str | int | bool] = {"decision": newest.reference, "agrees": agrees}
    entry = Entry(
        Kind.ALTERATION, "triage.check-decision", "case", case, str(by), codes, reason=reason.strip()
    )
    audit.record([entry])
    again = CrimeDecision.objects.get(pk=newest.id)
    return reading.decided(again, Checked(row.agrees, row.reason, row.by, row.at))


def save_decision(
    *,
    case: str,
    words: Mapping[str, Sequence[str]],
    by: Actor,
    seen: int | None = None,
    made_at: datetime | None = None,
) -> None:
    """Keep what an officer has written of a decision, so that they can come back to it, and what they had before them."""
    permit(by, Permission.DECIDE_CRIME)
    if by.account is None:
        raise Refusal("Sign in at the desk: what is written here is kept for whoever wrote it.")
    kept = {name: list(texts) for name, texts in words.items() if any(texts)}
    if sum(len(text) for texts in kept.values() for text in texts) > _LONGEST:
        raise Refusal(
            f"Shorten what you wrote to {_LONGEST:,} characters: nobody reads more of one decision."
        )
    UnsentDecision.objects.update_or_create(
        subject_kind=About.CASE, subject=case, account_id=by.account,
        defaults={"words": kept, "saved_at": clock.now(), "version": seen, "made_at": made_at},
    )  # fmt: skip
    audit.record([Entry(Kind.ALTERATION, "triage.save-decision", "case", case, str(by))])
