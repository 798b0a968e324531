"""Danger first: an alarm is raised, called out until somebody has it, and tested every day."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.core import signing
from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases import rules as case_rules
from hub.cases.terms import KEPT_OUT, Shut, Wall
from hub.common import clock, locks
from hub.common.refusals import NotFound
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import Basis, ReleaseRequest
from hub.duties import actions as duties
from hub.duties import adapters
from hub.duties import queries as duties_known
from hub.duties.terms import AlarmLine, AlarmSubject, Called, Danger, Message, NewAlarm, Taken, ToSend
from hub.identities import actions as identities
from hub.identities.terms import Identity
from hub.letters import actions as letters
from hub.letters import queries as letters_known
from hub.letters import rules as letter_rules
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway import relating
from hub.pathway.opening import kind_of, reports_of
from hub.pathway.refusing import refusals_recorded
from hub.people import queries as people
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor, Role
from hub.queue import actions as queue
from hub.reports import queries as reports_known
from hub.triage import queries as triage_known
from hub.triage import rules as triage_rules
from hub.triage.terms import Needed

_log = logging.getLogger(__name__)
_SALT = "hub.alarms"
_TEST = "daily-test"
_A_DAY = timedelta(hours=20)  # a warning a day, although the test of the next day is a little early
_LINK_HOLDS = 7 * 24 * 60 * 60  # seconds
_TEMPLATES: Mapping[Called, str] = {
    Called.OFFICER: "alarm-officer", Called.CONTROL_ROOM: "alarm-control-room", Called.TEST: "alarm-test",
}  # fmt: skip


# -- raised, named, acknowledged


def raise_alarm(*, subject: str, dangers: Sequence[Danger], reason: str, by: Actor) -> str:
    """Somebody may be hurt if we wait: the danger of a case or report is called out; tells the alarm's reference."""
    kind = kind_of(subject)
    with (
        refusals_recorded(
            action="duties.raise-alarm", subject_kind=kind, subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit_unit(by, Permission.RAISE_ALARMS, _unit_of(subject))
        _changed(subject)
        new = NewAlarm(AlarmSubject(kind), subject, tuple(dangers), reason)
        (alarm,) = duties.raise_alarms(alarms=[new], by=by)
        queue.refresh(**{f"{kind}s": [subject]})
        return alarm


def come_to_raise(*, subject: str, by: Actor) -> None:
    """Somebody comes to raise an alarm: set aside or held by a colleague, nothing of it is shown and nobody waits."""
    with refusals_recorded(
        action="duties.raise-alarm", subject_kind=kind_of(subject), subject=subject, by=by
    ):
        permit_unit(by, Permission.RAISE_ALARMS, _unit_of(subject))


def name_danger(*, alarm: str, dangers: Sequence[Danger], reason: str, by: Actor) -> None:
    """Say which kind of danger an open alarm is about."""
    with (
        refusals_recorded(
            action="duties.name-danger", subject_kind="alarm", subject=alarm, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.ACKNOWLEDGE_ALARMS)
        _changed(_alarm(alarm).subject)
        duties.name_danger(alarm=alarm, dangers=dangers, reason=reason, by=by)


def acknowledge_alarm(*, alarm: str, by: Actor) -> AlarmLine:
    """Somebody has it: nobody else is called, and the duty to act on the danger runs on."""
    with (
        refusals_recorded(action="duties.acknowledge", subject_kind="alarm", subject=alarm, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.ACKNOWLEDGE_ALARMS)
        subject = _alarm(alarm).subject
        _changed(subject)
        locks.hold(KEPT_OUT, [each.encode() for each in _subjects(subject)])  # nobody is kept out meanwhile
        if case_rules.interested(by.account, _walls(subject)):
            raise Shut(
                f"{subject} is closed to you, so somebody else has to have this alarm. "
                "Ring a colleague on call, your inspector or the control room now."
            )
        duties.acknowledge(alarm=alarm, by=by)
        return _alarm(alarm)


def see_alarm(*, alarm: str, by: Actor) -> AlarmLine:
    """One alarm with every call that it made; the look is on the record."""
    with (
        refusals_recorded(action="duties.read-alarm", subject_kind="alarm", subject=alarm, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.ACKNOWLEDGE_ALARMS)
        found = _alarm(alarm)
        entry = Entry(
            Kind.CONSULTATION, "duties.read-alarm", "alarm", alarm, str(by), {"about": found.subject}
        )
        audit.record([entry])
        return found if found.test else _as_seen(found, by)


def _as_seen(found: AlarmLine, by: Actor) -> AlarmLine:
    """An alarm without what is known of the danger, where the case or report is closed to whoever asks.

    Whoever has an interest in it is not told either which danger it is.
    """
    if not relating.shut_to(_subjects(found.subject), by=by):
        return found
    closed = case_rules.interested(by.account, _walls(found.subject))
    named = () if closed else tuple(replace(each, reason="") for each in found.named)
    return replace(found, reason="", named=named, ended_because="", closed=closed)


def _walls(subject: str) -> tuple[Wall, ...]:
    """Who is kept out of what an alarm is about."""
    return tuple(chain.from_iterable(cases_known.walls(_subjects(subject)).values()))


def of_link(token: str) -> str:
    """The alarm that a signed link leads to; one that was changed or is too old leads nowhere."""
    try:
        return str(signing.loads(token, salt=_SALT, max_age=_LINK_HOLDS))
    except signing.BadSignature:
        raise NotFound(
            "This link is not one of ours, or it is too old. Open the alarm from the list."
        ) from None


def _unit_of(subject: str) -> str:
    """The command unit that has a case, or the case of a report; blank where none has."""
    if kind_of(subject) == "case":
        found = cases_known.stands(subject)
        if found is None:
            raise NotFound(f"There is no case {subject}. Check the reference and try again.")
        return found.unit
    pk = reports_known.ids_of([subject]).get(subject)
    if pk is None:
        raise NotFound(f"There is no report {subject}. Check the reference and try again.")
    placed = cases_known.of_reports([pk]).get(pk)
    return placed.unit if placed else ""


def _changed(subject: str) -> None:
    """The case, named or of this report, is not as it was: whoever has it open looks again.

    It comes first, so that the case is held before its alarm, as everywhere.
    """
    cases.changed(cases=_subjects(subject))


def _subjects(subject: str) -> set[str]:
    """A case or report, with the case that a report has."""
    placed = cases_known.of_reports(list(reports_known.ids_of([subject]).values()))
    return {subject, *(each.case for each in placed.values())}


def _alarm(reference: str) -> AlarmLine:
    """An alarm that there is."""
    found = duties_known.alarm(reference)
    if found is None:
        raise NotFound(f"There is no alarm {reference}. Check the reference and try again.")
    return found


# -- called out


@dataclass(frozen=True, slots=True)
class _Ready:
    """A call that is on record, with what it says; the words are held by this process alone."""

    call: ToSend
    message: Message


def call_alarm(*, alarm: int, by: Actor) -> None:
    """Call whoever is to be called now, one way after the other until one takes it.

    Each call is on record, and what leaves with it released, before it goes; it goes outside any transaction.
    """
    with refusals_recorded(action="duties.call", subject_kind="alarm", by=by):
        while (ready := _claim(alarm, by)) is not None:
            _settle(ready, adapters.send(ready.call, ready.message), by)
    found = duties_known.alarm_of_id(alarm)
    if found is not None and found.test and found.ended_at is not None and duties_known.tested().failed_at:
        warn_of_test(by=by)


def _claim(alarm: int, by: Actor) -> _Ready | None:
    """The call to be made now, with its message."""
    with transaction.atomic(durable=True):
        passed_over = _passed_over(alarm)
        call = duties.claim_call(alarm=alarm, passed_over=passed_over, by=by)
        if call and call.officer in passed_over:
            call = replace(call, dangers=(), why="")  # they are told that there is one
        return _Ready(call, _message(call, by)) if call else None


def _passed_over(alarm: int) -> frozenset[str]:
    """The accounts of those who are not called: the case is closed to them by an interest, so that they could not act."""
    found = duties_known.alarm_of_id(alarm)
    walls = _walls(found.subject) if found and not found.test else ()
    kept_out = people.colleagues({each.account_id for each in walls if each.account_id is not None})
    return frozenset(each.reference for each in kept_out.values())


def _settle(ready: _Ready, taken: Taken, by: Actor) -> None:
    """What came of a call is on record."""
    with transaction.atomic(durable=True):
        duties.settle_call(call=ready.call.id, taken=taken, by=by)


def call_alarms_again(*, by: Actor) -> int:
    """Have every alarm that nobody has looked at again; tells how many there are."""
    with refusals_recorded(action="duties.call", subject_kind="alarm", by=by), transaction.atomic():
        return duties.call_again(by=by)


def _message(call: ToSend, by: Actor) -> Message:
    """What is said: to an officer reference and danger, never a name; to the control room what it sends help by."""
    facts = {
        "alarm": call.alarm, "reference": call.subject, "raised": clock.in_london(call.raised_at),
        "danger": triage_rules.titles(triage_known.dangers(), call.dangers), "link": _link(call.alarm),
        "minutes": str(int(duties_known.times().answer.total_seconds()) // 60), "why": call.why,
        **(_for_control_room(call, by) if call.called == Called.CONTROL_ROOM else {}),
    }  # fmt: skip
    template = letters_known.template(_TEMPLATES[call.called], "en")
    _, subject, text = letter_rules.compose(template, facts)
    return Message(f"{call.alarm}-{call.id}", subject, text, facts)


def _link(alarm: str) -> str:
    """Where an alarm is acknowledged, behind the sign-in: its opaque reference, signed."""
    return f"{settings.HUB_SITE}/desk/alarms/from/{signing.dumps(alarm, salt=_SALT)}/"


def _for_control_room(call: ToSend, by: Actor) -> Mapping[str, str]:
    """What help is sent by: opened, and released on vital interest, both on the record before anything leaves."""
    needed = needed_of(call.subject, f"The control room is told ({call.alarm}).", by)
    request = ReleaseRequest(
        call.subject_kind, call.subject, Called.CONTROL_ROOM.value, call.way.channel.value, "alarm",
        Basis.VITAL_INTEREST, needed.fields, f"{call.why} ({call.alarm}).",
    )  # fmt: skip
    disclosures.release(requests=[request], by=by)
    named = duties_known.alarm(call.alarm)
    words = [named.reason, *(each.reason for each in named.named)] if named else []
    known = "\n".join(dict.fromkeys(filter(None, words)))
    return {
        "who": needed.who, "where": needed.where, "threat": needed.threat, "reach": needed.reach,
        "language": needed.language, "known": known or "nothing yet",
    }  # fmt: skip


def needed_of(subject: str, reason: str, by: Actor) -> Needed:
    """Who, where, what and how to reach them safely, from the telling exactly as it came; the look is on the record.

    Where that was erased, from what is still kept of it: nobody waits for help because of it.
    """
    gists = reports_known.gists(reports_of(subject))
    report = triage_rules.report_of_danger([(pk, gists[pk].immediate) for pk in sorted(gists)])
    if report is None:
        return triage_rules.needed([], "")
    sealed = reports_known.sealed_of(report)
    there = identities.originals(tellings=dict.fromkeys(sealed, subject), reason=reason, by=by)
    left = [] if sealed[0] in there else [_left(report, subject, reason, by)]
    persons = [who for _, role, who in reports_known.parties([report]) if role == "reporter"]
    safe = identities.safe_to_write(persons=persons, by=by) if persons else {}
    child = any(each.under_18 for each in gists.values())
    return triage_rules.needed([*left, *there.values()], next(iter(safe.values()), ""), under_18=child)


_LEFT = ("borough", "reporter_role", "safe_to_contact", "victim_under_18")


def _left(report: int, subject: str, reason: str, by: Actor) -> Mapping[str, str]:
    """What is still kept of a telling that was erased: who is in it, and the copy, in which names are masked."""
    filed = reports_known.filed([report])[report]
    persons = {role: who for _, role, who in reports_known.parties([report])}
    known = {
        role: identities.identity(person=who, subject=subject, reason=reason, by=by)
        for role, who in persons.items()
    }
    return {
        **{name: str(filed.given.get(name, "")) for name in _LEFT},
        "language": filed.language,
        "what_happened": f"not told: it has been erased. What is left of it: {filed.what_happened}",
        **_named("reporter", known.get("reporter")),
        **_named("victim", known.get("victim")),
    }


def _named(role: str, known: Identity | None) -> Mapping[str, str]:
    """Who somebody is, under the names that a telling has for it."""
    if known is None:
        return {}
    return {
        f"{role}_name": known.name, f"{role}_date_of_birth": known.birth_date, f"{role}_email": known.email,
        f"{role}_phone": known.phone,
    }  # fmt: skip


# -- tested every day


def raise_test_alarm(*, by: Actor) -> str:
    """Raise the test alarm; tells its reference."""
    with refusals_recorded(action="duties.raise-test", subject_kind="alarm", by=by), transaction.atomic():
        return duties.raise_test(by=by)


def see_to_tests(*, by: Actor) -> None:
    """Once an hour: raise the first test, or where the last failed or none went through in time, say so and try again."""
    found = duties_known.tested()
    if not found.wanted:
        _log.warning("nobody is set to receive the daily test alarm: see the settings ALARM_TEST_...")
    elif found.passed_at is None and found.failed_at is None:
        raise_test_alarm(by=by)
    elif found.trouble:
        warn_of_test(by=by)
        raise_test_alarm(by=by)


def warn_of_test(*, by: Actor) -> None:
    """Tell the administrators and the hub that an alarm might reach nobody, once in a day."""
    _log.error("the daily test alarm failed or is late: run `hub doctor`")
    with refusals_recorded(action="letters.queue", subject_kind="letter", by=by), transaction.atomic():
        now = clock.now()
        if letters_known.written(subject=_TEST, occasion="failed", since=now - _A_DAY):
            return
        told = [each.reference for each in people.working(roles=[Role.ADMINISTRATOR])]
        found = duties_known.tested()
        since = clock.in_london(found.passed_at) if found.passed_at else "never"
        first = NewLetter(
            RecipientKind.HUB, "alarm", _TEST, "alarm-test-failed", f"failed:{now:%Y%m%d%H%M}",
            facts={"why": f"The last test that went through: {since}."},
        )  # fmt: skip
        to_staff = [replace(first, recipient_kind=RecipientKind.STAFF, recipient=each) for each in told]
        letters.queue(letters=[first, *to_staff], by=by)
