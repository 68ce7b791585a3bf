"""The link on the slip: the installation says its host, and the secret stands where no server sees it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from api.cases.citizen_access import access_read
from engine.settings import Settings

CODE, SECRET = "H56.06-231027-0361", "K7QM-3XRD-9VHA"


@pytest.mark.parametrize("said", ["https://hoso.example.gov.vn", "https://hoso.example.gov.vn/"])
def test_the_secret_stands_behind_what_is_sent(said: str) -> None:
    link = access_read(Settings(public_url=said).public_url, CODE, SECRET).link
    assert link is not None
    parts = urlsplit(link)
    assert (parts.netloc, parts.path, parts.query) == ("hoso.example.gov.vn", "/track", "")
    assert parts.fragment == f"{CODE}/{SECRET}"


def test_where_no_host_is_said_none_is_guessed() -> None:
    assert access_read(Settings().public_url, CODE, SECRET).link == f"/track#{CODE}/{SECRET}"
    told_before = access_read("https://hoso.example.gov.vn", CODE, None)
    assert (told_before.secret, told_before.link) == (None, None)


@pytest.mark.parametrize("said", ["javascript:alert(1)", "hoso.example.gov.vn", "https://a.example?x=", "https://a b"])
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_url=said)
