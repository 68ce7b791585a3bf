"""An OpenID Connect provider over HTTP: found by its issuer, asked with PKCE, its keys read anew when they change."""

import base64
import hashlib
import ssl
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from engine.core.errors import ProviderAway, SignInRefused
from engine.gateways.id_token import KeyUnknown, identity_in, keys_in, signed_claims
from engine.service.sign_in_ports import Attempt, Identity

ANSWER_WITHIN = 5.0
"""Seconds for one question; somebody waits at a browser."""
AT_ONCE = 8
"""So many questions of one process: anybody may begin to sign in, and a provider that hangs is not to hang us."""
_KNOWN_FOR = timedelta(minutes=5)
"""So long a key or an address that the provider has withdrawn may still be taken for good."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class _Metadata(BaseModel):
    """OpenID Connect Discovery 1.0, section 3: what we need of it, with its defaults."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(BaseModel):
    id_token: str


class OpenIdProvider:
    """Safe to share among threads: at worst two of them ask the provider the same."""

    def __init__(self, issuer: str, client_id: str, secret: str | None) -> None:
        """`secret`: null for a public client, which PKCE alone protects."""
        self._issuer = issuer
        self._client_id = client_id
        self._secret = secret
        self._trust = ssl.create_default_context()
        self._free = BoundedSemaphore(AT_ONCE)
        self._metadata: tuple[datetime, _Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    @property
    def issuer(self) -> str:
        return self._issuer

    def address_to_sign_in(self, attempt: Attempt, back: str, now: datetime) -> str:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": attempt.language,
        }
        return _with_query(self._known(now).authorization_endpoint, asked)

    def speaks(self, issuer: str | None, now: datetime) -> bool:
        """RFC 9207: a provider that says it names itself in its answers is believed nothing unnamed."""
        if issuer is not None:
            return issuer == self._issuer
        return not self._known(now).authorization_response_iss_parameter_supported

    def redeem(self, code: str, attempt: Attempt, back: str, now: datetime) -> Identity:
        known = self._known(now)
        token = self._redeemed(known, code, attempt.verifier, back)
        algorithms = known.id_token_signing_alg_values_supported
        try:
            said = signed_claims(token, self._good_keys(known, now), algorithms)
        except KeyUnknown:
            said = self._signed_anew(token, known, now)
        return identity_in(said, self._issuer, self._client_id, attempt.nonce, now)

    def address_to_sign_out(self, back: str, now: datetime) -> str | None:
        place = self._known(now).end_session_endpoint
        if place is None:
            return None
        return _with_query(place, {"client_id": self._client_id, "post_logout_redirect_uri": back})

    def _signed_anew(self, token: str, known: _Metadata, now: datetime) -> Any:
        """With the keys as they are this moment: the provider may have changed them since we asked."""
        self._keys = None
        try:
            return signed_claims(token, self._good_keys(known, now), known.id_token_signing_alg_values_supported)
        except KeyUnknown:
            raise SignInRefused("token_invalid") from None

    def _redeemed(self, known: _Metadata, code: str, verifier: str, back: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        headers: dict[str, str] = {"Accept": "application/json"}
        if self._secret is None:
            form["client_id"] = self._client_id
        elif "client_secret_basic" in known.token_endpoint_auth_methods_supported:
            pair = f"{quote(self._client_id, safe='')}:{quote(self._secret, safe='')}"  # RFC 6749, section 2.3.1
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self._client_id, "client_secret": self._secret}
        answer = self._ask("POST", known.token_endpoint, form, headers)
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise SignInRefused("code_refused")
        try:
            return _Tokens.model_validate_json(_content(answer)).id_token
        except ValidationError:
            raise ProviderAway("the provider's answer to the code has no ID token") from None

    def _good_keys(self, known: _Metadata, now: datetime) -> KeySet:
        if self._keys is None or now >= self._keys[0] + _KNOWN_FOR:
            try:
                self._keys = now, keys_in(self._ask("GET", known.jwks_uri).json())
            except (ValueError, AttributeError):
                raise ProviderAway("the provider's keys cannot be read") from None
        return self._keys[1]

    def _known(self, now: datetime) -> _Metadata:
        if self._metadata is None or now >= self._metadata[0] + _KNOWN_FOR:
            address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            try:
                found = _Metadata.model_validate_json(_content(self._ask("GET", address)))
            except ValidationError:
                raise ProviderAway("the provider's description of itself cannot be read") from None
            self._refuse_unfit(found)
            self._metadata = now, found
        return self._metadata[1]

    def _refuse_unfit(self, found: _Metadata) -> None:
        places = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri, found.end_session_endpoint)
        if found.issuer != self._issuer:
            raise ProviderAway("the provider names another issuer than LIENTHONG_OIDC_ISSUER")
        if not all(is_trustworthy(place) for place in places if place is not None):
            raise ProviderAway("the provider names an address without https")
        if "S256" not in found.code_challenge_methods_supported:
            raise ProviderAway("the provider has no PKCE with S256")

    def _ask(
        self, method: str, address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Goes nowhere else: a code or a secret is not to be led to another host."""
        if not self._free.acquire(blocking=False):
            raise ProviderAway("too many people wait for the provider")
        try:
            with httpx.Client(verify=self._trust, timeout=ANSWER_WITHIN, follow_redirects=False) as client:
                return client.request(method, address, data=form, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise ProviderAway(f"the provider does not answer: {type(fault).__name__}") from None
        finally:
            self._free.release()


def is_trustworthy(address: str) -> bool:
    """Encrypted, or on this very machine."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        )
    except ValueError:
        return False


def _content(answer: httpx.Response) -> bytes:
    if answer.status_code != httpx.codes.OK:
        raise ProviderAway(f"the provider answered with status {answer.status_code}")
    return answer.content


def _with_query(place: str, asked: dict[str, str]) -> str:
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"
