"""The ways that there are: e-mail by the configured mail server, a signed webhook, and an SMS gateway by HTTP."""

from django.conf import settings

from hub.duties.adapters.email import Email
from hub.duties.adapters.sms import Sms
from hub.duties.adapters.webhook import Webhook
from hub.duties.ports import Sender
from hub.duties.terms import Called, Channel, Message, Taken, ToSend

NOT_SET_UP = Taken(accepted=False, code=0)


def sender(called: Called, channel: Channel) -> Sender | None:
    """The way to a recipient by a channel, where it is set up."""
    if channel == Channel.EMAIL:
        return Email() if settings.EMAIL_HOST else None
    if channel == Channel.SMS:
        return Sms(settings.SMS_GATEWAY, settings.SMS_GATEWAY_TOKEN) if settings.SMS_GATEWAY else None
    if called == Called.CONTROL_ROOM:
        return _webhook(settings.CONTROL_ROOM_WEBHOOK, settings.CONTROL_ROOM_WEBHOOK_KEY)
    return _webhook(settings.PAGER_WEBHOOK, settings.PAGER_WEBHOOK_KEY)


def _webhook(url: str, key: str) -> Sender | None:
    return Webhook(url, key) if url else None


def send(call: ToSend, message: Message) -> Taken:
    """Make a call; a way that is not set up took nothing."""
    by = sender(call.called, call.way.channel)
    return by.send(call.way.address, message) if by else NOT_SET_UP


__all__ = ["NOT_SET_UP", "send", "sender"]
