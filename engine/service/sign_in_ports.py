"""What signing in at a provider of identities needs: an attempt that one browser keeps, and who was proven by it."""

from datetime import datetime
from typing import Literal, Protocol

from engine.core.values import Instant, Value


class Attempt(Value):
    """One sign-in under way. The browser alone keeps it, so that nobody else's answer can be slipped in."""

    state: str
    nonce: str
    verifier: str
    target: str
    language: Literal["vi", "en"]
    begun_at: Instant


class Identity(Value):
    """Who was proven: a subject is the same person for ever at one issuer, and at no other. The name is for reading."""

    issuer: str
    subject: str
    name: str


class IdentityProvider(Protocol):
    """An OpenID Connect provider that answers for people. Every question may raise `ProviderAway`."""

    @property
    def issuer(self) -> str: ...
    def address_to_sign_in(self, attempt: Attempt, back: str, now: datetime) -> str: ...
    def speaks(self, issuer: str | None, now: datetime) -> bool:
        """Whether an answer that says it comes from this issuer, or says nothing, can be this provider's."""
        ...

    def redeem(self, code: str, attempt: Attempt, back: str, now: datetime) -> Identity:
        """Who signed in, proven by a token of the provider. Raises `SignInRefused`."""
        ...

    def address_to_sign_out(self, back: str, now: datetime) -> str | None:
        """Where a browser ends the provider's own session; null if it has no such place."""
        ...
