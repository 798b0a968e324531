"""What waits for a mail server or a mailbox goes once there is one, and what went is never moved back."""

import pytest
from django.core.mail.backends.smtp import EmailBackend

from hub.common.refusals import NotPermitted
from hub.letters import actions, rules
from hub.letters.models import Attempt, Letter
from hub.letters.terms import About, NewLetter, RecipientKind, State, TryAgain
from hub.places import actions as places
from tests.letters.test_sending import Peer, news, peer
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling

__all__ = ["peer"]

pytestmark = pytest.mark.django_db


class Meanwhile(EmailBackend):
    """The way to the mail server, so slow that another worker has had its own answer before this one is kept."""

    state = ""

    def send_messages(self, email_messages):
        try:
            return super().send_messages(email_messages)
        finally:
            Letter.objects.filter(template="news").update(state=self.state)


def waiting(*units: str) -> None:
    """Letters to command units, each held where its unit has no mailbox."""
    new = [
        NewLetter(RecipientKind.UNIT, "case", f"C-{number}", "unit-told", "allocated", recipient=unit)
        for number, unit in enumerate(units)
    ]
    assert actions.queue(letters=new, by=MACHINE) == len(units)


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_letters_of_a_unit_without_a_mailbox_keep_nobody_else_s_waiting(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.invalid"
    monkeypatch.setattr(actions, "_RELEASED_AT_ONCE", 2)
    waiting("CE", "CE", "CE", "AS")
    places.set_mailbox(unit="AS", address="as@example.org", by=OPERATOR)
    assert actions.release_held(by=MACHINE) == 1
    assert states() == ["held", "held", "held", "queued"]
    assert actions.release_held(by=MACHINE) == 0


def test_nothing_is_released_while_there_is_no_mail_server(settings):
    settings.EMAIL_HOST = ""
    waiting("CE")
    places.set_mailbox(unit="CE", address="ce@example.org", by=OPERATOR)
    assert actions.release_held(by=MACHINE) == 0
    assert states() == ["held"]


def test_a_letter_to_the_hub_waits_for_the_hub_s_mailbox(settings):
    settings.EMAIL_HOST, settings.HUB_MAILBOX = "mail.invalid", ""
    actions.queue(letters=[NewLetter(RecipientKind.HUB, "case", "C-1", "unit-told", "x")], by=MACHINE)
    assert Letter.objects.get().held == "no-address"
    assert actions.release_held(by=MACHINE) == 0
    settings.HUB_MAILBOX = "hub@example.org"
    assert actions.release_held(by=MACHINE) == 1


@pytest.mark.parametrize("safe", ["no", "phone"])
def test_a_letter_that_is_not_safe_is_never_released(settings, safe):
    settings.EMAIL_HOST = "mail.invalid"
    arrive(telling(**{**AMINA, "safe_to_contact": safe}))
    actions.release_held(by=MACHINE)
    assert news().state == "held"


def test_a_letter_to_an_address_that_the_server_does_not_know_is_refused_for_good(peer, monkeypatch):
    async def nobody(self, server, session, envelope, address, options):
        return "550 nobody here"

    monkeypatch.setattr(Peer, "handle_RCPT", nobody, raising=False)
    arrive(telling(**AMINA))
    actions.send(letter=news().pk, by=MACHINE)
    assert news().state == "refused"
    assert Attempt.objects.get().code == 550


@pytest.mark.parametrize(("answer", "code"), [("250 taken", 250), ("452 full", 452), ("550 never", 550)])
@pytest.mark.parametrize("meanwhile", ["sent", "refused"])
def test_an_answer_that_comes_after_another_worker_s_is_kept_and_moves_nothing(
    peer, settings, monkeypatch, answer, code, meanwhile
):
    arrive(telling(**AMINA))
    letter = news().pk
    settings.EMAIL_BACKEND = f"{__name__}.Meanwhile"
    monkeypatch.setattr(Meanwhile, "state", meanwhile)
    peer.answers = [answer]
    actions.send(letter=letter, by=MACHINE)
    assert news().state == meanwhile
    assert Attempt.objects.get(letter=letter).code == code


def test_a_letter_that_another_worker_is_to_try_again_is_tried_again(peer, settings, monkeypatch):
    arrive(telling(**AMINA))
    settings.EMAIL_BACKEND = f"{__name__}.Meanwhile"
    monkeypatch.setattr(Meanwhile, "state", "queued")
    with pytest.raises(TryAgain):
        actions.send(letter=news().pk, by=MACHINE)
    assert news().state == "queued"


def test_a_letter_that_went_is_never_moved_again(peer):
    arrive(telling(**AMINA))
    actions.send(letter=news().pk, by=MACHINE)
    for state in State:
        with pytest.raises(AssertionError, match="cannot become"):
            actions._move(news(), state, MACHINE)
    assert news().state == "sent"


def test_an_officer_sends_no_letter_past_the_workers(peer):
    arrive(telling(**AMINA))
    with pytest.raises(NotPermitted):
        actions.send(letter=news().pk, by=BO)
    assert not peer.received


@pytest.mark.parametrize(
    ("code", "state"),
    [(250, "sent"), (0, "queued"), (421, "queued"), (452, "queued"), (500, "refused"), (554, "refused")],
)
def test_what_an_answer_makes_of_a_letter(code, state):
    assert rules.after(code, About.LETTER) == state
