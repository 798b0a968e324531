"""Decisions with everything that they need, a case to decide, and what it is afterwards."""

from datetime import timedelta

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.cases.terms import NewCandidate
from hub.common import clock
from hub.duties.models import Duty
from hub.pathway import deciding
from hub.pathway.deciding import Given
from hub.triage.terms.deciding import CrimeAnswer, Mark, NewDecision, Point, SheetAnswer
from tests.walks import AMINA, arrive
from tests.walks import telling as told
from tests.web.accounts import actor

TODAY = clock.now().astimezone(clock.LONDON).date()
YESTERDAY = TODAY - timedelta(days=1)
WHOLE = {each: SheetAnswer(f"Invented answer: {each.value}.", Mark.VIEW) for each in Point}
THREAT = NewCandidate("OSA181", YESTERDAY, answers={"threat": ("death",)})
SUMMARY = NewCandidate("POA5", YESTERDAY)


def new(answer, **more):
    """A decision with everything that it needs."""
    question = "Who else saw it?" if answer == CrimeAnswer.MORE else ""
    return NewDecision(
        answer, "Invented reason.", ("The post and its replies.", "That it may be a quotation."),
        **{"question": question, **more},
    )  # fmt: skip


CRIME = Given(new(CrimeAnswer.CRIME), (THREAT,), WHOLE)
BARE = Given(new(CrimeAnswer.CRIME))
NOT = Given(new(CrimeAnswer.NOT_A_CRIME))
MORE = Given(new(CrimeAnswer.MORE))


def bring_back(case):
    """Another look was granted."""
    pathway.restore(subject=case, reason="Another look was granted.", by=actor("gita"))


def version(case):
    """The version of a case as a page would show it."""
    return Case.objects.get(reference=case).version


def decide(case, given, who="bo"):
    """Somebody decides about a case, as it stands."""
    return deciding.decide(case=case, given=given, seen=version(case), by=actor(who))


def stage(case):
    """The stage of a case."""
    return Case.objects.get(reference=case).stage


def live(case):
    """The kinds of duty that live on a case."""
    rows = Duty.objects.filter(subject=case, state__in=["running", "paused"])
    return set(rows.values_list("kind", flat=True))


def duty(case, kind):
    """The newest duty of a kind on a case."""
    return Duty.objects.filter(subject=case, kind=kind).order_by("-pk")[0]


def lines(action, *, refused=False):
    """The lines of the record of an action."""
    return list(Line.objects.filter(action=action, refused=refused))


def outcome(case, number=15, who="bo", **facts):
    """Somebody records an outcome whose facts carry it."""
    known = {
        "suspect_named": True, "suspect_interviewed": True, "victim_supports": True, "evidential_difficulty": True,
        "decided_by": "police", **facts,
    }  # fmt: skip
    return deciding.record_outcome(
        case=case, number=number, facts=known, reason="Invented reason.", seen=None, by=actor(who)
    )


def a_case():
    """A case of Amina's, that nobody decided yet."""
    arrive(told(**AMINA))
    return Case.objects.get().reference
