"""One POST to a service that is set up: no redirect is followed, and of the answer only the code is looked at."""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from hub.duties.ports import PATIENCE
from hub.duties.terms import Taken

_SUCCESS = range(200, 300)
_NO_ANSWER = 0


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Taken:
    """Hand a body over; a service that does not answer in time took nothing."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.netloc)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8", **headers})
        code = connection.getresponse().status
    except (OSError, HTTPException):
        code = _NO_ANSWER
    finally:
        connection.close()
    return Taken(accepted=code in _SUCCESS, code=code)


def _connection(scheme: str, host: str) -> HTTPConnection:
    """A connection that proves whom it talks to; without TLS to this machine only, which the settings see to."""
    if scheme == "https":
        return HTTPSConnection(host, timeout=PATIENCE, context=ssl.create_default_context())
    return HTTPConnection(host, timeout=PATIENCE)
