"""What `up` starts: in which order, with which settings, and all of it on this machine alone."""

from __future__ import annotations

import json
from pathlib import Path

from cli.services import environment_of, prefect_program, services, settings_for
from engine.core.letters import LETTERS
from engine.settings import Settings
from procedure_defs.catalogue import load_catalogue

PORTS = {"api": 8001, "prefect": 4201, "agency": 8201}
DIRECTORY = load_catalogue().agencies


def started(tmp_path: Path, *, demo: bool) -> tuple[Settings, list[str]]:
    settings = settings_for(Settings(data_dir=tmp_path), PORTS, DIRECTORY, demo=demo)
    return settings, [service.program.module for service in services(settings, PORTS, demo=demo)]


def test_the_product_without_a_town(tmp_path: Path) -> None:
    settings, modules = started(tmp_path, demo=False)
    assert modules == ["flows.prefect_server", "api.main", "flows.dispatcher"]
    assert settings.agency_systems == {} and not settings.demo_accounts
    assert settings.mail_folder is None, "nobody is told unless somebody has set how"
    assert settings.prefect_api_url == "http://127.0.0.1:4201/api"
    assert (settings.api_host, settings.api_port) == ("127.0.0.1", 8001)


def test_the_demo_has_a_stand_in_for_every_agency_system(tmp_path: Path) -> None:
    settings, modules = started(tmp_path, demo=True)
    assert modules == ["flows.prefect_server", "demo.standin_agency", "api.main", "flows.dispatcher"]
    systems = {*DIRECTORY.systems(), LETTERS}
    assert settings.agency_systems == dict.fromkeys(systems, "http://127.0.0.1:8201") and systems
    assert settings.demo_accounts
    assert settings.mail_folder == tmp_path / "letters"


def test_slips_and_letters_lead_to_where_the_api_answers(tmp_path: Path) -> None:
    settings, _ = started(tmp_path, demo=True)
    assert settings.public_url == "http://127.0.0.1:8001"
    given = Settings(data_dir=tmp_path, public_url="https://town.example")
    assert settings_for(given, PORTS, DIRECTORY, demo=True).public_url == "https://town.example", "what is set stays"


def test_a_child_reads_the_same_settings_wherever_it_looks_from(tmp_path: Path) -> None:
    settings, _ = started(tmp_path, demo=True)
    environment = environment_of(settings)
    assert environment["LIENTHONG_DATABASE_URL"] == f"sqlite:///{tmp_path / 'lienthong.db'}"
    assert json.loads(environment["LIENTHONG_AGENCY_SYSTEMS"]) == settings.agency_systems
    read = Settings.model_validate(
        {
            name.removeprefix("LIENTHONG_").lower(): json.loads(value) if value.startswith(("{", "[")) else value
            for name, value in environment.items()
        }
    )
    assert read == settings


def test_a_child_is_told_the_secret_of_the_provider(tmp_path: Path) -> None:
    said = {"oidc_issuer": "https://id.example", "oidc_client_id": "lienthong", "public_url": "https://hoso.example"}
    settings = Settings.model_validate({"data_dir": tmp_path, **said, "oidc_client_secret": "of nobody"})
    assert environment_of(settings)["LIENTHONG_OIDC_CLIENT_SECRET"] == "of nobody"
    assert "of nobody" not in repr(settings)


def test_another_database_is_left_as_it_is(tmp_path: Path) -> None:
    url = "postgresql+psycopg://somebody@db.example/lienthong"
    settings = settings_for(Settings(data_dir=tmp_path, database_url=url), PORTS, DIRECTORY, demo=False)
    assert settings.database_url == url


def test_where_prefects_database_is_stands_on_no_command_line(tmp_path: Path) -> None:
    """A password in it would be read by everybody on the machine."""
    url = "postgresql://prefect:secret@db.example/prefect"
    program = prefect_program(Settings(data_dir=tmp_path), 4200, "10.0.0.1", url)
    assert program.environment == {"LIENTHONG_PREFECT_DATABASE_URL": url, "LIENTHONG_LANGUAGE": "vi"}
    assert program.arguments[-2:] == ("--host", "10.0.0.1") and "secret" not in " ".join(program.arguments)
