"""Real peers of alarms on this machine: a mail server and a service that takes messages by HTTP."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from aiosmtpd.controller import Controller


@dataclass
class Taken:
    """A message that a peer took: for whom, and all that came with it."""

    to: str
    text: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Mail:
    """A mail server: what it answers next, and what it took."""

    answers: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            message: Message = message_from_bytes(envelope.content)
            text = message.get_payload(decode=True).decode()
            self.taken.append(Taken(envelope.rcpt_tos[0], text, dict(message.items()), envelope.content))
        return answer


@dataclass
class Service:
    """A service by HTTP: what it answers next, and what it took."""

    url: str
    answers: list[int] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def mail(settings) -> Iterator[Mail]:
    """A mail server that the hub sends by."""
    found, port = Mail(), free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield found
    finally:
        controller.stop()


@contextmanager
def service() -> Iterator[Service]:
    """A service that takes what is posted."""
    found = Service("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = found.answers.pop(0) if found.answers else 202
            if 200 <= code < 300:
                told = json.loads(body)
                found.taken.append(Taken(told["to"], told["text"], dict(self.headers.items()), body))
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", found.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/take"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
