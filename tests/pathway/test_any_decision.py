"""Sentences that hold for any sequence of what officers may do to a case: decide, check, answer, choose, end, reopen."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hub.cases import queries as cases_known
from hub.cases.models import Candidate, Case, Outcome
from hub.cases.rules import ENDED
from hub.cases.terms import NewCandidate, Stage
from hub.common import clock
from hub.common.refusals import Refusal
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.law import queries as law
from hub.pathway import casework, deciding
from hub.pathway.deciding import Given
from hub.reports.models import Disagreement, Perception, Report
from hub.reports.terms import AdditionKind, Strand
from hub.triage import queries as triage
from hub.triage.models import CrimeDecision, SecondCheck, Worksheet
from hub.triage.rules.deciding import in_force, missing
from hub.triage.terms.deciding import CrimeAnswer, Mark, NewDecision, Point, SheetAnswer
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor
from tests.whole import undone

pytestmark = pytest.mark.django_db
ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAY = (clock.now() - timedelta(days=9)).astimezone(clock.LONDON).date()
POSTS = "https://x.com/invented/status/1001"
PEOPLE = ("bo", "ruth", "gita")
WHOLE = {each: SheetAnswer("Invented.", Mark.VIEW) for each in Point}
SHORT = {each: answer for each, answer in WHOLE.items() if each != Point.LESS}
CHOICES = (
    (), (NewCandidate("POA5", DAY),), (NewCandidate("OSA181", DAY),), (NewCandidate("PHA2", DAY, strands=("race",)),),
    (NewCandidate("POA4B", DAY.replace(year=2020)),),
)  # fmt: skip
FACTS = (
    {}, {"suspect_named": False, "investigation_complete": True},
    {"suspect_named": True, "suspect_interviewed": True, "victim_supports": True, "evidential_difficulty": True, "decided_by": "police"},
    {"suspect_named": True, "suspect_age": 30, "admission": True, "victim_supports": True, "evidential_difficulty": True, "decided_by": "cps"},
)  # fmt: skip

decisions = st.tuples(
    st.just("decide"), st.sampled_from(CrimeAnswer), st.sampled_from([None, *CHOICES]), st.sampled_from([None, WHOLE, SHORT]),
    st.sampled_from(["", "Invented, and verified."]),
)  # fmt: skip
steps = st.one_of(
    decisions, decisions,
    st.tuples(st.just("check"), st.booleans()),
    st.tuples(st.just("answer")),
    st.tuples(st.just("choose"), st.sampled_from(CHOICES)),
    st.tuples(st.just("outcome"), st.sampled_from([1, 2, 3, 9, 15, 18, 99]), st.sampled_from(FACTS)),
    st.tuples(st.just("reopen")),
    st.tuples(st.just("disagree"), st.sampled_from(Strand)),
    st.tuples(st.just("done"), st.integers(0, 9)),
    st.tuples(st.just("again")),
)  # fmt: skip
sequences = st.lists(st.tuples(st.sampled_from(PEOPLE), steps), min_size=1, max_size=9)


def take(case, who, step, words="Invented."):
    """One step, as somebody of the hub takes it; whatever they write is `words`."""
    name, *given_ = step
    by, seen = actor(who), None
    if name == "decide":
        answer, chosen, answers, verified = given_
        question = words if answer == CrimeAnswer.MORE else ""
        new = NewDecision(answer, words, (words,), question, verified)
        deciding.decide(case=case, given=Given(new, chosen, answers), seen=seen, by=by)
    elif name == "check":
        deciding.check(case=case, agrees=given_[0], reason=words, seen=seen, by=by)
    elif name == "choose":
        deciding.choose_offences(case=case, chosen=given_[0], seen=seen, by=by)
    elif name == "outcome":
        deciding.record_outcome(case=case, number=given_[0], facts=given_[1], reason=words, seen=seen, by=by)
    elif name == "reopen":
        deciding.reopen(case=case, reason=words, seen=seen, by=by)
    else:
        _around(case, name, given_, by, words)


def _around(case, name, given_, by, words):
    """What may happen beside the decisions."""
    report = Report.objects.order_by("pk")[0].reference
    if name == "answer":
        casework.add_later_fact(
            subject=case, report=report, kind=AdditionKind.ANSWER, text=words, seen=None, by=by
        )
    elif name == "disagree":
        casework.disagree(subject=case, report=report, strand=given_[0], reason=words, seen=None, by=by)
    elif name == "done":
        live = list(Duty.objects.filter(subject=case, state="running").order_by("pk"))
        if live:
            duty = live[given_[0] % len(live)].reference
            casework.move_duty(subject=case, duty=duty, to=State.DONE, reason=words, seen=None, by=by)
    else:
        number = 100 + Report.objects.count()
        arrive(telling(number, **AMINA, strands="race", content_urls=POSTS))


def holds(case, perceived):
    """Everything that must be true of a case after any step, taken or refused."""
    row = Case.objects.get(reference=case)
    live = set(
        Duty.objects.filter(subject=case, state__in=["running", "paused"]).values_list("kind", flat=True)
    )
    ledger = triage.crime_decisions([case])[case]
    standing = in_force(ledger)
    stage = Stage(row.stage)
    # Nobody's perception is lost, and every perception that was ever told is still there.
    assert perceived <= set(Perception.objects.values_list("pk", flat=True))
    # A case has an owner and, while it is open, something that is due.
    assert (row.state == "with-unit") == bool(row.unit)
    assert live or stage in ENDED
    # What it has come to is what the ledger says.
    assert (stage == Stage.CHECKING) == bool(ledger and ledger[0].waits)
    wanted = {
        Stage.CRIME: CrimeAnswer.CRIME,
        Stage.FINALISED: CrimeAnswer.CRIME,
        Stage.NOT_A_CRIME: CrimeAnswer.NOT_A_CRIME,
    }
    assert (standing.answer if standing else None) == wanted.get(stage, standing.answer if standing else None)
    assert stage != Stage.NOT_A_CRIME or not cases_known.candidates(case)
    # Whatever has a time limit is watched while the case is open.
    today = clock.now().astimezone(clock.LONDON).date()
    bounded = [
        each for each in cases_known.candidates(case) if cases_known.limit_of(each.chosen, today).last_day
    ]
    assert ("limitation" in live) == (bool(bounded) and stage not in ENDED)


def stands(case):
    """What must be true of what is on record, after any step."""
    # Whoever checked did not decide, and a check is of what asked for one.
    for each in SecondCheck.objects.select_related("decision"):
        assert each.by.partition(":")[2] != each.decision.by.partition(":")[2]
        assert each.decision.check_because
    # No crime named an offence without the worksheet.
    for each in CrimeDecision.objects.filter(decision="crime", offence_date__isnull=False):
        assert each.worksheet_id
    if cases_known.stages([case])[case] == Stage.CRIME and cases_known.candidates(case):
        sheet = triage.worksheet(case)
        assert sheet is not None
        assert missing(sheet.answers) == ()
        assert {each.chosen.offence for each in cases_known.candidates(case)} <= set(sheet.offences)
    # Nobody is charged or cautioned, and the CPS decides of nobody, but for an offence with its own whole worksheet.
    for each in Outcome.objects.filter(number__isnull=False):
        if each.number in {1, 2, 3, 4, 6, 9} or each.facts.get("decided_by") == "cps":
            _rests_on_a_sheet(each)
    # No outcome stands that the facts do not carry.
    for each in Outcome.objects.filter(number__isnull=False):
        assert law.outcome(each.number, each.facts).valid


def _rests_on_a_sheet(outcome):
    """What was named when an outcome was recorded, and the worksheet that counted then."""
    of_then = Candidate.objects.filter(case=outcome.case, at__lte=outcome.at)
    named = of_then.exclude(ended_at__lte=outcome.at).values_list("offence", flat=True)
    sheet = Worksheet.objects.filter(subject=outcome.case.reference, at__lte=outcome.at).latest("pk")
    assert named
    assert set(named) <= set(sheet.offences)
    assert len(sheet.answers) == len(Point)


def _decided(answer, chosen=None, answers=None):
    """One step: somebody decides."""
    return ("bo", ("decide", answer, chosen, answers, ""))


@ANY
@example([_decided(CrimeAnswer.CRIME), ("bo", ("outcome", 1, {}))])
@example([_decided(CrimeAnswer.CRIME), ("bo", ("outcome", 3, FACTS[3]))])
@example([_decided(CrimeAnswer.CRIME), ("bo", ("outcome", 15, FACTS[3]))])
@example(
    [
        _decided(CrimeAnswer.CRIME, CHOICES[1], WHOLE),
        ("bo", ("choose", CHOICES[2])),
        ("bo", ("outcome", 1, {})),
    ]
)
@given(sequences)
def test_no_sequence_reaches_what_must_not_be(sequence):
    with undone():
        arrive(telling(1, **AMINA, content_urls=POSTS, strands="race;religion", targeted_religion="sikh"))
        case = Case.objects.get().reference
        for who, step in sequence:
            perceived = set(Perception.objects.values_list("pk", flat=True))
            said, ledger = Disagreement.objects.count(), CrimeDecision.objects.count()
            with suppress(Refusal):
                take(case, who, step)
            holds(case, perceived)
            stands(case)
            assert Disagreement.objects.count() >= said
            assert CrimeDecision.objects.count() >= ledger
