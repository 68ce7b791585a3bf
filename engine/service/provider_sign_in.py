"""Signing in at a provider of identities: begun in one browser, ended in the same one, good for whom an administrator bound."""

import secrets
from datetime import datetime, timedelta
from typing import Literal

from engine.core.audit import AuditKind
from engine.core.errors import ProviderAway, SignInRefused
from engine.service.audit_trail import AuditTrail
from engine.service.ports import Clock
from engine.service.sign_in_ports import Attempt, Identity, IdentityProvider
from engine.service.token_ports import TokenBook

SESSION_LASTS = timedelta(hours=8)
ATTEMPT_LASTS = timedelta(minutes=10)
CALLBACK = "/sign-in/oidc/callback"


class NotBound(SignInRefused):
    """The provider says who it is, and no account is bound to that person: tell an administrator the subject."""

    in_vietnamese = "Danh tính này chưa được gắn với tài khoản nào: hãy gửi mã định danh cho quản trị viên."

    def __init__(self, identity: Identity) -> None:
        super().__init__("not_bound")
        self.identity = identity


class ProviderSignIn:
    """Safe to share among threads."""

    def __init__(
        self, provider: IdentityProvider, tokens: TokenBook, audit: AuditTrail, clock: Clock, public_url: str
    ) -> None:
        self._provider = provider
        self._tokens = tokens
        self._audit = audit
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    def begin(self, target: str, language: Literal["vi", "en"]) -> tuple[Attempt, str]:
        """What the browser is to keep, and where it goes. Raises `ProviderAway`."""
        now = self._clock.now()
        attempt = Attempt(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(64),
            target=target,
            language=language,
            begun_at=now,
        )
        return attempt, self._provider.address_to_sign_in(attempt, self._back, now)

    def finish(self, attempt: Attempt | None, state: str, code: str | None, issuer: str | None) -> str:
        """A session for whom the provider's answer proves. `attempt`: what this very browser has kept.

        Raises `SignInRefused`, with `NotBound` among them, and `ProviderAway`.
        """
        return self._finish(attempt, state, code, issuer, self._clock.now())

    def address_to_leave(self, session: str) -> str | None:
        """Where the provider's own session is ended, if this session came by it. To be asked before it is closed."""
        now = self._clock.now()
        if self._tokens.find_issuer(session, now) != self._provider.issuer:
            return None
        try:
            return self._provider.address_to_sign_out(f"{self._public_url}/sign-in", now)
        except ProviderAway:
            return None  # our session ends in any case

    def _finish(self, attempt: Attempt | None, state: str, code: str | None, issuer: str | None, now: datetime) -> str:
        if attempt is None or not secrets.compare_digest(attempt.state.encode(), state.encode("utf-8", "replace")):
            raise SignInRefused("not_begun_here")
        if now >= attempt.begun_at + ATTEMPT_LASTS:
            raise SignInRefused("too_late")
        if not self._provider.speaks(issuer, now):
            raise SignInRefused("another_issuer")
        if code is None:
            raise SignInRefused("provider_refused")
        identity = self._provider.redeem(code, attempt, self._back, now)
        session = self._tokens.open_session_of(identity.issuer, identity.subject, now, now + SESSION_LASTS)
        actor = self._tokens.find_reader(session, now) if session is not None else None
        if session is None or actor is None:
            raise NotBound(identity)
        self._audit.enter(AuditKind.SIGNED_IN, actor.id, about=identity.issuer)
        return session

    @property
    def _back(self) -> str:
        """Of the settings, never of the request: its `Host` anybody can choose."""
        return self._public_url + CALLBACK
