"""The actions of danger and of safeguarding, ready to be taken: alarms, calls, the rota, and referrals."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.disclosures.terms import Basis
from hub.duties import actions as duties
from hub.duties.models import Alarm, Shift
from hub.duties.terms import AlarmSubject, Channel, Danger, NewAlarm, Taken
from hub.pathway import alarming, rota, safeguarding
from hub.places import actions as places
from hub.reports.models import Report
from hub.triage import actions as triage
from hub.triage.models import Referral
from hub.triage.terms import AtRisk
from tests.architecture.every_action import Action, Take
from tests.walks import AMINA, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

Ready = Callable[[], tuple[Take, Mapping[str, int]]]
CHILD = (AtRisk.CHILD, "hackney")


def _case() -> str:
    """A case of the central east's."""
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def _raised() -> Alarm:
    """An alarm on a report that tells of danger."""
    arrive(telling(1, **AMINA, immediate_danger="yes"))
    return Alarm.objects.get()


def _raise_below():
    arrive(*(telling(each) for each in (1, 2)))
    new = [NewAlarm(AlarmSubject.REPORT, each.reference) for each in Report.objects.all()]
    return lambda by: duties.raise_alarms(alarms=new, by=by), {"duties.raise-alarm": 2, "duties.start": 2}


def _raise():
    case = _case()
    return lambda by: pathway.raise_alarm(
        subject=case, dangers=[Danger.WEAPON], reason="because", by=by
    ), {"duties.raise-alarm": 1, "duties.name-danger": 1, "duties.start": 1}  # fmt: skip


def _on_alarm(step: Callable[..., object], line: str, **given: object) -> Ready:
    """A step on an alarm that is open."""

    def ready():
        alarm = _raised().reference
        return lambda by: step(alarm=alarm, by=by, **given), {line: 1}

    return ready


def _claim_call():
    settings.CONTROL_ROOM_EMAIL = "control@example.org"
    alarm = _raised().pk
    return lambda by: duties.claim_call(alarm=alarm, by=by), {"duties.call": 1}


def _settle_call():
    settings.CONTROL_ROOM_EMAIL = "control@example.org"
    ready = duties.claim_call(alarm=_raised().pk, by=MACHINE)
    assert ready is not None
    taken = Taken(accepted=True, code=250)
    return lambda by: duties.settle_call(call=ready.id, taken=taken, by=by), {"duties.called": 1}


def _call():
    settings.CONTROL_ROOM_EMAIL = "control@example.org"
    alarm = _raised().pk
    lines = {"duties.call": 1, "duties.called": 1, "disclosures.release": 1, "identities.original": 1}
    return lambda by: pathway.call_alarm(alarm=alarm, by=by), lines


def _again(step: Callable[..., object]) -> Ready:
    def ready():
        _raised()
        return lambda by: step(by=by), {}

    return ready


def _test(step: Callable[..., object]) -> Ready:
    def ready():
        settings.ALARM_TEST_EMAIL = "test@example.org"
        return lambda by: step(by=by), {"duties.raise-test": 1}

    return ready


def _warn():
    return lambda by: alarming.warn_of_test(by=by), {"letters.queue": 1}


def _shift(step: Callable[..., object]) -> Ready:
    def ready():
        now = clock.now()
        given = {"rank": 1, "from_at": now, "until_at": now + timedelta(hours=8)}
        officer = account("bo").reference
        return lambda by: step(officer=officer, **given, by=by), {"duties.add-shift": 1}

    return ready


def _remove_shift(step: Callable[..., object]) -> Ready:
    def ready():
        _shift(duties.add_shift)()[0](actor("gita"))
        shift = Shift.objects.get().reference
        return lambda by: step(shift=shift, by=by), {"duties.remove-shift": 1}

    return ready


def _way(step: Callable[..., object], line: str, *, there: bool = True, **given: object) -> Ready:
    def ready():
        officer = account("bo").reference
        ways = ((Channel.SMS, "+44 7700 900001"), (Channel.EMAIL, "bo@example.org"))
        for channel, address in ways if there else ():
            duties.set_way(officer=officer, channel=channel, address=address, by=actor("gita"))
        return lambda by: step(officer=officer, channel=Channel.EMAIL, by=by, **given), {line: 1}

    return ready


def _mailbox(step: Callable[..., object]) -> Ready:
    return lambda: (
        lambda by: step(borough="hackney", kind="child", address="mash@example.org", by=by),
        {"places.set-safeguarding-mailbox": 1},
    )


def asked(basis: Basis = Basis.SAFEGUARDING, *, by: str = "bo") -> Referral:
    """A referral that Bo asked for."""
    places.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    found = safeguarding.refer(
        subject=_case(), to=CHILD, basis=basis, fields=["name", "place"], reason="They are nine.", by=actor(by)
    )  # fmt: skip
    return Referral.objects.get(reference=found.reference)


def sent() -> Referral:
    """A referral that went."""
    found = asked(Basis.VITAL_INTEREST)
    safeguarding.send_referral(referral=found.pk, by=MACHINE)
    return found


def _ask(*, whole: bool) -> Ready:
    def ready():
        places.set_safeguarding_mailbox(
            borough="hackney", kind="child", address="mash@example.org", by=OPERATOR
        )
        case = _case()
        given = {"to": CHILD, "basis": Basis.SAFEGUARDING, "fields": ["name"], "reason": "because"}
        if whole:
            lines = {"triage.referral-asked": 1, "duties.start": 1}
            return lambda by: safeguarding.refer(subject=case, by=by, **given), lines
        return lambda by: triage.ask_referral(subject=("case", case), by=by, **given), {
            "triage.referral-asked": 1
        }

    return ready


def _decide(step: Callable[..., object]) -> Ready:
    def ready():
        referral = asked().reference
        return lambda by: step(referral=referral, goes=True, reason="", by=by), {
            "triage.referral-authorised": 1
        }

    return ready


def _hear(step: Callable[..., object], **more: int) -> Ready:
    def ready():
        referral = sent().reference
        return lambda by: step(referral=referral, their_reference="M-1", by=by), {
            "triage.referral-done": 1,
            **more,
        }

    return ready


def _claim_referral():
    referral = asked(Basis.VITAL_INTEREST).pk
    return lambda by: triage.claim_referral(referral=referral, by=by), {"triage.referral-sending": 1}


def _settle_referral():
    referral = asked(Basis.VITAL_INTEREST).pk
    triage.claim_referral(referral=referral, by=MACHINE)
    taken = Taken(accepted=True, code=250)
    return lambda by: triage.settle_referral(referral=referral, taken=taken, by=by), {
        "triage.referral-sent": 1
    }


def _send():
    referral = asked(Basis.VITAL_INTEREST).pk
    lines = {
        "triage.referral-sending": 1, "triage.referral-sent": 1, "disclosures.release": 1, "identities.original": 1,
    }  # fmt: skip
    return lambda by: safeguarding.send_referral(referral=referral, by=by), lines


def _see(step: Callable[..., object]) -> Ready:
    def ready():
        referral = asked().reference
        return lambda by: step(referral=referral, by=by), {"triage.read-referral": 1}

    return ready


_NAMED = {"dangers": [Danger.CHILD], "reason": "because"}
DANGER_ACTIONS: Mapping[str, Action] = {
    "duties.acknowledge": Action(_on_alarm(duties.acknowledge, "duties.alarm-acknowledged")),
    "duties.add_shift": Action(_shift(duties.add_shift), "gita"),
    "duties.call_again": Action(_again(duties.call_again), MACHINE),
    "duties.claim_call": Action(_claim_call, MACHINE),
    "duties.name_danger": Action(_on_alarm(duties.name_danger, "duties.name-danger", **_NAMED)),
    "duties.put_way_first": Action(_way(duties.put_way_first, "duties.put-way-first"), "gita"),
    "duties.raise_alarms": Action(_raise_below),
    "duties.raise_test": Action(_test(duties.raise_test), MACHINE),
    "duties.remove_shift": Action(_remove_shift(duties.remove_shift), "gita"),
    "duties.remove_way": Action(_way(duties.remove_way, "duties.remove-way"), "gita"),
    "duties.set_way": Action(_way(duties.set_way, "duties.set-way", there=False, address="bo@example.org"), "gita"),
    "duties.settle_call": Action(_settle_call, MACHINE),
    "places.set_safeguarding_mailbox": Action(_mailbox(places.set_safeguarding_mailbox), OPERATOR),
    "triage.ask_referral": Action(_ask(whole=False)),
    "triage.claim_referral": Action(_claim_referral, MACHINE),
    "triage.decide_referral": Action(_decide(triage.decide_referral), "ruth"),
    "triage.hear_of_referral": Action(_hear(triage.hear_of_referral)),
    "triage.settle_referral": Action(_settle_referral, MACHINE),
    "pathway.acknowledge_alarm": Action(_on_alarm(pathway.acknowledge_alarm, "duties.alarm-acknowledged")),
    "pathway.alarming.call_alarms_again": Action(_again(alarming.call_alarms_again), MACHINE),
    "pathway.alarming.see_alarm": Action(_on_alarm(alarming.see_alarm, "duties.read-alarm")),
    "pathway.alarming.warn_of_test": Action(_warn, MACHINE),
    "pathway.call_alarm": Action(_call, MACHINE),
    "pathway.name_danger": Action(_on_alarm(pathway.name_danger, "duties.name-danger", **_NAMED)),
    "pathway.raise_alarm": Action(_raise, "bo"),
    "pathway.raise_test_alarm": Action(_test(pathway.raise_test_alarm), MACHINE),
    "pathway.rota.add_shift": Action(_shift(rota.add_shift), "gita"),
    "pathway.rota.put_way_first": Action(_way(rota.put_way_first, "duties.put-way-first"), "gita"),
    "pathway.rota.remove_shift": Action(_remove_shift(rota.remove_shift), "gita"),
    "pathway.rota.remove_way": Action(_way(rota.remove_way, "duties.remove-way"), "gita"),
    "pathway.rota.set_way": Action(_way(rota.set_way, "duties.set-way", there=False, address="bo@example.org"), "gita"),
    "pathway.safeguarding.decide_referral": Action(_decide(safeguarding.decide_referral), "ruth"),
    "pathway.safeguarding.hear_of_referral": Action(_hear(safeguarding.hear_of_referral, **{"duties.done": 1})),
    "pathway.safeguarding.refer": Action(_ask(whole=True), "bo"),
    "pathway.safeguarding.see_referral": Action(_see(safeguarding.see_referral)),
    "pathway.safeguarding.send_referral": Action(_send, MACHINE),
    "pathway.set_safeguarding_mailbox": Action(_mailbox(pathway.set_safeguarding_mailbox), OPERATOR),
}  # fmt: skip
