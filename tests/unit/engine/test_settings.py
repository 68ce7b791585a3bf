"""Settings: what the environment says, typed; what it does not say has a default that works on one machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from engine.carriers import ways_of
from engine.core.notifications import Way
from engine.settings import (
    HEARD_ELSEWHERE,
    Settings,
    SettingsInvalid,
    read_settings,
    secret_of,
    spoken_language,
    unheard_variables,
)
from tests.support.source_tree import PRODUCT, ROOT, python_files


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LIENTHONG_{name.upper()}", raising=False)


def test_without_a_word_everything_is_local() -> None:
    said = Settings()
    assert said.database_url == "sqlite:///.lienthong/lienthong.db"
    assert (said.api_host, said.api_port, said.language) == ("127.0.0.1", 8000, "vi")
    assert (said.definitions_dir / "calendars").is_dir()
    assert not said.demo_accounts


def test_the_environment_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", "postgresql://somewhere/cases")
    monkeypatch.setenv("LIENTHONG_AGENCY_SYSTEMS", '{"social_insurance": "http://127.0.0.1:8200"}')
    monkeypatch.setenv("LIENTHONG_DEMO_ACCOUNTS", "true")
    said = Settings()
    assert said.database_url == "postgresql://somewhere/cases"
    assert said.agency_systems == {"social_insurance": "http://127.0.0.1:8200"}
    assert said.demo_accounts


def test_who_moves_the_data_folder_moves_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path))
    assert Settings().database_url == f"sqlite:///{tmp_path}/lienthong.db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_PORT", "many"),
        ("API_PORT", "70000"),
        ("LANGUAGE", "fr"),
        ("DATABASE_URL", "garbage"),
        ("AGENCY_SYSTEMS", "[]"),
        ("AGENCY_SYSTEMS", "{"),
        ("OIDC_ISSUER", "https://provider.example"),  # and no public address to come back to
        ("OIDC_ISSUER", "http://provider.example"),
        ("SMTP_HOST", "mail.example"),  # and nobody who sends
        ("SMTP_SECURITY", "perhaps"),
        ("MAIL_SENDER", "Bộ phận Một cửa"),
        ("MAIL_SENDER", "Một cửa <motcua@example.vn>\nBcc: all@example.vn"),
        ("MESSAGE_URL", "http://sms.example/send"),
        ("MESSAGE_SECRET_FILE", "/nowhere/secret"),
    ],
)
def test_nonsense_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"LIENTHONG_{name}", value)
    with pytest.raises(SettingsInvalid) as told:
        read_settings()
    assert told.value.words.en.startswith(f"LIENTHONG_{name}: this cannot be; write ")
    assert told.value.words.vi.startswith(f"LIENTHONG_{name}: giá trị không dùng được; hãy ghi ")


def test_a_provider_needs_our_name_there_and_its_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_PUBLIC_URL", "https://hoso.example.gov.vn")
    monkeypatch.setenv("LIENTHONG_OIDC_ISSUER", "https://provider.example/realms/tinh")
    with pytest.raises(SettingsInvalid) as told:
        read_settings()
    assert told.value.words.en.startswith("LIENTHONG_OIDC_CLIENT_ID: this cannot be; write ")
    monkeypatch.setenv("LIENTHONG_OIDC_CLIENT_ID", "lien-thong")
    monkeypatch.setenv("LIENTHONG_OIDC_CLIENT_SECRET", "very-secret")
    assert "very-secret" not in repr(read_settings())


def test_a_gateway_for_text_messages_needs_a_long_secret_from_the_environment_or_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIENTHONG_MESSAGE_URL", "https://sms.example/send")
    for said in (None, "too-short"):
        if said:
            monkeypatch.setenv("LIENTHONG_MESSAGE_SECRET", said)
        with pytest.raises(SettingsInvalid) as told:
            read_settings()
        assert told.value.words.en.startswith("LIENTHONG_MESSAGE_SECRET_FILE: this cannot be; write ")
    monkeypatch.delenv("LIENTHONG_MESSAGE_SECRET")
    kept = tmp_path / "secret"
    kept.write_text("0123456789abcdef0123456789abcdef\n")
    monkeypatch.setenv("LIENTHONG_MESSAGE_SECRET_FILE", str(kept))
    settings = read_settings()
    assert secret_of(settings.message_secret, settings.message_secret_file) == "0123456789abcdef0123456789abcdef"
    assert "0123456789" not in repr(settings)
    assert ways_of(settings) == {Way.MESSAGE}


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().api_port = 1  # type: ignore[misc]


def test_a_misspelt_variable_is_told_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unheard_variables() == {}
    monkeypatch.setenv("LIENTHONG_API_PROT", "8001")
    monkeypatch.setenv("LIENTHONG_SOMETHING_ELSE", "1")
    monkeypatch.setenv("LIENTHONG_PREFECT_DATABASE_URL", "postgresql://host/prefect")
    told = unheard_variables()
    assert list(told) == ["LIENTHONG_API_PROT", "LIENTHONG_SOMETHING_ELSE"]
    words = told["LIENTHONG_API_PROT"]
    assert (
        words.en == "LIENTHONG_API_PROT: there is no such setting, it has no effect; did you mean LIENTHONG_API_PORT?"
    )
    assert words.vi.endswith("có phải là LIENTHONG_API_PORT không?")
    assert told["LIENTHONG_SOMETHING_ELSE"].en.endswith("see docs/operations.md")


def test_every_variable_that_the_product_reads_is_known() -> None:
    known = {name.upper() for name in Settings.model_fields} | HEARD_ELSEWHERE
    sources = [path for folder in PRODUCT for path in python_files(folder)]
    read = {
        name for path in sources for name in re.findall(r"LIENTHONG_([A-Z0-9_]+)", path.read_text(encoding="utf-8"))
    }
    assert "DATABASE_URL" in read and read - known == set()


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["migrate", "--lang", "en"], "en"),
        (["migrate", "--lang=en"], "en"),
        (["migrate", "--lang", "fr"], "vi"),
        (["migrate", "--lang"], "vi"),
        (["migrate"], "vi"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_that_is_asked_for(arguments: list[str], language: str) -> None:
    assert spoken_language(arguments) == language


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "wrong", "misspelt"),
    [
        (["--lang", "en"], "LIENTHONG_API_PORT: this cannot be", "did you mean LIENTHONG_DATA_DIR?"),
        ([], "LIENTHONG_API_PORT: giá trị không dùng được", "có phải là LIENTHONG_DATA_DIR không?"),
    ],
)
def test_a_command_tells_both(tmp_path: Path, asked: list[str], wrong: str, misspelt: str) -> None:
    given = {"LIENTHONG_API_PORT": "many", "LIENTHONG_DATA_DIRR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", "migrate", *asked], cwd=ROOT, env={**os.environ, **given},
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert ended.returncode == 2
    assert wrong in ended.stderr and ended.stderr.count(misspelt) == 1
    assert "Traceback" not in ended.stderr
