"""Text messages (SMS, Zalo) by way of a gateway of the installation: one signed request over HTTP for each note.

The body is JSON. `Lienthong-Signature` is `v1=` with the HMAC-SHA256, by the shared secret, of the instant in
`Lienthong-Timestamp`, a full stop and the body as sent; a receiver that compares both, and looks at how old the instant
is, takes nothing from others and nothing twice. 2xx: taken for good. 422: never for this number. Else: asked again.
"""

import hashlib
import hmac
import json

import httpx

from engine.service.notification_ports import AddressRefused, CarrierAway, Message
from engine.service.ports import Clock

_WITHIN_SECONDS = 15.0


class MessageWebhook:
    """One address; redirects are not followed: a signed text goes where it was meant to, or nowhere."""

    def __init__(self, address: str, secret: str, clock: Clock) -> None:
        self._address = address
        self._secret = secret.encode()
        self._clock = clock

    def carry(self, message: Message) -> None:
        body = json.dumps(_said(message), ensure_ascii=False).encode()
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message.key,
            "Lienthong-Timestamp": timestamp,
            "Lienthong-Signature": signature(self._secret, timestamp, body),
        }
        try:
            answer = httpx.post(self._address, content=body, headers=headers, timeout=_WITHIN_SECONDS)
        except httpx.HTTPError as fault:
            raise CarrierAway(type(fault).__name__) from None
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise AddressRefused("status 422")
        if not answer.is_success:
            raise CarrierAway(f"status {answer.status_code}")


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """What the receiver reckons too."""
    return "v1=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _said(message: Message) -> dict[str, str]:
    """The text is short enough for a telephone: what there is to say, and where to see more."""
    return {
        "id": message.key,
        "to": message.to,
        "language": message.language,
        "text": " ".join(filter(None, (*message.paragraphs, message.link))),
        "at": message.at.isoformat(),
    }
