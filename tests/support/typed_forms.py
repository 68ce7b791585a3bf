"""An officer at the pages without a browser: signed in by a cookie, sending back the very forms that a page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import httpx

from engine.core.actors import Role
from tests.support.served_api import ServedApi


class _Forms(HTMLParser):
    """Every form of a page with what it would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({})
        elif tag == "input" and self.found and said.get("type") == "hidden":
            self.found[-1][said["name"]] = said["value"]


def forms_in(html: str) -> list[dict[str, str]]:
    reader = _Forms()
    reader.feed(html)
    return reader.found


def form_of(html: str, command: str, about: str = "") -> dict[str, str]:
    """The hidden part of the form that gives a command; fails where the page offers none."""
    asked = (command, about)
    found = [form for form in forms_in(html) if (form.get("command"), form.get("about", "")) == asked]
    assert found, f"{command} is not offered: {[form.get('command') for form in forms_in(html)]}"
    return found[0]


class AtTheDesk:
    """Somebody signed in; `send` answers as the server does, `give` expects to be led back."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def read(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def offers(self, path: str) -> list[str]:
        return [form["command"] for form in forms_in(self.read(path)) if "command" in form]

    def send(self, path: str, command: str, said: Mapping[str, Any], **more: Any) -> httpx.Response:
        form = form_of(self.read(path), command, more.pop("about", ""))
        return self.client.post(path.partition("?")[0], data={**form, **said}, **more)

    def give(self, path: str, command: str, said: Mapping[str, Any], **more: Any) -> None:
        answer = self.send(path, command, said, **more)
        assert answer.status_code == 303, f"{command}: {answer.status_code} {answer.text}"


@contextmanager
def at_the_desk(api: ServedApi, role: Role, agency: str | None, name: str = "Phạm Thử Nghiệm") -> Iterator[AtTheDesk]:
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        signed_in = client.post("/sign-in", data={"token": api.token(role, agency, name)})
        assert signed_in.status_code == 303
        yield AtTheDesk(client)
