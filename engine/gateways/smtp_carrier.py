"""Letters by SMTP, each on a connection of its own; what the server says decides: taken, later, or never."""

import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from typing import Literal

from engine.gateways.mail_form import letter
from engine.service.notification_ports import AddressRefused, CarrierAway, Message

Security = Literal["starttls", "tls", "none"]
_WITHIN_SECONDS = 15.0
_FOR_GOOD = 500
"""Answers from here on are for good (RFC 5321, 4.2.1); below, the server wants to be asked again."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in. `security`: `starttls` and `tls` check the server's certificate, and go no other way."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""


class SmtpCarrier:
    """Hands letters to one mail server."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def carry(self, message: Message) -> None:
        """Taken is what the server has answered for after the whole letter; how the connection ends changes nothing."""
        try:
            made = letter(message, self._server.sender)
        except (MessageError, ValueError) as unfit:
            raise AddressRefused(f"no letter can be made: {type(unfit).__name__}") from None
        try:
            connection = self._connected()
            try:
                connection.send_message(made)
            finally:
                connection.close()
        except smtplib.SMTPRecipientsRefused as refused:
            code = max((code for code, _ in refused.recipients.values()), default=0)
            raise _answered(code, "recipient") from None
        except smtplib.SMTPDataError as refused:
            raise _answered(refused.smtp_code, "letter") from None
        except (
            smtplib.SMTPResponseException
        ) as refused:  # the sender, the password: ours to mend, not the reader's fault
            raise CarrierAway(f"{type(refused).__name__} {refused.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as fault:
            raise CarrierAway(type(fault).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        trust = ssl.create_default_context()
        connection = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=_WITHIN_SECONDS, context=trust)
            if server.security == "tls"
            else smtplib.SMTP(server.host, server.port, timeout=_WITHIN_SECONDS)
        )
        try:
            if server.security == "starttls":
                connection.starttls(context=trust)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection


def _answered(code: int, about: str) -> Exception:
    """The text beside the code may name the reader."""
    kind = AddressRefused if code >= _FOR_GOOD else CarrierAway
    return kind(f"{about}: {code}")
