"""Letters against a real mail server that takes them, refuses them for now, and refuses them for good."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from hub.audit.models import Line
from hub.disclosures.models import Release
from hub.identities.models import Contact
from hub.letters import actions, queries, rules
from hub.letters.models import Attempt, Letter
from hub.letters.terms import TryAgain
from hub.places import actions as places
from tests.walks import AMINA, MACHINE, OPERATOR, arrive, telling

pytestmark = pytest.mark.django_db


class Peer:
    def __init__(self) -> None:
        self.answers: list[str] = []
        self.received: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.received.append(envelope.content)
        return answer


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def serving(peer: Peer, port: int) -> Iterator[None]:
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def peer(settings) -> Iterator[Peer]:
    found, port = Peer(), free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    with serving(found, port):
        yield found


def news() -> Letter:
    return Letter.objects.get(template="news")


def test_a_letter_is_neutral_and_names_only_a_reference(peer):
    arrive(telling(**AMINA))
    actions.send(letter=news().pk, by=MACHINE)
    (raw,) = peer.received
    message = message_from_bytes(raw)
    words = raw.decode().casefold()
    assert news().subject in message["Subject"]
    assert message["Message-ID"] == news().message_id
    assert message["Auto-Submitted"] == "auto-generated"
    for word in ("police", "hate", "crime", "amina invented", "victim", "report"):
        assert word not in words.replace("amina@example.org", ""), word
    assert news().state == "sent"
    assert Release.objects.get().basis == "to-the-person"
    assert Line.objects.filter(action="letters.sent").count() == 1


def test_a_letter_refused_for_now_is_tried_again_and_one_refused_for_good_is_not(peer):
    arrive(telling(**AMINA))
    peer.answers = ["452 full", "550 nobody here"]
    with pytest.raises(TryAgain):
        actions.send(letter=news().pk, by=MACHINE)
    assert news().state == "queued"
    actions.send(letter=news().pk, by=MACHINE)
    assert news().state == "refused"
    assert list(Attempt.objects.values_list("code", flat=True)) == [452, 550]
    actions.send(letter=news().pk, by=MACHINE)
    assert not peer.received


def test_a_mail_server_that_does_not_answer_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", free_port(), False
    arrive(telling(**AMINA))
    with pytest.raises(TryAgain):
        actions.send(letter=news().pk, by=MACHINE)
    assert news().state == "queued"


def test_a_letter_found_half_sent_is_sent_again_with_the_same_message_id(peer):
    arrive(telling(**AMINA))
    Letter.objects.filter(template="news").update(state="sending")
    actions.send(letter=news().pk, by=MACHINE)
    assert news().state == "sent"
    assert news().message_id in peer.received[0].decode()


def test_a_contact_that_became_unsafe_holds_the_letter_at_the_last_moment(peer):
    arrive(telling(**AMINA))
    Contact.objects.update(safe="no")
    actions.send(letter=news().pk, by=MACHINE)
    assert (news().state, news().held) == ("held", "unsafe")
    assert not peer.received


@pytest.mark.parametrize(
    ("safe", "smtp", "held"),
    [
        ("", True, None), ("yes", True, None), ("e-mail", True, None), ("no", True, "unsafe"),
        ("phone", True, "phone-only"), ("", False, "no-smtp"), ("no", False, "unsafe"),
    ],
)  # fmt: skip
def test_where_it_is_safe_a_letter_goes_and_nowhere_else(safe, smtp, held):
    assert rules.held_for(safe, has_address=True, smtp=smtp) == held


def test_without_a_mail_server_letters_are_held_and_go_once_there_is_one(settings, peer):
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    arrive(telling(**AMINA))
    assert set(Letter.objects.values_list("template", "held")) == {
        ("news", "no-smtp"),
        ("unit-told", "no-address"),
    }
    settings.EMAIL_HOST = host
    places.set_mailbox(unit="CE", address="ce@example.org", by=OPERATOR)
    assert actions.release_held(by=MACHINE) == 2
    for letter in Letter.objects.all():
        actions.send(letter=letter.pk, by=MACHINE)
    assert len(peer.received) == 2


@pytest.mark.parametrize("language", sorted(queries.languages()))
def test_every_language_has_its_letter(language, peer):
    arrive(telling(**AMINA, language=language))
    actions.send(letter=news().pk, by=MACHINE)
    body = message_from_bytes(peer.received[0]).get_payload(decode=True).decode()
    assert news().subject in body
    assert "There is news" in body, "a translation nobody has checked is followed by the English"


def test_nobody_gets_a_letter_because_somebody_else_wrote(peer):
    arrive(telling(1, **AMINA))
    before = Letter.objects.filter(template="news").count()
    arrive(
        telling(
            2, reporter_role="on behalf", victim_name="Amina Invented", reporter_name="", reporter_email=""
        )
    )
    assert Letter.objects.filter(template="news").count() == before
