"""One of everything that an address can name, so that who may open it is asked of what is really there."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import transaction
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from hub import pathway
from hub.cases import queries as cases
from hub.cases.models import BreakGlass, Wall
from hub.common import clock
from hub.content.models import Item
from hub.disclosures.models import Agreement
from hub.disclosures.terms import Basis
from hub.duties.models import Duty
from hub.duties.terms import Channel, Danger, State
from hub.evidence.terms import Source
from hub.keys import actions as keys
from hub.pathway import (
    bulk,
    casework,
    clusters,
    entering,
    evidence,
    opening,
    recording,
    rota,
    safeguarding,
    submissions,
    walls,
)
from hub.people import actions as people
from hub.people.terms import Role
from hub.queue import queries as queue
from hub.queue.terms import Act, NewRule
from hub.reports.models import Appearance
from hub.triage.terms import AtRisk
from tests.architecture.aside_actions import given
from tests.architecture.risk_actions import look_at
from tests.architecture.vault_actions import FILE
from tests.walks import AMINA, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor
from tests.web.desk.system.failing import fail

_TOLD = {
    **AMINA, "consent_support": "yes", "consent_partners": "Galop", "content_text": "Invented words of a post.",
}  # fmt: skip


def make() -> dict[str, str]:
    """Make it; each thing by the places of an address where it is named, the exact before the general."""
    elsewhere = _case("Camden", 1)  # nobody's yet, so opened for a reason
    case, report = _case("Hackney", 2)
    gone = arrive(telling(3, **{**_TOLD, "borough": "Kent"}))[0].report_id
    leaving = pathway.whereabouts([gone])[gone].reference
    found = {
        "queue/subject": case, "ask/case": case,
        **_named("cases", case, report), **_named("reports", leaving, leaving),
        "file/about": evidence.collect(case=case, source=FILE, reason="Invented.", by=actor("bo")).exhibit,
        "replace-note/about": casework.write_note(case=case, text="Invented.", seen=_version(case), by=actor("bo")),
    }  # fmt: skip
    keys.enrol(by=MACHINE)
    said = Source("invented.png", lambda: iter([b"Invented bytes."]))
    found["exhibit"] = evidence.collect(
        case=case, source=said, reason="Invented.", flagged=True, by=actor("bo")
    ).exhibit
    found["quarantine/about"] = found["file/about"]
    found |= {"rule": _rule(), "named": "hub", "look": look_at(_case("Brent", 4)[0])}
    found |= _set_aside()
    pathway.claim(subject=elsewhere[0], by=actor("ruth"))
    opening.open_case(case=elsewhere[0], reason="A neighbour rang.", by=actor("bo"))
    casework.offer_case(case=case, to=account("chandra").reference, seen=_version(case), by=actor("gita"))
    casework.accept_case(case=case, seen=_version(case), by=actor("chandra"))
    found |= _at_once(case)
    return found | _of_danger(case) | _of_the_system()


def _of_danger(case: str) -> dict[str, str]:
    """An alarm on this case, Bo on call, and a referral that Gita asked for."""
    alarm = pathway.raise_alarm(subject=case, dangers=[Danger.HOME_KNOWN], reason="Invented.", by=actor("bo"))
    bo, now = account("bo").reference, clock.now()
    shift = rota.add_shift(
        officer=bo, rank=1, from_at=now, until_at=now + timedelta(hours=8), by=actor("gita")
    )
    for channel in (Channel.EMAIL, Channel.SMS):
        address = {Channel.EMAIL: "bo@example.org", Channel.SMS: "+44 7700 900001"}[channel]
        rota.set_way(officer=bo, channel=channel, address=address, by=actor("gita"))
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    asked = safeguarding.refer(
        subject=case, to=(AtRisk.CHILD, "hackney"), basis=Basis.SAFEGUARDING, fields=["name"], reason="Invented.",
        by=actor("chandra"),
    )  # fmt: skip
    return {
        "alarms/reference": alarm, "token": signing.dumps(alarm, salt="hub.alarms"), "shift": shift, "officer": bo,
        "channel": Channel.SMS.value, "safeguarding/reference": asked.reference, "borough": "hackney", "kind": "child",
    }  # fmt: skip


def _rule() -> str:
    """A rule that is off, so that everything else stands where it stood."""
    new = NewRule("Invented rule", {"platform": ("invented",)}, "hub", 1, reason="Invented.", on=False)
    return pathway.save_rule(rule="", new=new, seen=0, by=actor("gita"))


def _at_once(case: str) -> dict[str, str]:
    """A cluster that the case is in, and what Bo did to several at once."""
    with_it, _ = _case("Hackney", 6)
    opening.open_case(case=with_it, by=actor("bo"))
    asked = bulk.Asked(Act.CLAIM, (with_it,), "", clock.now() - timedelta(hours=1))
    return {
        "clusters/reference": clusters.join(
            case=case, other=with_it, reason="Invented.", seen=None, by=actor("gita")
        ),
        "bulk/reference": bulk.act(asked=asked, reason="Invented.", by=actor("bo")),
        "force": "kent-police",
    }


def _case(borough: str, number: int) -> tuple[str, str]:
    """A case and its report; its victim is nobody's of another number."""
    told = {**_TOLD, "borough": borough, "reporter_email": f"amina{number}@example.org", "reporter_phone": ""}
    pk = arrive(telling(number, **told))[0].report_id
    where = pathway.whereabouts([pk])[pk]
    return where.case, where.reference


def _set_aside() -> dict[str, str]:
    """A case of Central East's that is not a crime, with what is owed, and a submission about it."""
    case, report = _case("Hackney", 5)
    pathway.set_aside(subject=case, decided_at=clock.now(), by=actor("bo"))
    owed = Duty.objects.filter(subject=case, state=State.RUNNING).earliest("pk").reference
    made = submissions.submit(subject=case, given=given(), by=actor("bo"))
    return {
        "aside/reference": case, "aside/originals/report": report, "aside/owed/duty": owed,
        "submissions/submission": made,
    }  # fmt: skip


def _version(case: str) -> int:
    """The version of a case as a page would show it."""
    return cases.gists([case])[case].version


def _named(kind: str, subject: str, report: str) -> dict[str, str]:
    """What the addresses of a case, or of a report without one, name."""
    subjects = [subject, report]
    running, waiting = Duty.objects.filter(subject__in=subjects, state=State.RUNNING).order_by("pk")[:2]
    casework.move_duty(
        subject=subject, duty=waiting.reference, to=State.PAUSED, reason="Invented.",
        seen=_version(subject) if kind == "cases" else None, by=actor("bo"),
    )  # fmt: skip
    agreement = Agreement.objects.get(subject__in=subjects).reference
    item = Item.objects.get(pk=Appearance.objects.get(report__reference=report).item_id).reference
    walls.keep_out(
        subject=subject, colleague=account("nadia").reference, reason="Invented.", seen=None, by=actor("gita")
    )
    about = {
        "let-in": Wall.objects.get(subject=subject).reference,
        "done": running.reference, "pause": running.reference, "not-possible": running.reference,
        "resume": waiting.reference, "confirm": agreement, "withdraw": agreement, "news": report, "disagree": report,
    }  # fmt: skip
    return {
        f"{kind}/reference": subject, f"{kind}/posts/item": item, f"{kind}/originals/report": report,
        **{f"{kind}/{step}/about": named for step, named in about.items()},
    }  # fmt: skip


def _of_the_system() -> dict[str, str]:
    """What is named outside cases and reports."""
    bo = account("bo")
    pathway.save_view(name="Invented", query="late=1", by=actor("bo"))
    passkey = Authenticator.objects.create(
        user=bo, type=Authenticator.Type.WEBAUTHN, data={"name": "Invented", "credential": _credential()}
    )
    with transaction.atomic():
        invited = people.invite(email="new@example.org", name="New Invented", role=Role.AUDITOR, by=OPERATOR)
    return {
        "draft": entering.begin_draft(by=actor("bo")),
        "view": str(queue.views_of(bo.pk)[0].id),
        "opening": str(BreakGlass.objects.get().pk),
        "examination": recording.ask_examination(by=actor("aud")).reference,
        "people/reference": account("ruth").reference,
        "unit": "CE",
        "table": "boroughs",
        "job": str(fail()[0]),
        "invitation/token": invited.token,
        "passkey": str(passkey.pk),
    }


def _credential() -> dict[str, object]:
    """What a browser sends of a passkey that is set up."""
    name, place = b"invented", "https://example.org"
    key = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    held = AuthenticatorData.create(
        bytes(32), flags, 0, bytes(AttestedCredentialData.create(Aaguid(bytes(16)), name, key))
    )
    said = {
        "clientDataJSON": websafe_encode(CollectedClientData.create("webauthn.create", bytes(16), place)),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", held, {}))),
    }
    named = websafe_encode(name)
    return {"id": named, "rawId": named, "type": "public-key", "response": said, "clientExtensionResults": {}}
