"""A real S3-speaking server as a process of its own (Moto's), which checks each signature as it checks its own users'."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.processes import LOOPBACK, free_port, stop, wait_until

BUCKET = "lien-thong"
_KEYS = "KEYS_FILE"
_POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}], "Version": "2012-10-17"}


@dataclass(frozen=True)
class S3Server:
    """Its address, and a key that may do everything there."""

    endpoint: str
    access: str
    secret: str

    def settings(self) -> dict[str, str]:
        return {
            "files_s3_endpoint": self.endpoint,
            "files_s3_bucket": BUCKET,
            "files_s3_access_key": self.access,
            "files_s3_secret_key": self.secret,
        }


@contextmanager
def running_s3(home: Path) -> Iterator[S3Server]:
    """With one empty bucket, until the end of the block."""
    home.mkdir(parents=True, exist_ok=True)
    port, keys, log = free_port(), home / "keys.json", home / "s3.log"
    environment = {**os.environ, _KEYS: str(keys), "INITIAL_NO_AUTH_ACTION_COUNT": "0"}
    command = [sys.executable, "-m", "tests.support.s3_server", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    endpoint = f"http://{LOOPBACK}:{port}"
    try:
        wait_until(lambda: _answers(endpoint), within=60, what="the store answers", log=log)
        known = json.loads(keys.read_text())
        yield S3Server(endpoint, known["access"], known["secret"])
    finally:
        stop(process)


def _answers(endpoint: str) -> bool:
    """Anything at all: who is not signed breaks it."""
    try:
        httpx.get(endpoint, timeout=2, trust_env=False)
    except httpx.HTTPError:
        return False
    return True


def _serve(port: int) -> None:
    from moto.iam.models import iam_backends
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from moto.s3.models import s3_backends
    from werkzeug.serving import run_simple

    account = "123456789012"
    users = iam_backends[account]["aws"]
    users.create_user("us-east-1", "lien-thong")
    users.put_user_policy("lien-thong", "all", json.dumps(_POLICY))
    key = users.create_access_key("lien-thong")
    s3_backends[account]["aws"].create_bucket(BUCKET, "us-east-1")
    Path(os.environ[_KEYS]).write_text(json.dumps({"access": key.access_key_id, "secret": key.secret_access_key}))
    run_simple(LOOPBACK, port, DomainDispatcherApplication(create_backend_app), threaded=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
