"""Signature Version 4 of one request to an S3-speaking store, for keys that need no escaping."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

_ALGORITHM = "AWS4-HMAC-SHA256"


class Keys(NamedTuple):
    """Who signs, and for which region."""

    access: str
    secret: str
    region: str


def signed(
    keys: Keys, at: datetime, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], digest: str
) -> dict[str, str]:
    """The headers to send: those given, `host` among them, with the instant, the SHA-256 of the body and the signature.

    `at`: in UTC; stores refuse what is a quarter of an hour off.
    """
    instant = f"{at:%Y%m%dT%H%M%SZ}"
    scope = f"{at:%Y%m%d}/{keys.region}/s3/aws4_request"
    told = {name.lower(): value.strip() for name, value in headers.items()}
    told |= {"x-amz-date": instant, "x-amz-content-sha256": digest}
    names = ";".join(sorted(told))
    canonical = "\n".join(
        [method, path, query_in(query), *(f"{name}:{told[name]}" for name in sorted(told)), "", names, digest]
    )
    to_sign = "\n".join([_ALGORITHM, instant, scope, sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{keys.secret}".encode()
    for part in scope.split("/"):
        key = _mac(key, part)
    said = f"Credential={keys.access}/{scope}, SignedHeaders={names}, Signature={_mac(key, to_sign).hex()}"
    return {**told, "authorization": f"{_ALGORITHM} {said}"}


def query_in(query: Mapping[str, str]) -> str:
    """In the one order and writing that both sides reckon with."""
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), sha256).digest()
