"""The town's side of the wire: commands and questions over HTTP, each as the person whose work it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

_TRY_FOR_SECONDS = 60.0
_PAUSE_SECONDS = 0.5


class PlayStopped(RuntimeError):
    """The play cannot go on; the message says at which scene and why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the town, with the token that proves it."""

    name: str
    role: str
    agency: str | None
    territory: str | None
    token: str


class TownApi:
    """Speaks to the product. Every command carries its id, so a try whose answer was lost is simply made again."""

    def __init__(self, address: str, accounts: Sequence[Mapping[str, Any]]) -> None:
        # The machine's proxy settings must not stand between the town and its own loopback.
        self._http = httpx.Client(base_url=address, timeout=30, trust_env=False)
        self._accounts = tuple(
            Account(a["name"], a["role"], a.get("agency"), a.get("territory"), a["token"]) for a in accounts
        )

    def close(self) -> None:
        self._http.close()

    def person(self, role: str, *, agency: str | None = None, territory: str | None = None) -> Account:
        """Who plays this part in that agency or territory."""
        for account in self._accounts:
            if account.role == role and agency in (None, account.agency) and territory in (None, account.territory):
                return account
        raise PlayStopped(f"nobody in the town is {role} of {agency or territory or 'the town'}")

    def command(self, who: Account, path: str, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Gives a command and answers the case after it; raises `PlayStopped` when it is refused."""
        headers = {"Authorization": f"Bearer {who.token}", "Idempotency-Key": key}
        return self._answer("POST", path, headers, json=dict(body))

    def case(self, case_id: str) -> dict[str, Any]:
        """The case as it stands now, for one who may see everything."""
        return self._answer("GET", f"/cases/{case_id}", self._manager())

    def _manager(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.person('manager').token}"}

    def _answer(self, method: str, path: str, headers: Mapping[str, str], **more: Any) -> dict[str, Any]:
        reason = ""
        for _ in _tries():
            try:
                answer = self._http.request(method, path, headers=dict(headers), **more)
            except httpx.TransportError as error:
                reason = f"the API does not answer: {error}"
                continue
            if answer.is_success:
                found: dict[str, Any] = answer.json()
                return found
            reason = f"{answer.status_code} {answer.text}"
            if not _is_worth_another_try(answer):
                break
        raise PlayStopped(f"{method} {path}: {reason}")


def _is_worth_another_try(answer: httpx.Response) -> bool:
    """Faults may pass; of refusals only `conflict`: another was faster, and the case is read anew at the next try."""
    if answer.is_server_error:
        return True
    return answer.status_code == httpx.codes.CONFLICT and answer.json().get("code") == "conflict"


def _tries() -> Iterator[int]:
    give_up_at = time.monotonic() + _TRY_FOR_SECONDS
    pause, tried = threading.Event(), 0
    while tried == 0 or time.monotonic() < give_up_at:
        yield tried
        tried += 1
        pause.wait(_PAUSE_SECONDS)
