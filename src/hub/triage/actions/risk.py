"""Keeping what an officer assesses: risk, the victim's needs, and their word on a priority."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Case, Exists, OuterRef, When

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.triage import queries, rules
from hub.triage.models import PriorityWord, RiskAssessment, RiskLimb, VictimAnswer, VictimAssessment
from hub.triage.terms import Box, Limb, NewRisk, NewVictim, Word

_LONGEST_WORD = timedelta(days=28)
_LONGEST_TEXT = 5_000
Ledger = TypeVar("Ledger", RiskAssessment, VictimAssessment, PriorityWord)


def assess_risk(*, subjects: Sequence[str], new: NewRisk, by: Actor) -> tuple[str, bool]:
    """Keep an assessment of risk of the first of these, in the place of what stands on any of them.

    Tells its reference, and whether it is the first.
    """
    permit(by, Permission.ASSESS_RISK)
    kind, subject = _held(subjects)
    earlier = _standing(RiskAssessment, subjects)
    _refuse(rules.missing_in_risk(new, replaces=earlier is not None))
    _short([*(each.text for each in new.limbs.values()), *new.boxes.values(), new.reason])
    at = clock.now()
    if new.review_on is not None and new.review_on < at.astimezone(clock.LONDON).date():
        raise Refusal("The day of review is over already. Choose today or a later day.")
    row = RiskAssessment.objects.create(
        reference=references.new("K"), subject_kind=kind, subject=subject, overall=new.overall,
        **{box.value: new.boxes[box].strip() for box in Box}, review_on=new.review_on, reason=new.reason.strip(),
        by=str(by), at=at, supersedes=earlier,
    )  # fmt: skip
    RiskLimb.objects.bulk_create(
        [
            RiskLimb(
                assessment=row, limb=limb, grade=new.limbs[limb].grade, text=new.limbs[limb].text.strip()
            )
            for limb in Limb
        ]
    )
    _record("triage.assess-risk", kind, subject, row.reference, new.reason, by)
    return row.reference, earlier is None


def assess_victim(*, subjects: Sequence[str], new: NewVictim, by: Actor) -> str:
    """Keep what a victim needs, by the questions of today, in the place of what stands on any of these."""
    permit(by, Permission.ASSESS_RISK)
    kind, subject = _held(subjects)
    earlier = _standing(VictimAssessment, subjects)
    _refuse(rules.missing_in_victim(new, queries.questions_now(), replaces=earlier is not None))
    _short([new.notes, new.reason])
    row = VictimAssessment.objects.create(
        reference=references.new("V"), subject_kind=kind, subject=subject, notes=new.notes.strip(),
        reason=new.reason.strip(), by=str(by), at=clock.now(), supersedes=earlier,
    )  # fmt: skip
    VictimAnswer.objects.bulk_create(
        [VictimAnswer(assessment=row, question=each, answer=said) for each, said in new.answers.items()]
    )
    _record("triage.assess-victim", kind, subject, row.reference, new.reason, by)
    return row.reference


def set_priority(*, subjects: Sequence[str], word: Word, reason: str, until: datetime, by: Actor) -> None:
    """An officer's word on where something stands, in the place of an earlier one; it ends by itself."""
    permit(by, Permission.SET_PRIORITY)
    kind, subject = _held(subjects)
    now = clock.now()
    if not reason.strip():
        raise Refusal("Say why: your word on a priority stands on the case with your name.")
    _short([reason])
    if word != Word.AS_COUNTED and not now < until <= now + _LONGEST_WORD:
        raise Refusal("Choose a day within four weeks on which it is looked at again.")
    earlier = _standing(PriorityWord, subjects)
    PriorityWord.objects.create(
        subject_kind=kind, subject=subject, word=word, reason=reason.strip(), by=str(by), at=now,
        until=now if word == Word.AS_COUNTED else until, supersedes=earlier,
    )  # fmt: skip
    entry = Entry(
        Kind.ALTERATION, "triage.set-priority", kind, subject, str(by), {"word": word.value}, reason=reason
    )
    audit.record([entry])


def _held(subjects: Sequence[str]) -> tuple[str, str]:
    """The kind and reference of what is assessed, so that nobody else does meanwhile."""
    locks.hold("triage.assess", (each.encode() for each in subjects))
    return ("case" if subjects[0].startswith("C-") else "report"), subjects[0]


def _standing(table: type[Ledger], subjects: Sequence[str]) -> Ledger | None:
    """What stands on these and nothing has replaced: the first named goes before the others, then the newest."""
    replaced = Exists(table.objects.filter(supersedes=OuterRef("pk")))
    rows = table.objects.filter(~replaced, subject__in=subjects)
    own_first = Case(When(subject=subjects[0], then=0), default=1)
    found: Ledger | None = rows.order_by(own_first, "-pk").first()
    return found


def _refuse(missing: str) -> None:
    if missing:
        raise Refusal(missing)


def _short(texts: Sequence[str]) -> None:
    """Nothing longer is kept than somebody reads."""
    if any(len(each) > _LONGEST_TEXT for each in texts):
        raise Refusal(f"Shorten it: each part holds {_LONGEST_TEXT:,} characters.")


def _record(action: str, kind: str, subject: str, reference: str, reason: str, by: Actor) -> None:
    codes: dict[str, str | int | bool] = {"assessment": reference}
    audit.record([Entry(Kind.ALTERATION, action, kind, subject, str(by), codes, reason=reason.strip())])
