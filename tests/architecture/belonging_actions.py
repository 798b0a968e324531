"""The actions of whose it is, ready to be taken."""

from collections.abc import Callable, Mapping

from hub import pathway
from hub.cases import actions as cases
from hub.cases.models import Case
from hub.pathway import belonging, transferring
from hub.places import actions as places
from hub.reports.models import Report
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage.terms import Answered, Belongs, Decided, Whereabouts
from tests.architecture.every_action import Action, Take
from tests.walks import BO, OPERATOR, arrive, telling
from tests.web.accounts import actor

Step = Callable[..., object]
SAID = Whereabouts("kent-police", "unknown", "She told us.")


def _kent(*steps: Step) -> Report:
    """A report of Kent's, after some steps."""
    arrive(telling(1, borough="Kent"))
    row = Report.objects.get()
    for each in steps:
        each(row.reference)
    return row


def confirmed(report: str) -> None:
    """An officer confirmed that it is Kent's."""
    pathway.confirm_exit(report=report, reason="because", by=BO)


def sent(report: str) -> None:
    """It was handed to Kent."""
    confirmed(report)
    transferring.transfer(report=report, reason="because", by=OPERATOR)


def disputed(report: str) -> None:
    """Kent says that it is not theirs."""
    sent(report)
    belonging.dispute(subject=report, reason="because", seen=None, by=actor("bo"))


def _below(step: Step, line: str, *steps: Step, **given: object):
    def ready() -> tuple[Take, Mapping[str, int]]:
        row = _kent(*steps)
        return lambda by: step(report_id=row.pk, report=row.reference, by=by, **given), {line: 1}

    return ready


def _above(step: Step, line: str, *steps: Step, named: bool = False, **given: object):
    def ready() -> tuple[Take, Mapping[str, int]]:
        report = _kent(*steps).reference
        more = {"report": report} if named else {}
        return lambda by: step(subject=report, seen=None, by=by, **more, **given), {line: 1}

    return ready


def _decide() -> tuple[Take, Mapping[str, int]]:
    row = _kent()
    known = triage_known.places([row.pk], for_the_public=(), platforms={})[row.pk]
    answered = Answered(
        Decided("essex-police", "", "", keeps=False, exit="essex-police"), belonging.proposal(known), known
    )
    return (
        lambda by: triage.decide_force(
            report_id=row.pk, report=row.reference, answered=answered, reason="because", by=by
        ),
        {"triage.decide-force": 1, "triage.exit-proposed": 1},
    )


def _move() -> tuple[Take, Mapping[str, int]]:
    arrive(telling(1))
    case = Case.objects.get().reference
    return (
        lambda by: cases.move(
            case=cases.hold(case=case, seen=None), borough="camden", unit="CN", reason="because", by=by
        ),
        {"cases.move": 1},
    )


def _mailbox(step: Step) -> Callable[[], tuple[Take, Mapping[str, int]]]:
    return lambda: (
        lambda by: step(force="kent-police", address="kent@example.org", by=by),
        {"places.set-force-mailbox": 1},
    )


def _transfer() -> tuple[Take, Mapping[str, int]]:
    report = _kent(confirmed).reference
    lines = {"triage.exit-sent": 1, "disclosures.release": 1, "identities.original": 1, "letters.queue": 1}
    return lambda by: transferring.transfer(report=report, reason="because", by=by), lines


BELONGING_ACTIONS: Mapping[str, Action] = {
    "cases.move": Action(_move),
    "places.set_force_mailbox": Action(_mailbox(places.set_force_mailbox), OPERATOR),
    "pathway.set_force_mailbox": Action(_mailbox(pathway.set_force_mailbox), OPERATOR),
    "triage.acknowledge": Action(_below(triage.acknowledge, "triage.exit-acknowledged", sent, force_reference="46/1")),
    "triage.decide_force": Action(_decide),
    "triage.dispute": Action(_below(triage.dispute, "triage.exit-disputed", sent, reason="because")),
    "triage.say_where": Action(_below(triage.say_where, "triage.say-where", said=SAID)),
    "triage.send": Action(_below(triage.send, "triage.exit-sent", confirmed, reason="because")),
    "triage.settle": Action(_below(triage.settle, "triage.exit-settled", disputed, stays=True, reason="because"), "gita"),
    "pathway.belonging.acknowledge": Action(
        _above(belonging.acknowledge, "triage.exit-acknowledged", sent, force_reference="46/1"), "bo"
    ),
    "pathway.belonging.decide_whose": Action(
        _above(belonging.decide_whose, "triage.decide-force", named=True, answer=Belongs("essex-police", "", "because")), "bo"
    ),
    "pathway.belonging.dispute": Action(
        _above(belonging.dispute, "triage.exit-disputed", sent, reason="because"), "bo"
    ),
    "pathway.belonging.say_where": Action(
        _above(belonging.say_where, "triage.say-where", named=True, said=SAID), "bo"
    ),
    "pathway.belonging.settle": Action(
        _above(belonging.settle, "triage.exit-settled", disputed, stays=True, reason="because"), "gita"
    ),
    "pathway.transferring.transfer": Action(_transfer, OPERATOR),
}  # fmt: skip
