"""A webhook that proves who sends it: HMAC-SHA256 over the time and the body."""

import hashlib
import hmac
import json

from hub.common import clock
from hub.duties.adapters import http
from hub.duties.terms import Message, Taken


def signature(key: str, timestamp: str, body: bytes) -> str:
    """What the receiver computes as well; a message that is changed or sent again later does not fit."""
    return "v1=" + hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


class Webhook:
    """Posts a message with its signature and a key by which it is known again."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url, key

    def send(self, address: str, message: Message) -> Taken:
        """Taken is an answer from 200 to 299."""
        told = {
            "to": address, "key": message.key, "subject": message.subject, "text": message.text,
            "facts": dict(message.facts),
        }  # fmt: skip
        body = json.dumps(told, ensure_ascii=False).encode()
        timestamp = str(int(clock.now().timestamp()))
        return http.post(
            self._url,
            body,
            {
                "Idempotency-Key": message.key,
                "Hub-Timestamp": timestamp,
                "Hub-Signature": signature(self._key, timestamp, body),
            },
        )
