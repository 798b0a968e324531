"""The actions of whose it is, ready to be taken."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from hub import pathway
from hub.cases import actions as cases
from hub.cases.models import Case
from hub.cases.terms import Alike, Evidence
from hub.common import clock
from hub.identities import actions as identities
from hub.identities.models import Person
from hub.pathway import belonging, bulk, clusters, transferring
from hub.places import actions as places
from hub.queue import actions as queue
from hub.queue.models import BulkLine
from hub.queue.terms import Act, Done, LineState, Outcome
from hub.reports.models import Report
from hub.triage import actions as triage
from hub.triage.terms import Answered, Belongs, Decided, Whereabouts
from tests.architecture.every_action import Action, Take
from tests.walks import AMINA, BO, OPERATOR, arrive, telling
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
    belonging.dispute(subject=report, report=report, reason="because", seen=None, by=actor("bo"))


def settled(report: str) -> None:
    """An inspector says that it is Kent's after all."""
    disputed(report)
    belonging.settle(
        subject=report, report=report, stays=False, reason="because", seen=None, by=actor("gita")
    )


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
    found = belonging.whose(belonging.about([row.pk]))[0]
    answered = Answered(
        Decided("essex-police", "", "", keeps=False, exit="essex-police"), found.proposal, found.places
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


def _two() -> tuple[str, str]:
    """Two cases that share a post."""
    told = (telling(each, content_urls="https://x.com/invented/status/7", reporter_name=f"Invented {each}",
                    reporter_email=f"v{each}@example.org") for each in (1, 2))  # fmt: skip
    one, two = (each.placed.case for each in arrive(*told) if each.placed)
    return one, two


def _suggest() -> tuple[Take, Mapping[str, int]]:
    for number in (1, 2):
        arrive(telling(number))
    one, two = Case.objects.order_by("pk")
    found = [Evidence(one.pk, two.pk, Alike.ITEM, "1")]
    return lambda by: cases.suggest(found=found, by=by), {"cases.suggest": 1}


def _of_two(step: Step, line: str, *, joined: bool = False, count: int = 1, **given: str):
    def ready() -> tuple[Take, Mapping[str, int]]:
        one, two = _two()
        if joined:
            clusters.join(case=one, other=two, reason="because", seen=None, by=actor("bo"))

        def take(by) -> object:
            if step.__module__.startswith("hub.pathway"):
                more = {} if joined else {"other": two}
                return step(case=one, reason="because", seen=None, by=by, **more)
            held = cases.hold_each(cases={one, two})
            more = {} if joined else {"other": two if step is cases.dismiss else held[two]}
            return step(case=held[one], reason="because", by=by, **more)

        return take, {line: count}

    return ready


def _open_cluster() -> tuple[Take, Mapping[str, int]]:
    one, two = _two()
    cluster = clusters.join(case=one, other=two, reason="because", seen=None, by=actor("bo"))
    return lambda by: clusters.open_cluster(cluster=cluster, after=0, by=by), {"cases.read-cluster": 1}


def _alike() -> tuple[Take, Mapping[str, int]]:
    arrive(telling(1, **AMINA))
    person = Person.objects.get().pk
    return lambda by: identities.alike(persons=[person], by=by), {}


def _asked(case: str) -> bulk.Asked:
    pathway.open_case(case=case, by=actor("bo"))
    return bulk.Asked(Act.CLAIM, (case,), "", clock.now() - timedelta(hours=1))


def _act() -> tuple[Take, Mapping[str, int]]:
    asked = _asked(_two()[0])
    return lambda by: bulk.act(asked=asked, reason="because", by=by), {"queue.bulk": 1, "queue.claim": 1}


def _preview() -> tuple[Take, Mapping[str, int]]:
    asked = _asked(_two()[0])
    return lambda by: bulk.preview(asked=asked, by=by), {}


def _after_bulk(step: Step, *lines: str, named: str = "bulk"):
    def ready() -> tuple[Take, Mapping[str, int]]:
        kept = bulk.act(asked=_asked(_two()[0]), reason="because", by=actor("bo"))
        return lambda by: step(bulk=kept, by=by), dict.fromkeys(lines, 1)

    return ready


def _keep_bulk() -> tuple[Take, Mapping[str, int]]:
    done = [Done(Outcome("C-1", LineState.DONE, "Invented."), {"holder": "", "until": ""}, "x")]
    return (
        lambda by: queue.keep_bulk(act=Act.CLAIM, target="", reason="because", done=done, by=by),
        {"queue.bulk": 1},
    )


def _keep_undone() -> tuple[Take, Mapping[str, int]]:
    kept = bulk.act(asked=_asked(_two()[0]), reason="because", by=actor("bo"))
    line = BulkLine.objects.get(bulk__reference=kept)
    outcomes = {line.pk: Outcome(line.subject, LineState.UNDONE, "Invented.")}
    return lambda by: queue.keep_undone(outcomes=outcomes, by=by), {"queue.keep-undone": 1}


def _restore() -> tuple[Take, Mapping[str, int]]:
    case, _ = _two()
    pathway.claim(subject=case, by=actor("bo"))
    return lambda by: queue.restore(subject=case, had=None, by=by), {"queue.release": 1}


BELONGING_ACTIONS: Mapping[str, Action] = {
    "cases.move": Action(_move),
    "places.set_force_mailbox": Action(_mailbox(places.set_force_mailbox), OPERATOR),
    "pathway.set_force_mailbox": Action(_mailbox(pathway.set_force_mailbox), OPERATOR),
    "triage.acknowledge": Action(_below(triage.acknowledge, "triage.exit-acknowledged", sent, force_reference="46/1")),
    "triage.appeal": Action(_below(triage.appeal, "triage.exit-appealed", settled, reason="because")),
    "triage.decide_force": Action(_decide),
    "triage.dispute": Action(_below(triage.dispute, "triage.exit-disputed", sent, reason="because")),
    "triage.say_where": Action(_below(triage.say_where, "triage.say-where", said=SAID)),
    "triage.send": Action(_below(triage.send, "triage.exit-sent", confirmed, reason="because")),
    "triage.settle": Action(_below(triage.settle, "triage.exit-settled", disputed, stays=True, reason="because"), "gita"),
    "pathway.belonging.acknowledge": Action(
        _above(belonging.acknowledge, "triage.exit-acknowledged", sent, named=True, force_reference="46/1"), "bo"
    ),
    "pathway.belonging.appeal": Action(
        _above(belonging.appeal, "triage.exit-appealed", settled, named=True, reason="because"), "bo"
    ),
    "pathway.belonging.decide_whose": Action(
        _above(belonging.decide_whose, "triage.decide-force", named=True, answer=Belongs("essex-police", "", "because")), "bo"
    ),
    "pathway.belonging.dispute": Action(
        _above(belonging.dispute, "triage.exit-disputed", sent, named=True, reason="because"), "bo"
    ),
    "pathway.belonging.say_where": Action(
        _above(belonging.say_where, "triage.say-where", named=True, said=SAID), "bo"
    ),
    "pathway.belonging.settle": Action(
        _above(belonging.settle, "triage.exit-settled", disputed, named=True, stays=True, reason="because"), "gita"
    ),
    "pathway.transferring.transfer": Action(_transfer, OPERATOR),
    "cases.dismiss": Action(_of_two(cases.dismiss, "cases.dismiss"), "bo"),
    "cases.join": Action(_of_two(cases.join, "cases.join-cluster", count=2), "bo"),
    "cases.leave": Action(_of_two(cases.leave, "cases.leave-cluster", joined=True, count=2), "bo"),
    "cases.suggest": Action(_suggest, "bo"),
    "identities.alike": Action(_alike, writes=False),
    "queue.begin_undo": Action(_after_bulk(queue.begin_undo, "queue.undo-bulk"), "bo"),
    "queue.keep_bulk": Action(_keep_bulk, "bo"),
    "queue.keep_undone": Action(_keep_undone, "bo"),
    "queue.restore": Action(_restore, "bo"),
    "pathway.bulk.act": Action(_act, "bo"),
    "pathway.bulk.preview": Action(_preview, "bo", writes=False),
    "pathway.bulk.read": Action(_after_bulk(bulk.read, "queue.read-bulk"), "bo"),
    "pathway.bulk.undo": Action(_after_bulk(bulk.undo, "queue.undo-bulk", "queue.keep-undone", "queue.release"), "bo"),
    "pathway.clusters.dismiss": Action(_of_two(clusters.dismiss, "cases.dismiss"), "bo"),
    "pathway.clusters.join": Action(_of_two(clusters.join, "cases.join-cluster", count=2), "bo"),
    "pathway.clusters.leave": Action(_of_two(clusters.leave, "cases.leave-cluster", joined=True, count=2), "bo"),
    "pathway.clusters.open_cluster": Action(_open_cluster, "bo"),
}  # fmt: skip
