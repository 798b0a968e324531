"""E-mail by the mail server that letters go by, without waiting as long as letters do."""

import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from hub.duties.ports import PATIENCE
from hub.duties.terms import Message, Taken

_TAKEN = 250
_NO_ANSWER = 0
_NO_SUCH_ADDRESS = 553  # what a mail server says of an address that cannot be one (RFC 5321 s.4.2.3)


class Email:
    """Hands a message to the mail server."""

    def send(self, address: str, message: Message) -> Taken:
        """Taken is what the mail server took; whether anybody reads it, only an acknowledgement says."""
        try:
            with get_connection(timeout=PATIENCE) as server:
                server.send_messages([_letter(address, message)])
        except smtplib.SMTPRecipientsRefused as refused:
            return _refused(max((code for code, _ in refused.recipients.values()), default=_NO_ANSWER))
        except smtplib.SMTPResponseException as refused:
            return _refused(int(refused.smtp_code))
        except (OSError, smtplib.SMTPException):
            return _refused(_NO_ANSWER)
        except ValueError:  # its words would show the address; UnicodeError is one
            return _refused(_NO_SUCH_ADDRESS)
        return Taken(accepted=True, code=_TAKEN)


def _refused(code: int) -> Taken:
    """Not taken; a mail server that refuses with a code of success does not exist, and is not believed."""
    return Taken(accepted=False, code=max(code, _NO_ANSWER))


def _letter(address: str, message: Message) -> EmailMessage:
    """A message as it is sent: urgent, by itself, and known again where it comes twice."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return EmailMessage(
        message.subject, message.text, formataddr((settings.MAIL_SENDER_NAME, settings.DEFAULT_FROM_EMAIL)),
        [address],
        headers={
            "Message-ID": f"<{message.key.lower()}@{domain}>", "Auto-Submitted": "auto-generated",
            "Importance": "high", "X-Priority": "1",
        },
    )  # fmt: skip
