"""A real mail server as a process of its own: `python -m tests.support.mail_server FOLDER …`, one `.eml` for each letter.

What a letter came as stands in headers of its own above it: `X-Envelope-From`, `X-Envelope-To`. Recipients at
`nobody.example` are refused for good, those at `later.example` for now.
"""

from __future__ import annotations

import argparse
import asyncio
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

ROOT = Path(__file__).parents[2]
USER, PASSWORD = "lien-thong", "very-secret"


@dataclass(frozen=True, slots=True)
class MailServerHere:
    """Where it listens, and what came in."""

    port: int
    folder: Path

    def letters(self) -> list[EmailMessage]:
        """In the order in which they came."""
        found = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in found]


@contextmanager
def mail_server(folder: Path, *options: str) -> Iterator[MailServerHere]:
    """Until the block ends. `--tls CERT KEY`, `--starttls CERT KEY`, `--auth`."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [sys.executable, "-m", "tests.support.mail_server", str(folder), *options]
    with subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield MailServerHere(int(running.stdout.readline()), folder)
        finally:
            running.terminate()
            running.communicate(timeout=60)


class _Keeping:
    """Writes each letter down before it answers for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = len(list(folder.glob("*.eml")))

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        match address.rpartition("@")[2]:
            case "nobody.example":
                return f"550 5.1.1 <{address}> is not here"
            case "later.example":
                return f"451 4.7.1 <{address}> come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._count += 1
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        head += f"X-Came-Encrypted: {'yes' if session.ssl else 'no'}\r\n"
        unfinished = self._folder / f"{self._count:05}.part"
        unfinished.write_bytes(head.encode() + envelope.original_content)
        unfinished.rename(unfinished.with_suffix(".eml"))
        return "250 taken"


def _authenticated(server: Any, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
    is_known = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False)  # the server answers, not we


async def _serve(given: argparse.Namespace) -> None:
    def trusted(files: list[str]) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
        return context

    starttls = trusted(given.starttls) if given.starttls else None
    auth: dict[str, Any] = (
        {"auth_required": True, "authenticator": _authenticated, "auth_require_tls": not given.tls}
        if given.auth
        else {}
    )

    def connection() -> SMTP:
        return SMTP(
            _Keeping(given.folder), tls_context=starttls, require_starttls=starttls is not None, **auth, hostname="mail"
        )

    tls = trusted(given.tls) if given.tls else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", given.port, ssl=tls)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--tls", nargs=2)
    asked.add_argument("--starttls", nargs=2)
    asked.add_argument("--auth", action="store_true")
    return asked.parse_args()


if __name__ == "__main__":
    asyncio.run(_serve(_asked()))
