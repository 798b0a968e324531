"""The way of what is handed to another force, to that force's own reference or a dispute; nothing leaves silently."""

import json
from dataclasses import replace

import pytest
from django.core import mail

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case, CaseReport
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.disclosures.models import Release
from hub.duties.models import Duty
from hub.identities.models import Person
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.pathway import belonging, casework, transferring
from hub.people import actions as people
from hub.people.queries import actor_of
from hub.people.terms import Role
from hub.queue.models import Waiting
from hub.reports.models import Report
from hub.triage.models import Exit, ExitMove, Standing
from tests.pathway.belonging_world import (
    another_force_untouched,
    confirmed,
    current,
    decide,
    report,
    sent,
    state,
)
from tests.walks import AMINA, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noise():
    """Somebody else's report of another force, which nothing here may touch."""
    with another_force_untouched():
        yield


def test_expert_check_9_a_victim_of_another_force_is_never_dropped_before_that_force_has_its_own_reference():
    reference = sent(**AMINA)
    assert Waiting.objects.get(subject=reference).live
    assert Duty.objects.get(subject=reference, kind="transfer").state == "running"
    with pytest.raises(Refusal, match="own reference"):
        belonging.acknowledge(
            subject=reference, report=reference, force_reference=" ", seen=None, by=actor("bo")
        )
    belonging.acknowledge(
        subject=reference, report=reference, force_reference="46/1234/26", seen=None, by=actor("bo")
    )
    assert state(reference) == "acknowledged"
    assert (
        ExitMove.objects.filter(exit__report__reference=reference).latest("pk").force_reference
        == "46/1234/26"
    )
    assert Duty.objects.get(subject=reference, kind="transfer").state == "done"
    assert not Waiting.objects.get(subject=reference).live
    with pytest.raises(NotNow, match="Nothing of"):
        belonging.dispute(subject=reference, report=reference, reason="x", seen=None, by=actor("bo"))


@pytest.mark.parametrize(
    ("borough", "force"),
    [("City of London", "city-of-london-police"), ("Kent", "kent-police"), ("Scotland", "police-scotland")],
)
def test_expert_check_9_city_kent_and_scotland_are_proposed_confirmed_and_told_of_once_they_have_it(
    borough, force
):
    reference = report(borough=borough, **AMINA)
    assert (state(reference), Exit.objects.get(report__reference=reference).to) == ("proposed", force)
    pathway.confirm_exit(report=reference, reason="They live there.", by=actor("bo"))
    transferring.transfer(report=reference, reason="Theirs.", by=OPERATOR)
    told = Letter.objects.filter(subject=reference, occasion__startswith="exit:")
    assert not told.exists(), "nobody hears that a force has it before that force says so"
    belonging.acknowledge(
        subject=reference, report=reference, force_reference="1/26", seen=None, by=actor("bo")
    )
    letter = told.get()
    assert (letter.template, letter.person_id) == ("news", Person.objects.latest("pk").pk)
    assert letter.facts == {"reference": reference}, "never which force"


def test_whoever_reported_hears_again_when_it_comes_back_and_of_neither_which_force_it_was():
    reference = sent(**AMINA)
    told = Letter.objects.filter(subject=reference, occasion__startswith="exit:")
    belonging.dispute(subject=reference, report=reference, reason="Not theirs.", seen=None, by=actor("bo"))
    assert not told.exists()
    belonging.settle(
        subject=reference, report=reference, stays=True, reason="Ours.", seen=None, by=actor("gita")
    )
    assert [(each.template, each.facts) for each in told] == [("news", {"reference": reference})]


def test_what_no_force_takes_is_told_as_news_and_what_was_imported_as_history_is_told_to_nobody():
    reference = report(online="no", **AMINA)
    pathway.confirm_exit(report=reference, reason="It was in the street.", by=actor("bo"))
    assert (
        Letter.objects.filter(subject=reference, template="news", occasion__startswith="exit:").count() == 1
    )
    assert not Waiting.objects.get(subject=reference).live
    with pytest.raises(NotNow, match="Nothing of"):
        belonging.acknowledge(
            subject=reference, report=reference, force_reference="1", seen=None, by=actor("bo")
        )
    (old,) = arrive(telling(2, borough="Kent", **AMINA), historic=True)
    reference = Report.objects.get(pk=old.report_id).reference
    pathway.confirm_exit(report=reference, reason="Long ago.", by=actor("bo"))
    assert not Letter.objects.filter(subject=reference).exists()


def test_nothing_is_handed_to_a_force_without_a_name():
    reference = report(borough="outside London")
    assert Exit.objects.get(report__reference=reference).to == "other-force"
    with pytest.raises(NotNow, match="Name the force first"):
        pathway.confirm_exit(report=reference, reason="x", by=actor("bo"))
    decide(reference, "essex-police")
    assert Exit.objects.get(report__reference=reference).to == "essex-police"
    pathway.confirm_exit(report=reference, reason="x", by=actor("bo"))
    assert state(reference) == "confirmed"
    with pytest.raises(NotNow, match="changes by a dispute"):
        decide(reference, "kent-police")


def test_only_what_was_confirmed_for_a_force_is_packed_and_only_for_a_reason_by_whoever_may():
    reference = report(borough="Kent")
    with pytest.raises(NotNow, match=r"Nothing of .* may be handed"):
        transferring.transfer(report=reference, reason="x", by=OPERATOR)
    pathway.confirm_exit(report=reference, reason="x", by=actor("bo"))
    with pytest.raises(Refusal, match="Say why the receiving force"):
        transferring.transfer(report=reference, reason=" ", by=OPERATOR)
    with pytest.raises(NotPermitted):
        transferring.transfer(report=reference, reason="x", by=MACHINE)
    with pytest.raises(NotPermitted):
        transferring.transfer(report=reference, reason="x", by=actor("chandra"))
    assert not Release.objects.filter(purpose="transfer").exists()
    assert state(reference) == "confirmed"


def test_the_package_tells_this_report_whole_and_nothing_of_any_other(settings):
    settings.HUB_CLASSIFICATION = "OFFICIAL"  # a package is marked by what it holds
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST = "mail.invalid"
    pathway.set_force_mailbox(force="kent-police", address="hate.crime@kent.example.org", by=OPERATOR)
    other = Report.objects.get().reference
    reference = confirmed(what_happened="Invented: he wrote to her.", content_text="Invented words.", **AMINA)
    found = transferring.transfer(report=reference, reason="Kent records it.", by=OPERATOR)
    told = found.contents
    assert (told["protective_marking"], told["to"]) == ("OFFICIAL-SENSITIVE", "Kent Police")
    assert told["as_told"][0]["what_happened"] == "Invented: he wrote to her."
    (amina,) = told["people"]
    assert (amina["name"], amina["parts"], amina["safe_to_contact"]) == (
        "Amina Invented", ["reporter", "victim"], "yes",
    )  # fmt: skip
    assert told["posts"][0]["words"] == "Invented words."
    assert {each["question"] for each in told["decisions"]} >= {"force", "online", "hate"}
    assert other not in json.dumps(told)
    text = transferring.readable(found)
    assert text.startswith("OFFICIAL-SENSITIVE\n")
    assert text.rstrip().endswith("OFFICIAL-SENSITIVE")
    assert "Amina Invented" in text
    release = Release.objects.get(purpose="transfer")
    assert (release.basis, release.recipient, release.subject) == ("another-force", "kent-police", reference)
    assert Line.objects.filter(action="identities.open", subject=reference).count() == 1
    letter = Letter.objects.get(template="package-waits")
    letters.send(letter=letter.pk, by=MACHINE)
    (message,) = [each for each in mail.outbox if each.to == ["hate.crime@kent.example.org"]]
    assert reference in message.body
    assert "Amina" not in message.body + message.subject
    assert Release.objects.get(purpose="package-waits").basis == "another-force"


def test_a_force_without_a_mailbox_is_told_once_it_has_one(settings):
    settings.EMAIL_HOST = "mail.invalid"
    sent()
    letter = Letter.objects.get(template="package-waits")
    assert (letter.state, letter.held) == ("held", "no-address")
    pathway.set_force_mailbox(force="kent-police", address="kent@example.org", by=OPERATOR)
    pathway.release_held_letters(by=MACHINE)
    assert Letter.objects.get(pk=letter.pk).state == "queued"


@pytest.mark.parametrize(
    ("force", "address", "sentence"),
    [("atlantis", "a@example.org", "no other force"), ("metropolitan-police", "a@example.org", "no other force"),
     ("kent-police", "nowhere", "not an e-mail address")],
)  # fmt: skip
def test_a_mailbox_is_of_another_force_and_an_address(force, address, sentence):
    with pytest.raises(Refusal, match=sentence):
        pathway.set_force_mailbox(force=force, address=address, by=OPERATOR)


def test_a_package_that_was_lost_is_written_again_and_that_is_kept_too():
    reference = sent()
    transferring.transfer(report=reference, reason="The first was lost.", by=OPERATOR)
    assert state(reference) == "sent"
    assert Release.objects.filter(purpose="transfer").count() == 2
    moves = ExitMove.objects.filter(exit__report__reference=reference).values_list("state", flat=True)
    assert list(moves.order_by("pk")) == ["confirmed", "sent", "sent"]


def test_a_dispute_is_settled_by_an_inspector_who_did_not_confirm_it():
    reference = sent()
    belonging.dispute(
        subject=reference, report=reference, reason="Kent: she moved to Hackney.", seen=None, by=actor("bo")
    )
    assert Waiting.objects.get(subject=reference).live
    with pytest.raises(NotPermitted, match="may not settle"):
        belonging.settle(
            subject=reference, report=reference, stays=True, reason="x", seen=None, by=actor("bo")
        )
    with pytest.raises(NotPermitted, match="Another inspector"):
        belonging.settle(
            subject=reference, report=reference, stays=True, reason="x", seen=None,
            by=replace(actor("bo"), role=Role.INSPECTOR),
        )  # fmt: skip
    with pytest.raises(Refusal, match="Say why"):
        belonging.settle(
            subject=reference, report=reference, stays=True, reason=" ", seen=None, by=actor("gita")
        )
    case = belonging.settle(
        subject=reference, report=reference, stays=True, reason="She moved.", seen=None, by=actor("gita")
    )
    assert Case.objects.get(reference=case).state == "with-hub"
    assert state(reference) == "settled"
    assert Duty.objects.get(kind="transfer").state == "done"
    assert Standing.objects.get(report__reference=reference).scope == "in-scope"
    assert current(reference, "force").rule == "settled-by-an-inspector"
    decide(reference, "kent-police")
    assert state(reference) == "proposed", "an officer may propose it anew"


def test_a_dispute_that_the_force_loses_is_handed_over_again():
    reference = sent()
    with pytest.raises(NotNow, match="no dispute"):
        belonging.settle(
            subject=reference, report=reference, stays=False, reason="x", seen=None, by=actor("gita")
        )
    belonging.dispute(subject=reference, report=reference, reason="Not ours.", seen=None, by=actor("bo"))
    assert (
        belonging.settle(
            subject=reference, report=reference, stays=False, reason="It is.", seen=None, by=actor("gita")
        )
        == ""
    )
    assert state(reference) == "confirmed"
    transferring.transfer(report=reference, reason="The inspector settled it.", by=OPERATOR)
    belonging.acknowledge(
        subject=reference, report=reference, force_reference="46/1/26", seen=None, by=actor("bo")
    )
    assert not Waiting.objects.get(subject=reference).live


def test_an_inspector_does_not_settle_what_they_confirmed():
    reference = report(borough="Kent")
    pathway.confirm_exit(report=reference, reason="x", by=actor("gita"))
    belonging.dispute(subject=reference, report=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    with pytest.raises(NotPermitted, match="Another inspector"):
        belonging.settle(
            subject=reference, report=reference, stays=True, reason="x", seen=None, by=actor("gita")
        )


def test_the_dispute_about_a_case_that_stays_leaves_it_where_it_is():
    reference = report()
    case = decide(reference, "kent-police", "hackney")
    casework.decide_exit(report=reference, leaves=True, reason="x", case=case, by=actor("bo"))
    belonging.dispute(subject=case, report=reference, reason="Not ours.", seen=None, by=actor("bo"))
    assert (
        belonging.settle(
            subject=case, report=reference, stays=False, reason="It is.", seen=None, by=actor("gita")
        )
        == case
    )
    belonging.appeal(subject=case, report=reference, reason="It is not.", seen=None, by=actor("bo"))
    assert (
        belonging.settle(
            subject=case, report=reference, stays=True, reason="Ours.", seen=None, by=_inspector()
        )
        == case
    )
    assert CaseReport.objects.filter(report__reference=reference).count() == 1


def _inspector():
    """A second inspector, because the first settled it before."""
    row = account("ruth")
    people.change_role(account=row.pk, role=Role.INSPECTOR, by=OPERATOR)
    row.refresh_from_db()
    return actor_of(row)


def test_each_step_of_an_exit_is_kept_with_who_and_why():
    reference = sent()
    moves = ExitMove.objects.filter(exit__report__reference=reference).order_by("pk")
    assert [(each.state, each.by, each.reason) for each in moves] == [
        ("confirmed", str(actor("bo")), "She lives in Kent."),
        ("sent", str(OPERATOR), "Kent records it."),
    ]


def test_nobody_ends_the_duty_to_hand_over_but_by_the_forces_own_reference():
    reference = sent()
    duty = Duty.objects.get(subject=reference, kind="transfer").reference
    for end in (pathway.complete_duty, pathway.mark_duty_not_possible):
        with pytest.raises(NotNow, match="own reference closes this"):
            end(duty=duty, reason="It was posted.", by=actor("bo"))
    assert Duty.objects.get(reference=duty).state == "running"


def test_what_was_typed_as_their_reference_stands_in_no_code_of_the_record():
    reference = sent()
    theirs = "Amina Invented 46/1"
    belonging.acknowledge(
        subject=reference, report=reference, force_reference=theirs, seen=None, by=actor("bo")
    )
    line = Line.objects.get(action="triage.exit-acknowledged", subject=reference, refused=False)
    assert line.codes == {"to": "kent-police"}
    assert theirs not in json.dumps(list(Line.objects.values_list("codes", flat=True)))
    assert ExitMove.objects.latest("pk").force_reference == theirs
    assert "force_reference" in ExitMove.Privacy.sensitive
