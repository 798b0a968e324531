"""Every action, ready to be taken: what it is about is reached by walking, and what it leaves on the record is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hub import pathway
from hub.cases import actions as cases
from hub.cases.terms import ToPlace
from hub.common import clock
from hub.content import actions as content
from hub.content import rules as content_rules
from hub.content.terms import ContentGiven
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import Basis, NewAgreement, ReleaseRequest
from hub.duties import actions as duties
from hub.duties.models import Duty
from hub.duties.terms import Kind, NewDuty
from hub.identities import actions as identities
from hub.identities.models import Person
from hub.identities.models import Telling as Sealed
from hub.identities.terms import PersonGiven, TellingGiven
from hub.keys import actions as keys
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.letters.terms import NewLetter, RecipientKind
from hub.people.terms import Actor
from hub.places import actions as places
from hub.reports import actions as reports
from hub.reports.models import Report
from hub.reports.terms import AdditionKind, Change, NewReport, Received, Strand
from hub.support import actions as support
from hub.support import queries as directory
from hub.support.terms import OfferWanted, Wanted
from hub.triage import actions as triage
from hub.triage import rules as triage_rules
from hub.triage.terms import Facts, Place, ToAssess
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, reference, telling
from tests.web.accounts import actor

Take = Callable[[Actor], object]
AGREEMENT = NewAgreement(
    "report", "R-1", "galop", "support", given=True, confirmed=True, told_by="herself", wording="w",
    wording_version="1", language="en", fields=("name",),
)  # fmt: skip


@dataclass(frozen=True)
class Action:
    """An action: how to get ready to take it, who may, and the lines that it leaves, by the subjects they are about."""

    ready: Callable[[], tuple[Take, Mapping[str, int]]]
    by: Actor | str = BO  # the name of somebody with an account, where an account is needed
    writes: bool = True

    def actor(self) -> Actor:
        """Whoever takes it."""
        return self.by if isinstance(self.by, Actor) else actor(self.by)


def received(number: int) -> Received:
    """A report that is on record and no more: the step before triage."""
    told = telling(number)
    (found,) = reports.recognise(tellings=[told], by=MACHINE)
    (kept,) = identities.keep(given=[TellingGiven(dict(told.given), None, None)], by=MACHINE)
    new = NewReport(told, found.digest, kept.telling_id, None, None, (), False, {"what_happened": ""})
    return reports.receive(reports=[new], sender="test", by=MACHINE)[0]


def report(**given: str) -> Report:
    """A report that went all the way in."""
    (found,) = arrive(telling(1, **given))
    return Report.objects.get(pk=found.report_id)


def _assess():
    facts = Facts(
        True, ("race",), False, False, None,
        Place("", "", "kent-police", "other-force", False, "r", "In Kent.", ""),
    )  # fmt: skip
    told = [ToAssess(each.id, each.reference, triage_rules.assess(facts)) for each in map(received, (1, 2))]
    return lambda by: triage.assess(reports=told, by=by), {"triage.assess": 2}


def _receive():
    told = [telling(each) for each in (1, 2)]
    found = reports.recognise(tellings=told, by=MACHINE)
    kept = identities.keep(given=[TellingGiven(dict(each.given), None, None) for each in told], by=MACHINE)
    new = [
        NewReport(each, known.digest, one.telling_id, None, None, (), False, {"what_happened": "x"})
        for each, known, one in zip(told, found, kept, strict=True)
    ]
    return lambda by: reports.receive(reports=new, sender="test", by=by), {"reports.receive": 2}


def _keep_changes():
    changed = [
        Change(each.id, b"digest", Sealed.objects.latest("pk").pk, ("wants",))
        for each in map(received, (1, 2))
    ]
    return lambda by: reports.keep_changes(changes=changed, by=by), {"reports.keep-change": 2}


def _heed():
    """Somebody says later that it is not safe to write."""
    arrive(telling(1, **AMINA))
    person = Person.objects.get().pk
    return lambda by: identities.heed(said={person: "no"}, by=by), {"identities.heed": 1}


def _recognise_persons():
    same = PersonGiven("Ada Invented", email="ada@example.org")
    kept = identities.keep(given=[TellingGiven({}, same, None)] * 2, by=MACHINE)
    persons = [each.reporter_id for each in kept if each.reporter_id]
    return lambda by: identities.recognise(persons=persons, by=by), {"identities.link": 1}


def _place():
    told = [
        ToPlace(each.id, each.reference, True, None, frozenset(), frozenset(), "hackney", "CE")
        for each in map(received, (1, 2))
    ]
    return lambda by: cases.place(reports=told, by=by), {"cases.open": 2}


def _offer():
    wanted = [
        OfferWanted(each.id, each.reference, Wanted(("race",), (), "hackney", None, ""))
        for each in map(received, (1, 2))
    ]
    return (
        lambda by: support.offer(wanted=wanted, directory=directory.directory(), by=by),
        {"support.offer": 2},
    )


def _keep_items():
    shown = [
        content_rules.items(ContentGiven(urls=(f"https://x.com/invented/status/{each}",))) for each in (1, 2)
    ]
    return lambda by: content.keep(given=shown, by=by), {"content.keep": 2}


def _agreed(step: Callable[[str, Actor], object], line: str):
    def ready():
        (told,) = disclosures.agree(items=[AGREEMENT], by=BO)
        return lambda by: step(told, by), {line: 1}

    return ready


def _release():
    request = ReleaseRequest("report", "R-1", "unit", "CE", "told", Basis.OWN_FORCE, ("reference",))
    return lambda by: disclosures.release(requests=[request] * 2, by=by), {"disclosures.release": 2}


def _queue():
    new = [NewLetter(RecipientKind.HUB, "case", each, "unit-told", "allocated") for each in ("C-1", "C-2")]
    return lambda by: letters.queue(letters=new, by=by), {"letters.queue": 2}


def _send():
    report(**AMINA)
    letter = Letter.objects.get(template="news")
    lines = {"letters.sending": 1, "disclosures.release": 1, "letters.sent": 1, "identities.address": 1}
    return lambda by: letters.send(letter=letter.pk, by=by), lines


def _withdraw():
    report(**AMINA)
    letter = Letter.objects.get(template="news")
    return lambda by: letters.withdraw(subjects=[letter.subject], template="news", reason="because", by=by), {
        "letters.held": 1
    }


def _held() -> None:
    """A letter to a unit that had no mailbox when it was queued, and has one now."""
    report()
    places.set_mailbox(unit="CE", address="ce@example.org", by=OPERATOR)


def _release_held():
    _held()
    return lambda by: letters.release_held(by=by), {"letters.queued": 1}


def _duty(step: Callable[..., object], line: str, *, paused: bool = False):
    def ready():
        duties.start(duties=[NewDuty("case", "C-1", Kind.RECORDED, clock.now())], by=MACHINE)
        row = Duty.objects.get(subject="C-1")
        if paused:
            duties.pause(reference=row.reference, reason="She is abroad.", by=BO)
        if step.__module__.startswith("hub.pathway"):
            return lambda by: step(duty=row.reference, reason="because", by=by), {line: 1}
        return lambda by: step(reference=row.reference, reason="because", by=by), {line: 1}

    return ready


def _start_duties():
    new = [NewDuty("case", each, Kind.RECORDED, clock.now()) for each in ("C-1", "C-2")]
    return lambda by: duties.start(duties=new, by=by), {"duties.start": 2}


def _complete_kind():
    _start_duties()[0](MACHINE)
    return (
        lambda by: duties.complete_kind(subjects=["C-1", "C-2"], kind=Kind.RECORDED, reason="because", by=by),
        {"duties.done": 2},
    )


def _transfer():
    duties.start(duties=[NewDuty("report", "R-1", Kind.RECORDED, clock.now())], by=MACHINE)
    return lambda by: duties.transfer(from_report="R-1", to_case="C-1", by=by), {"duties.transfer": 1}


def _remind(step: Take):
    def ready():
        duties.start(
            duties=[NewDuty("case", "C-1", Kind.ALARM, clock.now() - timedelta(hours=1))], by=MACHINE
        )
        return step, {"duties.remind": 1}

    return ready


def _exit(step: Callable[..., None], *lines: str):
    def ready():
        row = report(borough="Kent")
        if step.__module__.startswith("hub.pathway"):
            return lambda by: step(report=row.reference, reason="because", by=by), dict.fromkeys(lines, 1)
        return (
            lambda by: step(report_id=row.pk, report=row.reference, reason="because", by=by),
            dict.fromkeys(lines, 1),
        )

    return ready


def _add(step: Callable[..., object]):
    def ready():
        row = report()
        return (
            lambda by: step(report=row.reference, kind=AdditionKind.NOTE, text="Invented.", by=by),
            {"reports.add": 1},
        )

    return ready


def _disagree():
    row = report()
    return (
        lambda by: reports.disagree(report=row.reference, strand=Strand.RACE, reason="because", by=by),
        {"reports.disagree": 1},
    )


def _person(step: Callable[..., object], line: str):
    def ready():
        report(**AMINA)
        person = Person.objects.get().pk
        if line == "identities.open":
            return lambda by: step(person=person, subject="R-1", reason="because", by=by), {line: 1}
        return lambda by: step(person=person, by=by), {line: 1} if line else {}

    return ready


def _original():
    sealed = report(**AMINA).sealed_id
    return (
        lambda by: identities.original(telling=sealed, subject="R-1", reason="because", by=by),
        {"identities.original": 1},
    )


def _originals():
    kept = identities.keep(given=[TellingGiven({"a": "b"}, None, None)] * 2, by=MACHINE)
    first, second = (each.telling_id for each in kept)
    return (
        lambda by: identities.originals(tellings={first: "R-1", second: "R-2"}, reason="because", by=by),
        {"identities.original": 2},
    )


def _load(step: Callable[..., int]):
    def take(by: Actor) -> int:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "postcodes.csv"
            path.write_text("pcds,oslaua,pfa\nSW16 1AA,E09000022,E23000001\n", "utf-8")
            return step(path=path, name="ONSPD invented", progress=lambda _: None, by=by)

    return lambda: (take, {"places.load-postcodes": 1})


def _mailbox(step: Callable[..., None]):
    return lambda: (
        lambda by: step(unit="CE", address="ce@example.org", by=by),
        {"places.set-mailbox": 1},
    )


def _arrive():
    told = [telling(each) for each in (1, 2)]
    return (
        lambda by: pathway.arrive(tellings=told, reference=reference(), sender="test", historic=False, by=by),
        {"reports.receive": 2, "triage.assess": 2, "support.offer": 2, "cases.open": 2, "content.keep": 2},
    )


def _release_held_letters():
    _held()
    return lambda by: pathway.release_held_letters(by=by), {"letters.queued": 1}


def _seal():
    received(1)
    return lambda by: pathway.seal_audit(by=by), {}


ACTIONS: Mapping[str, Action] = {
    "cases.place": Action(_place),
    "content.keep": Action(_keep_items),
    "disclosures.agree": Action(
        lambda: (lambda by: disclosures.agree(items=[AGREEMENT] * 2, by=by), {"disclosures.agree": 2})
    ),
    "disclosures.confirm": Action(
        _agreed(lambda told, by: disclosures.confirm(agreement=told, fields=("name",), by=by), "disclosures.confirm")
    ),
    "disclosures.release": Action(_release),
    "disclosures.withdraw": Action(
        _agreed(lambda told, by: disclosures.withdraw(agreement=told, by=by), "disclosures.withdraw")
    ),
    "duties.complete": Action(_duty(duties.complete, "duties.done")),
    "duties.complete_kind": Action(_complete_kind),
    "duties.mark_not_possible": Action(_duty(duties.mark_not_possible, "duties.not-possible")),
    "duties.pause": Action(_duty(duties.pause, "duties.paused")),
    "duties.remind": Action(_remind(lambda by: duties.remind(by=by))),
    "duties.resume": Action(_duty(duties.resume, "duties.running", paused=True)),
    "duties.start": Action(_start_duties),
    "duties.transfer": Action(_transfer),
    "identities.email_for_letter": Action(_person(identities.email_for_letter, "identities.address"), MACHINE),
    "identities.identity": Action(_person(identities.identity, "identities.open")),
    "identities.heed": Action(_heed),
    "identities.keep": Action(
        lambda: (lambda by: identities.keep(given=[TellingGiven({"a": "b"}, None, None)], by=by), {})
    ),
    "identities.original": Action(_original),
    "identities.originals": Action(_originals),
    "identities.recognise": Action(_recognise_persons),
    "identities.same_as": Action(_person(identities.same_as, ""), writes=False),
    "keys.enrol": Action(lambda: (lambda by: keys.enrol(by=by), {"keys.enrol": 1}), MACHINE),
    "letters.queue": Action(_queue),
    "letters.release_held": Action(_release_held, MACHINE),
    "letters.send": Action(_send, MACHINE),
    "letters.withdraw": Action(_withdraw),
    "places.load_postcodes": Action(_load(places.load_postcodes), OPERATOR),
    "places.set_mailbox": Action(_mailbox(places.set_mailbox), OPERATOR),
    "reports.add": Action(_add(reports.add)),
    "reports.disagree": Action(_disagree),
    "reports.first_tellings": Action(
        lambda: (lambda by: reports.first_tellings(reports=[1], by=by), {}), writes=False
    ),
    "reports.keep_changes": Action(_keep_changes),
    "reports.receive": Action(_receive),
    "reports.recognise": Action(
        lambda: (lambda by: reports.recognise(tellings=[telling(1)], by=by), {}), writes=False
    ),
    "support.offer": Action(_offer),
    "triage.assess": Action(_assess),
    "triage.confirm_exit": Action(_exit(triage.confirm_exit, "triage.exit-confirmed")),
    "triage.refuse_exit": Action(_exit(triage.refuse_exit, "triage.exit-refused")),
    "pathway.add_fact": Action(_add(pathway.add_fact)),
    "pathway.arrive": Action(_arrive),
    "pathway.begin_epoch": Action(
        lambda: (lambda by: pathway.begin_epoch(reason="because", by=by), {"audit.new-epoch": 1}), OPERATOR
    ),
    "pathway.complete_duty": Action(_duty(pathway.complete_duty, "duties.done")),
    "pathway.confirm_exit": Action(_exit(pathway.confirm_exit, "triage.exit-confirmed", "duties.done")),
    "pathway.load_postcodes": Action(_load(pathway.load_postcodes), OPERATOR),
    "pathway.mark_duty_not_possible": Action(_duty(pathway.mark_duty_not_possible, "duties.not-possible")),
    "pathway.pause_duty": Action(_duty(pathway.pause_duty, "duties.paused")),
    "pathway.refuse_exit": Action(
        _exit(pathway.refuse_exit, "triage.exit-refused", "cases.open", "duties.transfer")
    ),
    "pathway.release_held_letters": Action(_release_held_letters, MACHINE),
    "pathway.remind": Action(_remind(lambda by: pathway.remind(by=by)), MACHINE),
    "pathway.resume_duty": Action(_duty(pathway.resume_duty, "duties.running", paused=True)),
    "pathway.seal_audit": Action(_seal, MACHINE),
    "pathway.set_mailbox": Action(_mailbox(pathway.set_mailbox), OPERATOR),
}  # fmt: skip
