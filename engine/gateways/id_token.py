"""Is this ID token the provider's word, for us, for this sign-in and for now? OpenID Connect Core 1.0, section 3.1.3.7."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.core.errors import SignInRefused
from engine.service.sign_in_ports import Identity

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
"""Signatures that only the provider can make. HMAC is none (whoever checks could sign), `none` is no signature."""

_KINDS: Mapping[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
_SKEW = 60
"""Seconds by which the provider's clock and ours may differ."""


class KeyUnknown(Exception):
    """No known key has made this signature; the provider may have a new one."""


class _Claims(BaseModel):
    """What is read of a token; the rest is the provider's own affair. Strict: a number in a text is none."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    sub: str = Field(min_length=1, max_length=255)
    aud: str | list[str]
    exp: int | float
    iat: int | float
    nbf: int | float | None = None
    nonce: str
    azp: str | None = None
    name: Any = None


def keys_in(said: Mapping[str, Any]) -> KeySet:
    """Public keys for signatures. Raises `ValueError` where there is none that we can read."""
    given = said.get("keys")
    if not isinstance(given, list):
        raise ValueError("keys")
    kept: list[RSAKey | ECKey] = []
    for key in given:
        kind = _KINDS.get(str(key.get("kty"))) if isinstance(key, dict) and key.get("use", "sig") == "sig" else None
        if kind is not None:
            with suppress(JoseError, ValueError, TypeError, KeyError):  # one of tomorrow's does not spoil the others
                kept.append(kind.import_key(key))
    if not kept:
        raise ValueError("keys")
    return KeySet([*kept])


def signed_claims(token: str, keys: KeySet, algorithms: Collection[str]) -> Mapping[str, Any]:
    """What the provider has signed. Raises `KeyUnknown`, and `SignInRefused` for what no key could mend."""
    try:
        return jwt.decode(token, keys, algorithms=sorted(ALGORITHMS.intersection(algorithms))).claims
    except (BadSignatureError, InvalidKeyIdError) as unknown:
        raise KeyUnknown from unknown
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as unreadable:
        raise SignInRefused("token_invalid") from unreadable


def identity_in(said: Mapping[str, Any], issuer: str, client_id: str, nonce: str, now: datetime) -> Identity:
    """Whom a token with a good signature names. Raises `SignInRefused`."""
    try:
        claims = _Claims.model_validate(said)
    except ValidationError as unreadable:
        raise SignInRefused("token_invalid") from unreadable
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    seconds = now.timestamp()
    is_good = (
        claims.iss == issuer
        and client_id in audience
        # For several audiences it must have been made for us; who it was made for is never somebody else.
        and (claims.azp == client_id if claims.azp is not None or len(set(audience)) > 1 else True)
        and claims.nonce == nonce
    )
    if not is_good:
        raise SignInRefused("token_of_another")
    if not (seconds - _SKEW < claims.exp and claims.iat < seconds + _SKEW and (claims.nbf or 0) < seconds + _SKEW):
        raise SignInRefused("token_out_of_time")
    name = claims.name if isinstance(claims.name, str) and claims.name.strip() else claims.sub
    return Identity(issuer=issuer, subject=claims.sub, name=name[:200])
