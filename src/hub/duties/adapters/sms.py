"""Text messages through a gateway that takes them by HTTP."""

import json

from hub.duties.adapters import http
from hub.duties.terms import Message, Taken


class Sms:
    """Posts number and text to the gateway, as JSON, with its token."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token

    def send(self, address: str, message: Message) -> Taken:
        """Taken is an answer from 200 to 299; whether the telephone rang, only an acknowledgement says."""
        told = {"to": address, "text": message.text, "reference": message.key}
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": message.key}
        return http.post(self._url, json.dumps(told, ensure_ascii=False).encode(), headers)
