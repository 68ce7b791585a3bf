"""A real OpenID provider as a process of its own, on Authlib's server side: codes good once, exact redirect addresses,
PKCE demanded, RS256 or ES256. Told to, it becomes a bad one: it changes its keys, or signs what no provider should."""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask
import httpx
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, InvalidRequestError, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from markupsafe import escape

from engine.gateways.system_clock import SystemClock
from tests.support.processes import LOOPBACK, free_port, stop, wait_until

CLIENT, SECRET = "lien-thong", "bí mật: của/chúng+ta"


class _Client(ClientMixin):  # type: ignore[misc]
    """The one client; a public one, if it was started so."""

    def __init__(self, redirect: str, *, is_public: bool) -> None:
        self._redirect, self._is_public = redirect, is_public

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(word for word in scope.split() if word in {"openid", "profile"})

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self._redirect

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret.encode(), SECRET.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == ("none" if self._is_public else "client_secret_basic")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class _Code(AuthorizationCodeMixin):  # type: ignore[misc]
    def __init__(self, subject: str, request: Any) -> None:
        said = request.payload.data
        self.subject, self.redirect, self.scope = subject, said["redirect_uri"], request.payload.scope
        self.nonce: str | None = said.get("nonce")
        self.code_challenge, self.code_challenge_method = said.get("code_challenge"), said.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return str(self.redirect)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class _State:
    """What the process remembers: who sits at the browser, its codes, its keys, and how it is to misbehave."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.subject = "subject-of-nobody"
        self.codes: dict[str, _Code] = {}
        self.forged: dict[str, Any] = {}
        self.asks_first = False
        self.rotate("RS256")

    def rotate(self, algorithm: str) -> None:
        self.algorithm = algorithm
        named: Any = {"kid": secrets.token_hex(4), "use": "sig"}
        self.key: Any = ECKey.generate_key("P-256", named) if algorithm == "ES256" else RSAKey.generate_key(2048, named)


def make_provider(issuer: str, redirect: str, *, is_public: bool) -> flask.Flask:
    app, state, client = flask.Flask("provider"), _State(issuer), _Client(redirect, is_public=is_public)

    class Codes(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "none"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            made = _Code(request.user, request)
            if made.code_challenge_method != "S256" or not made.code_challenge:
                raise InvalidRequestError("PKCE with S256 is demanded")
            state.codes[code] = made

        def query_authorization_code(self, code: str, client: object) -> _Code | None:
            return state.codes.get(code)

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            state.codes = {code: kept for code, kept in state.codes.items() if kept is not authorization_code}

        def authenticate_user(self, authorization_code: _Code) -> str:
            return authorization_code.subject

    class Tokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in state.codes.values())

        def generate_user_info(self, user: str, scope: str) -> dict[str, str]:
            return {"sub": user, "name": "Người Ở Nhà Cung Cấp"}

        def encode_id_token(self, token: Any, request: Any) -> str:
            return _id_token(state, request)

    server = AuthorizationServer(
        app, query_client=lambda asked: client if asked == CLIENT else None, save_token=lambda token, request: None
    )
    server.register_grant(Codes, [Tokens(require_nonce=True), CodeChallenge(required=True)])
    _serve_protocol(app, server, state)
    _serve_orders(app, state)
    return app


def _id_token(state: _State, request: Any) -> str:
    now = int(SystemClock().now().timestamp())
    claims = {"iss": state.issuer, "aud": [CLIENT], "iat": now, "exp": now + 300, "sub": request.user}
    claims |= {"nonce": request.authorization_code.get_nonce(), "name": "Người Ở Nhà Cung Cấp"}
    claims = {name: value for name, value in {**claims, **state.forged.get("claims", {})}.items() if value is not None}
    algorithm = state.forged.get("alg", state.algorithm)
    if algorithm == "none":
        return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), ["none"])
    if algorithm == "HS256":  # everybody has the public key: a checker that takes it for a secret is deceived
        return _signed_with_a_secret({"alg": "HS256", "kid": state.key.kid}, claims, state.key.as_pem(private=False))
    key: Any
    if state.forged.get("key") == "another":
        key, algorithm = RSAKey.generate_key(2048), "RS256"
    else:
        key = state.key
    return jwt.encode({"alg": algorithm, "kid": state.key.kid}, claims, key, [algorithm])


def _signed_with_a_secret(header: dict[str, str], claims: dict[str, Any], secret: bytes) -> str:
    """By hand: no library makes a secret of a public key."""
    said = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims))
    signature = base64.urlsafe_b64encode(hmac.digest(secret, said, "sha256")).rstrip(b"=")
    return b".".join((said, signature)).decode()


def _serve_protocol(app: flask.Flask, server: Any, state: _State) -> None:
    @app.get("/.well-known/openid-configuration")
    def metadata() -> Any:
        return {
            "issuer": state.forged.get("issuer", state.issuer),
            "authorization_endpoint": f"{state.issuer}/authorize",
            "token_endpoint": f"{state.issuer}/token",
            "jwks_uri": f"{state.issuer}/keys",
            "end_session_endpoint": f"{state.issuer}/leave",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": False,
        }

    @app.get("/keys")
    def keys() -> Any:
        return KeySet([state.key]).as_dict(private=False)

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        if state.asks_first and flask.request.method == "GET":
            return "<form method='post'><button>It is me</button></form>"
        return server.create_authorization_response(grant_user=state.subject)

    @app.get("/leave")
    def leave() -> Any:
        return f"<p>Left; back to {escape(flask.request.args['post_logout_redirect_uri'])}</p>"

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()


def _serve_orders(app: flask.Flask, state: _State) -> None:
    """For tests: not of the protocol."""

    @app.post("/orders")
    def order() -> Any:
        said = flask.request.get_json()
        state.subject = said.get("subject", state.subject)
        state.forged = said.get("forged", {})
        state.asks_first = said.get("asks_first", False)
        if algorithm := said.get("rotate"):
            state.rotate(algorithm)
        return {}


class RunningProvider:
    """The process, and orders to it."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def order(self, **said: Any) -> None:
        httpx.post(f"{self.issuer}/orders", json=said, trust_env=False, timeout=120).raise_for_status()

    def is_up(self) -> bool:
        try:
            return httpx.get(f"{self.issuer}/keys", trust_env=False, timeout=120).is_success
        except httpx.TransportError:
            return False


@contextmanager
def running_provider(
    log: Path, redirect: str, *, is_public: bool = False, host: str = LOOPBACK
) -> Iterator[RunningProvider]:
    """`host`: `localhost`, so that a browser takes it for another site than 127.0.0.1."""
    port = free_port()
    issuer = f"http://{host}:{port}"
    command = [sys.executable, "-m", "tests.support.openid_provider", str(port), issuer, redirect, "public" * is_public]
    with log.open("wb") as written:
        environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}  # it listens on this machine alone
        process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT, env=environment)
    try:
        provider = RunningProvider(issuer)
        wait_until(provider.is_up, within=30, what="the provider answers", log=log)
        yield provider
    finally:
        stop(process)


if __name__ == "__main__":
    port, issuer, redirect, kind = sys.argv[1:]
    make_provider(issuer, redirect, is_public=kind == "public").run(LOOPBACK, int(port))
