"""Reports whose force is asked, decided or told, and those of somebody else that nothing may touch."""

from collections.abc import Iterator
from contextlib import contextmanager

from hub import pathway
from hub.cases.models import CaseReport
from hub.pathway import belonging, transferring
from hub.reports.models import Report
from hub.triage.models import Decision, Exit
from hub.triage.terms import Belongs
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import actor


def report(**given: str) -> str:
    """A report that arrived."""
    (found,) = arrive(telling(1, **given))
    return Report.objects.get(pk=found.report_id).reference


def subject(reference: str) -> str:
    """The case that a report is in, or the report itself."""
    placed = CaseReport.objects.filter(report__reference=reference).first()
    return placed.case.reference if placed else reference


def decide(reference: str, force: str, borough: str = "", who: str = "bo") -> str:
    """Somebody decides whose it is."""
    return belonging.decide_whose(
        subject=subject(reference), report=reference, answer=Belongs(force, borough, "because"), seen=None,
        by=actor(who),
    )  # fmt: skip


def current(reference: str, question: str) -> Decision:
    """The newest decision of a report on a question."""
    return Decision.objects.filter(report__reference=reference, question=question).latest("pk")


def confirmed(**given: str) -> str:
    """A report of Kent's, that an officer confirmed."""
    reference = report(borough="Kent", **given)
    pathway.confirm_exit(report=reference, reason="She lives in Kent.", by=actor("bo"))
    return reference


def sent(**given: str) -> str:
    """A report that was handed to Kent."""
    reference = confirmed(**given)
    transferring.transfer(report=reference, reason="Kent records it.", by=OPERATOR)
    return reference


def state(reference: str) -> str:
    """How far the way of a report out of the hub has gone."""
    return Exit.objects.get(report__reference=reference).state


@contextmanager
def another_force_untouched() -> Iterator[None]:
    """Somebody else's report of another force, which is afterwards as it was."""
    arrive(telling(99, borough="Essex"))
    before = list(Exit.objects.order_by("pk").values())
    yield
    assert list(Exit.objects.order_by("pk")[:1].values()) == before
