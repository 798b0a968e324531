"""What is done with files, ready to be taken."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings

from hub.common import clock
from hub.evidence import actions as evidence
from hub.evidence.models import Exhibit
from hub.evidence.terms import Laid, NewExhibit, Scanned, Source
from hub.keys import actions as keys
from hub.pathway import evidence as steps
from hub.pathway import quarantine
from hub.people.terms import Actor, Role
from tests.architecture.aside_actions import a_case
from tests.architecture.every_action import Action, Take
from tests.walks import BO, MACHINE, OPERATOR

Ready = tuple[Take, Mapping[str, int]]
FILE = Source("invented.txt", lambda: iter([b"Invented words."]))


def collected() -> Exhibit:
    """A file of a case."""
    steps.collect(case=a_case(), source=FILE, reason="Invented.", by=BO)
    return Exhibit.objects.get()


def destroyed() -> Exhibit:
    """A file whose key was destroyed."""
    row = collected()
    evidence.destroy(subjects=[row.subject], by=MACHINE)
    return row


def _seal() -> Ready:
    return lambda by: evidence.seal(source=FILE, by=by), {}


def _keep() -> Ready:
    case = a_case()
    new = [NewExhibit("case", case, evidence.seal(source=FILE, by=BO), "Invented.")]
    return lambda by: evidence.keep(exhibits=new, by=by), {"evidence.collect": 1}


def _export() -> Ready:
    exhibit = collected().reference
    return lambda by: evidence.export(exhibit=exhibit, reason="Invented.", clean=False, by=by), {
        "evidence.export": 1
    }


def _check() -> Ready:
    exhibit = collected().reference
    return lambda by: evidence.check(exhibits=[exhibit], by=by), {}


def _lay_aside() -> Ready:
    case = collected().subject
    return lambda by: evidence.lay_aside(subjects=[case], by=by), {"evidence.lay-aside": 1}


def _take_up() -> Ready:
    laid: tuple[Laid, ...] = evidence.lay_aside(subjects=[collected().subject], by=BO)
    return lambda by: evidence.take_up(laid=laid, by=by), {"evidence.take-up": 1}


def _destroy() -> Ready:
    case = collected().subject
    return lambda by: evidence.destroy(subjects=[case], by=by), {"evidence.destroy": 1}


def _remove() -> Ready:
    exhibit = destroyed().pk
    return lambda by: evidence.remove_destroyed(exhibit=exhibit, by=by), {"evidence.remove": 1}


def _drop() -> Ready:
    sealed = evidence.seal(source=FILE, by=BO)
    return lambda by: evidence.drop(sealed=sealed, by=by), {}


def _prove() -> Ready:
    exhibit = collected().reference
    return lambda by: evidence.prove(exhibit=exhibit, by=by), {}


def _clear() -> Ready:
    return lambda by: evidence.clear_unfinished(before=clock.now(), by=by), {}


def _look() -> Ready:
    exhibit = collected().pk
    return lambda by: evidence.look(exhibit=exhibit, by=by), {}


def _settle_scan() -> Ready:
    exhibit, scanned = collected().pk, Scanned("", "Invented 1")
    return lambda by: evidence.settle_scan(exhibit=exhibit, scanned=scanned, by=by), {"evidence.scan": 1}


def _ask_to_scan() -> Ready:
    exhibit = collected().pk
    settings.HUB_CLAMD = "127.0.0.1:9"
    return lambda by: evidence.ask_to_scan(exhibits=[exhibit], by=by), {}


def _above_collect() -> Ready:
    case = a_case()
    return lambda by: steps.collect(case=case, source=FILE, reason="Invented.", by=by), {
        "evidence.collect": 1
    }


def _above_export() -> Ready:
    exhibit = collected().reference
    return lambda by: steps.take_out(exhibit=exhibit, reason="Invented.", by=by), {"evidence.export": 1}


def _above_export_of() -> Ready:
    row = collected()
    evidence.settle_scan(exhibit=row.pk, scanned=Scanned("", "Invented 1"), by=MACHINE)
    case, exhibit = row.subject, row.reference
    return lambda by: steps.take_out_of(case=case, exhibit=exhibit, reason="Invented.", by=by), {
        "evidence.export": 1
    }


def _above_list() -> Ready:
    case = collected().subject
    return lambda by: steps.of_case(case=case, after=0, by=by), {"evidence.read": 1}


def _above_examine() -> Ready:
    collected()
    return lambda by: steps.examine(case="", by=by, told=lambda _: None), {"evidence.examine": 1}


def _above_scan() -> Ready:
    exhibit = collected().pk
    return lambda by: steps.scan(exhibit=exhibit, by=by), {}


def _above_scan_again() -> Ready:
    Exhibit.objects.filter(pk=collected().pk).update(received_at=clock.now() - timedelta(hours=1))
    settings.HUB_CLAMD = "127.0.0.1:9"
    return lambda by: steps.scan_again(by=by), {}


def _above_remove() -> Ready:
    destroyed()
    return lambda by: steps.remove_destroyed(by=by), {"evidence.remove": 1}


def quarantined() -> Exhibit:
    """A file in quarantine."""
    keys.enrol(by=MACHINE)
    steps.collect(case=a_case(), source=FILE, reason="Invented.", flagged=True, by=BO)
    return Exhibit.objects.get()


def _put_in() -> Ready:
    keys.enrol(by=MACHINE)
    exhibit = collected().reference
    return lambda by: evidence.quarantine(exhibit=exhibit, reason="Invented.", by=by), {
        "evidence.quarantine": 1
    }


def _word(step: Callable[..., object], line: str) -> Callable[[], Ready]:
    def ready() -> Ready:
        exhibit = quarantined().reference
        return lambda by: step(exhibit=exhibit, reason="Invented.", by=by), {line: 1}

    return ready


def _above_put_in() -> Ready:
    keys.enrol(by=MACHINE)
    exhibit = collected().reference
    return lambda by: quarantine.put_in(exhibit=exhibit, reason="Invented.", by=by), {
        "evidence.quarantine": 1
    }


def _above_waiting() -> Ready:
    quarantined()
    return lambda by: quarantine.waiting(after=0, by=by), {"evidence.read-quarantine": 1}


def _above_one() -> Ready:
    exhibit = quarantined().reference
    return lambda by: quarantine.one(exhibit=exhibit, by=by), {"evidence.read-quarantine": 1}


KEN = Actor(Role.DEDICATED_UNIT, "ken")
VAULT_ACTIONS: dict[str, Action] = {
    "evidence.ask_to_scan": Action(_ask_to_scan, MACHINE),
    "evidence.check": Action(_check, OPERATOR, writes=False),
    "evidence.clear_unfinished": Action(_clear, MACHINE, writes=False),
    "evidence.destroy": Action(_destroy, MACHINE),
    "evidence.destroy_quarantined": Action(
        _word(evidence.destroy_quarantined, "evidence.destroy-quarantined"), KEN
    ),
    "evidence.drop": Action(_drop, writes=False),
    "evidence.export": Action(_export, OPERATOR),
    "evidence.keep": Action(_keep),
    "evidence.lay_aside": Action(_lay_aside),
    "evidence.look": Action(_look, MACHINE, writes=False),
    "evidence.prove": Action(_prove, writes=False),
    "evidence.quarantine": Action(_put_in),
    "evidence.release": Action(_word(evidence.release, "evidence.release"), KEN),
    "evidence.remove_destroyed": Action(_remove, MACHINE),
    "evidence.seal": Action(_seal, writes=False),
    "evidence.settle_scan": Action(_settle_scan, MACHINE),
    "evidence.take_over": Action(_word(evidence.take_over, "evidence.take-over"), KEN),
    "evidence.take_up": Action(_take_up),
    "pathway.evidence.collect": Action(_above_collect),
    "pathway.evidence.examine": Action(_above_examine, OPERATOR),
    "pathway.evidence.of_case": Action(_above_list),
    "pathway.evidence.remove_destroyed": Action(_above_remove, MACHINE),
    "pathway.evidence.scan": Action(_above_scan, MACHINE),
    "pathway.evidence.scan_again": Action(_above_scan_again, MACHINE),
    "pathway.evidence.take_out": Action(_above_export),
    "pathway.evidence.take_out_of": Action(_above_export_of),
    "pathway.quarantine.destroy": Action(_word(quarantine.destroy, "evidence.destroy-quarantined"), KEN),
    "pathway.quarantine.one": Action(_above_one, KEN),
    "pathway.quarantine.put_in": Action(_above_put_in),
    "pathway.quarantine.release": Action(_word(quarantine.release, "evidence.release"), KEN),
    "pathway.quarantine.take_over": Action(_word(quarantine.take_over, "evidence.take-over"), KEN),
    "pathway.quarantine.waiting": Action(_above_waiting, KEN),
}
