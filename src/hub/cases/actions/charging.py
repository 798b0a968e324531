"""The offences chosen for a case, and its outcome."""

from collections.abc import Mapping, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries, rules
from hub.cases.actions.staging import move_stage
from hub.cases.models import Candidate, Case, Outcome
from hub.cases.terms import NewCandidate, Stage
from hub.common import clock, references
from hub.common.refusals import NotNow, Refusal
from hub.law import queries as law
from hub.law.rules import outcomes as judging
from hub.law.rules.offences import known_as
from hub.law.terms import Verdict
from hub.people.permissions import Permission, permit_unit
from hub.people.terms import Actor

_MOST = 12  # offences of one case: a charge sheet, not the catalogue


def choose_offences(*, case: Case, chosen: Sequence[NewCandidate], by: Actor) -> bool:
    """Choose the offences of a case with their dates; what is not named any more ends. Tells whether anything changed."""
    permit_unit(by, Permission.CHOOSE_OFFENCES, case.unit)
    if len(chosen) > _MOST:
        raise Refusal(f"Choose at most {_MOST} offences: those that you would charge.")
    for each in chosen:
        _in_force(each)
    live = {
        each.offence: each
        for each in Candidate.objects.select_for_update()
        .filter(case=case, ended_at__isnull=True)
        .order_by("pk")
    }
    ending, beginning = rules.to_change(
        {name: queries.as_chosen(each) for name, each in live.items()}, rules.with_principal(chosen)
    )
    if not ending and not beginning:
        return False
    now = clock.now()
    Candidate.objects.filter(pk__in=[live[each].pk for each in ending]).update(ended_at=now, ended_by=str(by))
    Candidate.objects.bulk_create(
        [
            Candidate(
                case=case, offence=each.offence, strands=list(each.strands), principal=each.principal,
                answers={name: list(given) for name, given in each.answers.items()}, first_sent=each.first_sent,
                last_act=each.last_act, evidence=each.evidence, by=str(by), at=now,
            )
            for each in beginning
        ]
    )  # fmt: skip
    codes: dict[str, str | int | bool] = {"offences": len(chosen)}
    audit.record([Entry(Kind.ALTERATION, "cases.choose-offences", "case", case.reference, str(by), codes)])
    return True


def _in_force(chosen: NewCandidate) -> None:
    """Refuse what was no offence on its day, what is not in the catalogue, and dates that cannot be."""
    today = clock.now().astimezone(clock.LONDON).date()
    if known_as(law.law(), chosen.offence) != chosen.offence:
        raise Refusal("Name each offence by its id as the catalogue has it.")
    if (
        max(chosen.first_sent, chosen.last_act or chosen.first_sent, chosen.evidence or chosen.first_sent)
        > today
    ):
        raise Refusal("A day of an offence or of its evidence lies in the future: check the dates.")
    found = queries.limit_of(chosen, today)
    if not found.in_force:
        raise Refusal(f"{chosen.offence} cannot be chosen for these days. {found.basis}")


def record_outcome(
    *, case: Case, number: int, facts: Mapping[str, bool | int | str], reason: str, by: Actor
) -> Verdict:
    """Record the outcome of a case that is a crime; an earlier one stays, and this one takes its place."""
    permit_unit(by, Permission.RECORD_OUTCOMES, case.unit)
    if case.stage not in {Stage.CRIME, Stage.FINALISED}:
        raise NotNow("An outcome is recorded once a crime is decided. Decide first whether it is one.")
    if not reason.strip():
        raise Refusal("Say why this is the outcome: the victim is told, and may ask for a review.")
    verdict = law.outcome(number, dict(facts))
    if not verdict.valid:
        raise Refusal(verdict.why)
    if law.names_offence(number, dict(facts)) and not queries.candidates(case.reference):
        raise NotNow(
            f"Outcome {number} is for an offence, and none is named on this case. Name it first, then record the outcome."
        )
    known = judging.read(dict(facts))
    _row(case, number, known, verdict.why, reason, by)
    move_stage(case=case, to=Stage.FINALISED)
    _record("cases.outcome", case, by, {"outcome": number}, reason)
    return verdict


def reopen(*, case: Case, reason: str, by: Actor) -> None:
    """Take a case up again: something new has come up; its outcome stays on record."""
    permit_unit(by, Permission.RECORD_OUTCOMES, case.unit)
    if case.stage != Stage.FINALISED:
        raise NotNow("No outcome is recorded on this case, so it is still open. Nothing was changed.")
    if not reason.strip():
        raise Refusal("Say what has come up: it stands beside the outcome.")
    _row(case, None, {}, "", reason, by)
    move_stage(case=case, to=Stage.CRIME)
    _record("cases.reopen", case, by, {}, reason)


def _row(
    case: Case, number: int | None, facts: Mapping[str, bool | int | str], why: str, reason: str, by: Actor
) -> None:
    """A row behind the newest one."""
    before = Outcome.objects.filter(case=case).order_by("-pk").first()
    Outcome.objects.create(
        reference=references.new("O"), case=case, number=number, facts=dict(facts), why=why, reason=reason.strip(),
        by=str(by), at=clock.now(), supersedes=before,
    )  # fmt: skip


def _record(action: str, case: Case, by: Actor, codes: Mapping[str, str | int | bool], reason: str) -> None:
    """One line for what was done."""
    audit.record(
        [Entry(Kind.ALTERATION, action, "case", case.reference, str(by), dict(codes), reason=reason.strip())]
    )
