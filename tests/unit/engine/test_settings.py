"""Settings: what the environment says, typed; what it does not say has a default that works on one machine."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from engine.settings import Settings, SettingsInvalid, read_settings


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
    ],
)
def test_nonsense_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"LIENTHONG_{name}", value)
    with pytest.raises(SettingsInvalid) as told:
        read_settings()
    assert told.value.words.en.startswith(f"LIENTHONG_{name}: this cannot be; write ")
    assert told.value.words.vi.startswith(f"LIENTHONG_{name}: giá trị không dùng được; hãy ghi ")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().api_port = 1  # type: ignore[misc]
