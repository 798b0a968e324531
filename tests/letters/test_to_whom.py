"""To whom a letter goes and in which words: nobody but whoever wrote, neutral, and in a language that they know."""

from email import message_from_bytes

import pytest

from hub.cases.models import Case, CaseReport
from hub.identities.models import Contact
from hub.letters import actions, queries, rules
from hub.letters.models import Letter
from hub.reports.models import Party, Report
from tests.letters.test_sending import Peer, news, peer
from tests.pathway.deciding_world import BARE, decide
from tests.walks import AMINA, MACHINE, arrive, telling

pytestmark = pytest.mark.django_db

__all__ = ["Peer", "peer"]
WIL = {"reporter_name": "Wil Invented", "reporter_email": "wil@example.org", "victim_name": "Amina Invented"}


def whole(raw: bytes) -> str:
    return message_from_bytes(raw).get_payload(decode=True).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("role", ["on behalf", "professional", "witness"])
def test_whoever_writes_about_somebody_is_written_to_and_that_somebody_never(role, peer):
    arrive(telling(1, **AMINA))
    before = set(Letter.objects.values_list("pk", flat=True))
    arrive(telling(2, reporter_role=role, **WIL))
    report = Report.objects.order_by("-pk")[0]
    persons = dict(Party.objects.filter(report=report).values_list("role", "person"))
    assert set(persons) == {"reporter", "victim"}
    assert persons["reporter"] != persons["victim"]
    letters = Letter.objects.exclude(pk__in=before)
    assert [each.person_id for each in letters if each.template == "news"] == [persons["reporter"]]
    decide(Case.objects.get(pk=CaseReport.objects.get(report=report).case_id).reference, BARE)
    told = Letter.objects.exclude(pk__in=before).exclude(person=None)
    assert {each.person_id for each in told} == {persons["reporter"]}
    assert not Contact.objects.filter(person=persons["victim"]).exists()
    for letter in told:
        actions.send(letter=letter.pk, by=MACHINE)
    assert {message_from_bytes(each)["To"] for each in peer.received} == {"wil@example.org"}


def test_a_third_party_without_an_address_raises_no_letter_to_anybody_who_reported():
    arrive(telling(1, reporter_role="on behalf", **{**WIL, "reporter_email": ""}))
    assert not Letter.objects.exclude(person=None).exists()


def test_somebody_who_was_never_asked_gets_a_reference_and_that_there_is_news_and_nothing_else(peer):
    arrive(telling(1, **{**AMINA, "safe_to_contact": ""}))
    actions.send(letter=news().pk, by=MACHINE)
    decide(Case.objects.get().reference, BARE)
    later = Letter.objects.exclude(person=None).exclude(pk=news().pk).get()
    actions.send(letter=later.pk, by=MACHINE)
    first, second = map(message_from_bytes, peer.received)
    _, subject, body = rules.compose(queries.template("news", "en"), {"reference": news().subject})
    for each, raw in zip((first, second), peer.received, strict=True):
        assert (each["Subject"], whole(raw).strip()) == (subject, body.strip())
        for word in ("police", "hate", "crime", "amina", "victim"):
            assert word not in raw.decode().casefold().replace("amina@example.org", ""), word


@pytest.mark.parametrize("language", sorted(set(queries.languages()) - {"en"}))
def test_the_letter_in_another_language_says_its_own_words_before_the_english(language, peer):
    arrive(telling(**AMINA, language=language))
    actions.send(letter=news().pk, by=MACHINE)
    facts = {"reference": news().subject}
    _, subject, own = rules.compose(queries.template("news", language), facts)
    _, _, english = rules.compose(queries.template("news", "en"), facts)
    said = whole(peer.received[0])
    assert own.strip()
    assert own != english
    assert said.startswith(own.strip())
    assert news().subject in subject
    assert len(own.replace(news().subject, "").split()) >= 3
