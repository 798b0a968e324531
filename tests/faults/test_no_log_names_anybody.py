"""Whatever is done at the desk, and whatever fails there, no line of any log holds anybody's words."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from hub.config import logs
from hub.queue import queries as queue
from hub.reports.models import Draft
from tests.web.accounts import PASSWORD, account, email
from tests.web.signing.test_entering import code, give_password

pytestmark = pytest.mark.django_db

TOKEN = "a-token-that-nobody-may-read"
CALL = {
    "immediate_danger": "no", "channel": "phone", "reporter_role": "victim", "reporter_name": "Noor Nameinvented",
    "reporter_phone": "07700 900456", "reporter_email": "noor@victim.example", "borough": "Hackney", "online": "yes",
    "strands": ["race"], "what_happened": "Invented: theyknowourdoor", "do": "send", "version": "1",
    "content_urls": "https://x.com/invented/status/1001", "postcode": "E8 1EA",
}  # fmt: skip
NEVER = (
    "nameinvented", "900456", "victim.example", "theyknowourdoor", "e8 1ea", "status/1001", TOKEN, "somebodysought",
    "bo@example.org", "bo invented", PASSWORD, "secretagent", "127.0.0.1", "sessionid",
)  # fmt: skip


class Kept(logging.Handler):
    """Everything that anybody logs at any level, as the hub writes it down."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [
            form.format(record)
            for form in (logs.JsonWithoutWords(), logs.WithoutWords("%(name)s %(message)s"))
        ]


@pytest.fixture
def kept():
    """The log of a test; each logger that the hub keeps quiet stays as quiet as in use."""
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


def failing(*args, **kwargs):
    message = f"Failing row contains ({CALL['reporter_name']}, {CALL['reporter_email']})"
    raise RuntimeError(message)


def test_a_day_at_the_desk_names_nobody_in_any_log(kept, monkeypatch):
    bo = account("bo")
    client = Client(raise_request_exception=False, headers={"User-Agent": "secretagent"})
    give_password(client, password="a wrong secretagent phrase")
    give_password(client)
    client.post("/sign-in/second-step/", {"code": code()})
    client.get(f"/sign-in/invitation/{TOKEN}")
    client.get("/desk/find/?q=somebodysought")
    client.post("/desk/find/", {"contact": "noor@victim.example"})
    client.post(reverse("desk:new-report"))
    draft = Draft.objects.get()
    sent = client.post(
        reverse("desk:enter", args=[draft.reference]),
        {**CALL, "reported_at": f"{draft.begun_at:%d/%m/%Y %H:%M}"},
    )
    assert sent.status_code == 302
    monkeypatch.setattr(queue, "page", failing)
    assert client.get("/desk/queue/?q=somebodysought").status_code == 500
    assert client.get(f"/desk/nothing/{TOKEN}/").status_code == 404
    assert client.get("/desk/queue/", headers={"Host": "noor.victim.example"}).status_code == 400
    assert (
        Client(enforce_csrf_checks=True).post(f"/sign-in/?next={TOKEN}", {"login": email("bo")}).status_code
        == 403
    )
    told = "\n".join(kept).lower()
    assert '"route": "desk:find"' in told
    assert f'"account": "{bo.reference.lower()}"' in told
    assert re.search(r'"event": "fault".*"fault": "runtimeerror at', told)
    assert [each for each in NEVER if each.lower() in told] == []
    assert draft.reference.lower() not in told


def test_a_library_that_puts_words_into_its_sentence_is_not_repeated(kept):
    log = logging.getLogger("somebody.else")
    log.error("Not found: %s after %d tries", "/x/Nameinvented", 3)
    log.error("%(who)s is missing", {"who": "Nameinvented"})
    logging.getLogger("django.security.Any").error("Invalid header: Nameinvented")
    try:
        failing()
    except RuntimeError:
        log.exception("It failed")
    told = "\n".join(kept)
    assert "Not found: … after 3 tries" in told
    assert "RuntimeError at test_no_log_names_anybody.py:" in told
    assert "Nameinvented" not in told
