"""An S3-speaking store as it is: each file once, by its hash, never written over; a wrong key, a wrong word, no answer."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from engine.core.identifiers import CaseId
from engine.file_wiring import file_store
from engine.gateways.s3_files import S3Files
from engine.gateways.s3_signature import Keys, query_in, signed
from engine.gateways.system_clock import SystemClock
from engine.service.file_ports import FilesAway, digest_of
from engine.settings import Settings, SettingsInvalid, read_settings
from tests.support.clocks import Standing
from tests.support.processes import LOOPBACK, free_port
from tests.support.s3_server import BUCKET, S3Server, running_s3

pytestmark = pytest.mark.slow
ONE, TWO = CaseId("ho-so-1"), CaseId("../hồ sơ 2")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with running_s3(tmp_path_factory.mktemp("s3")) as running:
        yield running


def store_of(server: S3Server, **other: str) -> S3Files:
    said = {**server.settings(), **other}
    found = file_store(Settings(**said))  # type: ignore[arg-type]
    assert isinstance(found, S3Files)
    return found


def test_a_file_is_kept_found_counted_dropped_forgotten(server: S3Server) -> None:
    files = store_of(server)
    digest = files.keep(ONE, b"paper")
    assert digest == files.keep(ONE, b"paper") == digest_of(b"paper")
    assert (files.find(ONE, digest), files.has(ONE, digest), files.count(ONE)) == (b"paper", True, 1)
    assert (files.find(TWO, digest), files.has(TWO, digest), files.count(TWO)) == (None, False, 0)
    second = files.keep(ONE, b"another")
    files.keep(TWO, b"paper")
    files.drop(ONE, second)
    files.drop(ONE, second)
    assert (files.find(ONE, second), files.count(ONE)) == (None, 1)
    files.forget(ONE)
    files.forget(ONE)
    assert (files.count(ONE), files.find(TWO, digest)) == (0, b"paper")
    for no_digest in ("", "..", "../" + "0" * 61, "A" * 64):
        assert files.find(TWO, no_digest) is None and not files.has(TWO, no_digest)
        files.drop(TWO, no_digest)
    assert files.count(TWO) == 1
    files.forget(TWO)


def test_many_files_are_counted_and_forgotten(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    files = store_of(server)
    for number in range(7):
        files.keep(ONE, f"paper {number}".encode())
    asked = files._ask
    monkeypatch.setattr(files, "_ask", lambda *a, **k: asked(*a, **_three_at_a_time(k)))
    assert files.count(ONE) == 7
    files.forget(ONE)
    assert files.count(ONE) == 0


def _three_at_a_time(said: dict[str, object]) -> dict[str, object]:
    query = said.get("query")
    return {**said, "query": {**query, "max-keys": "3"}} if isinstance(query, dict) else said


def test_what_lies_there_is_not_written_over_unless_it_is_damaged(server: S3Server) -> None:
    files = store_of(server)
    digest = files.keep(ONE, b"paper")
    assert files._put(ONE, digest, b"paper", if_not_there=True) == 412
    key = files._key(ONE, digest)
    assert files._ask("PUT", key, content=b"changed by somebody").status_code == 200
    assert files.find(ONE, digest) is None, "it is not what it was"
    files.keep(ONE, b"paper")
    assert files.find(ONE, digest) == b"paper"
    files.forget(ONE)


def test_the_store_is_told_the_hash_of_what_it_gets(server: S3Server) -> None:
    """Twice: it refuses what does not fit. (Moto does not reckon them; the stores that it stands for do.)"""
    files = store_of(server)
    sent: list[httpx.Request] = []
    files._client.event_hooks = {"request": [sent.append]}
    digest = files.keep(ONE, b"paper")
    (put,) = [request.headers for request in sent if request.method == "PUT"]
    assert base64.b64decode(put["x-amz-checksum-sha256"]).hex() == put["x-amz-content-sha256"] == digest
    assert put["if-none-match"] == "*"
    files.forget(ONE)


def test_who_has_another_key_gets_nothing(server: S3Server) -> None:
    for wrong in ({"files_s3_secret_key": "x" * 40}, {"files_s3_access_key": "AKIAXXXXXXXXXXXXXXXX"}, {"files_s3_bucket": "none-such"}):  # fmt: skip
        files = store_of(server, **wrong)
        for act in (
            lambda f=files: f.keep(ONE, b"x"),
            lambda f=files: f.count(ONE),
            lambda f=files: f.find(ONE, "0" * 64),
        ):
            with pytest.raises(FilesAway):
                act()
    assert server.secret not in repr(Settings(**server.settings()))  # type: ignore[arg-type]


def test_a_store_that_is_not_there() -> None:
    files = S3Files(f"http://{LOOPBACK}:{free_port()}", BUCKET, Keys("a", "b", "us-east-1"), SystemClock())
    for act in (lambda: files.keep(ONE, b"x"), lambda: files.find(ONE, "0" * 64), lambda: files.forget(ONE)):
        with pytest.raises(FilesAway):
            act()


@pytest.mark.parametrize("missing", ["files_s3_bucket", "files_s3_access_key", "files_s3_secret_key"])
def test_half_a_store_is_told_at_the_start(missing: str) -> None:
    said = S3Server("https://s3.example.gov.vn", "a", "b").settings()
    with pytest.raises(SettingsInvalid, match=f"LIENTHONG_{missing.upper()}"):
        read_settings(**{name: value for name, value in said.items() if name != missing})


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("PUT", "/lien-thong/ab/abc/0123", {}),
        ("GET", "/lien-thong", {"list-type": "2", "prefix": "ab/abc/", "continuation-token": "1+/= é"}),
        ("DELETE", "/lien-thong/ab/abc/0123", {}),
    ],
)
def test_a_request_is_signed_as_the_makers_of_the_protocol_sign_it(
    method: str, path: str, query: dict[str, str]
) -> None:
    at, digest = datetime(2026, 9, 7, 2, 0, tzinfo=UTC), digest_of(b"paper")
    keys = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "ap-southeast-1")
    headers = {"host": "s3.example.gov.vn", "if-none-match": "*", "content-type": "application/octet-stream"}
    ours = signed(keys, at, method, path, query, headers, digest)
    address = f"https://s3.example.gov.vn{path}" + (f"?{query_in(query)}" if query else "")
    theirs = AWSRequest(method, address, headers={**headers, "X-Amz-Content-SHA256": digest}, data=b"paper")
    theirs.context["timestamp"] = f"{at:%Y%m%dT%H%M%SZ}"
    theirs.headers["X-Amz-Date"] = f"{at:%Y%m%dT%H%M%SZ}"
    signer = S3SigV4Auth(Credentials(keys.access, keys.secret), "s3", keys.region)
    theirs.context["payload_signing_enabled"] = True
    expected = signer.signature(signer.string_to_sign(theirs, signer.canonical_request(theirs)), theirs)
    assert ours["authorization"].endswith(f"Signature={expected}")
    assert Standing(at).now() == at
