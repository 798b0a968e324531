"""Letters against a real mail server that takes them, refuses them for now, and refuses them for good."""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.utils import parseaddr

import pytest
from aiosmtpd.controller import Controller
from procrastinate.jobs import Job

from hub.audit.models import Line
from hub.common.clock import now
from hub.disclosures.models import Release
from hub.identities.models import Contact
from hub.letters import actions, queries, rules
from hub.letters.models import Attempt, Letter
from hub.letters.terms import TryAgain
from hub.places import actions as places
from hub.workers import tasks
from tests.walks import AMINA, MACHINE, OPERATOR, arrive, telling

pytestmark = pytest.mark.django_db


class Peer:
    def __init__(self) -> None:
        self.answers: list[str] = []
        self.received: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):
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


class Guarded(Peer):
    """A mail server that wants to know who we are, or refuses our sender."""

    def __init__(self, *, sender: str = "", recipient: str = "") -> None:
        super().__init__()
        self.sender, self.recipient = sender, recipient

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"


def tried(settings, peer: Peer) -> tuple[str, list[int]]:
    """What becomes of a letter with this mail server: its state, and the codes of the tries."""
    port = free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    arrive(telling(**AMINA))
    with serving(peer, port), contextlib.suppress(TryAgain):
        actions.send(letter=news().pk, by=MACHINE)
    return news().state, list(Attempt.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("peer", "state", "code"),
    [
        (Guarded(sender="550 this sender is not ours"), "queued", 550),
        (Guarded(sender="530 authenticate first"), "queued", 530),
        (Guarded(recipient="530 authenticate first"), "queued", 530),
        (Guarded(recipient="450 greylisted"), "queued", 450),
        (Guarded(recipient="550 nobody here"), "refused", 550),
    ],
    ids=lambda each: str(each) if isinstance(each, str | int) else "",
)
def test_what_is_wrong_with_our_own_set_up_is_mended_and_no_letter_is_lost_by_it(settings, peer, state, code):
    settings.EMAIL_USE_TLS = False
    assert tried(settings, peer) == (state, [code])


def test_a_wrong_password_refuses_no_letter_for_good(settings):
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "hub", "invented"
    state, codes = tried(settings, Peer())
    assert (state, len(codes)) == ("queued", 1)


def test_where_the_mail_server_offers_no_encryption_nothing_is_sent_in_the_clear(settings):
    settings.EMAIL_USE_TLS = True
    peer = Peer()
    assert tried(settings, peer) == ("queued", [0])
    assert not peer.received


@pytest.mark.parametrize(
    "address", ["a@b..org", "a@b.org, c@d.org", "x@" + "ä" * 80 + ".org", "a@b.org\nBcc: c@d.org"]
)
def test_an_address_that_cannot_be_one_is_refused_for_good_and_told_to_nobody(peer, address, caplog):
    arrive(telling(**AMINA))
    letter = news()
    ready = actions._Ready(letter, address)
    assert actions._deliver(ready)[0] == 553
    assert rules.for_good(*actions._deliver(ready))
    assert not peer.received
    assert address not in caplog.text


def test_a_sender_with_a_comma_is_one_sender(peer, settings):
    settings.MAIL_SENDER_NAME = 'Reference desk, "north"'
    arrive(telling(**AMINA))
    actions.send(letter=news().pk, by=MACHINE)
    assert parseaddr(message_from_bytes(peer.received[0])["From"])[1] == settings.DEFAULT_FROM_EMAIL


def test_a_letter_without_a_mailbox_never_stands_in_the_way_of_one_that_can_go(peer, settings, monkeypatch):
    monkeypatch.setattr(actions, "_RELEASED_AT_ONCE", 2)
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    arrive(*(telling(each) for each in range(3)))
    arrive(telling(9, **AMINA))
    settings.EMAIL_HOST = host
    assert actions.release_held(by=MACHINE) == 1
    assert news().state == "queued"
    assert actions.release_held(by=MACHINE) == 0


def test_a_letter_whose_person_has_no_address_is_not_tried_for_ever(peer):
    arrive(telling(**AMINA))
    Contact.objects.filter(kind="email").delete()
    actions.send(letter=news().pk, by=MACHINE)
    assert (news().state, news().held) == ("held", "no-address")
    assert actions.release_held(by=MACHINE) == 0


def test_a_letter_is_tried_until_it_goes_or_is_refused_and_never_less_than_hourly():
    strategy = tasks.Patient()
    waits = []
    for attempts in range(40):
        job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="letters.send", attempts=attempts)
        decision = strategy.get_retry_decision(exception=TryAgain(), job=job)
        waits.append((decision.retry_at - now()).total_seconds())
    assert waits == sorted(waits, key=round)
    assert 3 < waits[0] < 5
    assert 3590 < waits[-1] <= 3600
