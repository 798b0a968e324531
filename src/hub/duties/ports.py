"""The alarms port: what every way to reach somebody at once promises."""

from typing import Protocol

from hub.duties.terms import Message, Taken

PATIENCE = 10  # seconds that a way has to answer before the next is taken


class Sender(Protocol):
    """A way that takes a message for an address, or says that it does not; it never raises."""

    def send(self, address: str, message: Message) -> Taken:
        """Hand a message over; tells whether it was taken, and the code of the answer."""
        ...
