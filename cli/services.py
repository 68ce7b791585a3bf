"""The processes of the product: what `lienthong up` starts, in which order, and how each is seen to be ready."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from cli import up_words
from cli.child_process import Program
from cli.ports import LOOPBACK
from cli.readiness import answers, has_deployments
from engine.core.agencies import AgencyDirectory
from engine.core.letters import LETTERS
from engine.core.values import Text
from engine.settings import Settings

BEHIND_CALLERS = 5
"""Of Prefect's server and the dispatcher under `up`: each has a quarter of a processor that the API wants as well."""


@dataclass(frozen=True, slots=True)
class Service:
    """One process of the product; `is_ready` asks it."""

    words: Text
    program: Program
    is_ready: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the processes answer; all on this machine alone."""

    api: str
    prefect: str
    agency: str

    @property
    def prefect_api(self) -> str:
        return f"{self.prefect}/api"


def addresses_of(ports: Mapping[str, int]) -> Addresses:
    return Addresses(*(f"http://{LOOPBACK}:{ports[name]}" for name in ("api", "prefect", "agency")))


def settings_for(given: Settings, ports: Mapping[str, int], directory: AgencyDirectory, *, demo: bool) -> Settings:
    """The settings of the started processes: the given ones, at the chosen ports; in a demo with the stand-in agency."""
    where = addresses_of(ports)
    stand_ins = dict.fromkeys((*directory.systems(), LETTERS), where.agency) if demo else {}
    return given.model_copy(
        update={
            "data_dir": given.data_dir.resolve(),
            "database_url": _at_absolute_path(given.database_url),
            "prefect_api_url": where.prefect_api,
            "api_host": LOOPBACK,
            "api_port": ports["api"],
            # Slips and letters lead there: without one they could only name a path.
            "public_url": given.public_url or where.api,
            "agency_systems": {**given.agency_systems, **stand_ins},
            "demo_accounts": demo,
            "mail_folder": _letters_of(given, demo=demo),
        }
    )


def _letters_of(given: Settings, *, demo: bool) -> Path | None:
    """In a demo, letters to owners lie in a folder, for whoever wants to read them; nobody gets any."""
    if given.mail_folder is not None:
        return given.mail_folder.resolve()
    return given.data_dir.resolve() / "letters" if demo and not given.smtp_host else None


def services(settings: Settings, ports: Mapping[str, int], *, demo: bool) -> tuple[Service, ...]:
    """In the order in which they start; they end the other way round."""
    where = addresses_of(ports)
    found = [prefect_service(settings, ports["prefect"])]
    if demo:
        found.append(_agency(settings, ports["agency"], where.agency))
    found.append(Service(up_words.API, api_program(settings), lambda: answers(f"{where.api}/ready")))
    found.append(
        Service(up_words.DISPATCHER, dispatcher_program(settings), lambda: has_deployments(settings.prefect_api_url))
    )
    return tuple(found)


def api_program(settings: Settings) -> Program:
    return Program("api", "api.main", environment=environment_of(settings))


def dispatcher_program(settings: Settings) -> Program:
    return Program("dispatcher", "flows.dispatcher", environment=environment_of(settings), niceness=BEHIND_CALLERS)


def prefect_program(settings: Settings, port: int, host: str = LOOPBACK, database_url: str = "") -> Program:
    """Where its database is goes by the environment: an address may have a password in it."""
    home = settings.data_dir / "prefect"
    arguments = ("--port", str(port), "--home", str(home), "--host", host)
    environment: dict[str, str] = {"LIENTHONG_LANGUAGE": settings.language}
    if database_url:
        environment["LIENTHONG_PREFECT_DATABASE_URL"] = database_url
    return Program("prefect", "flows.prefect_server", arguments, environment=environment, niceness=BEHIND_CALLERS)


def prefect_service(settings: Settings, port: int) -> Service:
    return Service(
        up_words.PREFECT, prefect_program(settings, port), lambda: answers(f"http://{LOOPBACK}:{port}/api/health")
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as the environment of a child process; secrets too, which are masked wherever else they are written."""
    said = settings.model_dump(mode="json", exclude_none=True)
    said |= {name: value.get_secret_value() for name, value in settings if isinstance(value, SecretStr)}
    return {
        f"LIENTHONG_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in said.items()
    }


def _agency(settings: Settings, port: int, address: str) -> Service:
    state = settings.data_dir / "demo" / "standin-agency.json"
    program = Program("standin-agency", "demo.standin_agency", ("--port", str(port), "--state", str(state)))
    return Service(up_words.AGENCY, program, lambda: answers(f"{address}/health"))


def _at_absolute_path(database_url: str) -> str:
    """A SQLite file is named relative to the folder in which `up` runs, wherever a child looks from."""
    head, separator, path = database_url.partition(":///")
    if not head.startswith("sqlite") or not separator or not path:
        return database_url
    return f"{head}:///{Path(path).resolve()}"
