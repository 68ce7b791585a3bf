"""A product whose parts die at armed fault points and are started again; and what it must have come to in the end."""

from __future__ import annotations

import json
import re
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from engine.core.actors import SYSTEM, Actor
from engine.core.events import RecordedEvent
from engine.core.letters import LETTERS
from engine.service.fault_points import VARIABLE, FaultPoint
from engine.settings import Settings
from engine.wiring import Product, build, migrate
from flows.dispatcher import client_environment
from procedure_defs.catalogue import SHIPPED
from tests.support.forked_parts import Forge, ForkedPart, forge
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, NotReady, end_of, free_port, wait_until
from tests.support.running_product import Part, as_environment
from tests.support.town_definitions import write_definitions

DONE_BY_MACHINES_AT = "2026-09-20T10:00:00+07:00"
API, DISPATCHER, TERMINAL = "api.main", "flows.dispatcher", "cli.main"
_INVENTED_NUMBER = re.compile(r"MAU(-TN-)?\d+")


class FaultWorld:
    """Orders are given over HTTP to a part of its own; what leads up to them is given here, in this process."""

    def __init__(self, home: Path, database_url: str, prefect: PrefectServer, parts: Forge, **settings: Any) -> None:
        self.home = home
        self._prefect = prefect
        self._parts = parts
        standin, api = free_port(), free_port()
        self._standin_address = f"http://{LOOPBACK}:{standin}"
        self.address = f"http://{LOOPBACK}:{api}"
        known = {
            "data_dir": home,
            "database_url": database_url,
            "prefect_api_url": prefect.api_url,
            "api_port": api,
            "agency_systems": dict.fromkeys(("social_insurance", LETTERS), self._standin_address),
            "log_format": "json",
        }
        self.settings = Settings(**{**known, **settings})
        migrate(self.settings)
        self.product: Product = build(self.settings)
        self._memory = home / "standin.json"
        self.standin = Part(
            "demo.standin_agency",
            ["--port", str(standin), "--state", str(self._memory)],
            {},
            home / "standin.log",
            f"{self._standin_address}/health",
        )
        self._clients: dict[str, httpx.Client] = {}
        self._lives = 0
        self.cases: list[str] = []

    def beside(self, home: Path) -> FaultWorld:
        """Another installation under the same Prefect; let their dispatchers run one after the other."""
        url = f"sqlite:///{home / 'lienthong.db'}"
        return FaultWorld(home, url, self._prefect, self._parts, definitions_dir=self.settings.definitions_dir)

    def read_again(self, definitions: Path) -> None:
        """From here on this process, and every part that is started, goes by these files."""
        self.product.close()
        self.settings = self.settings.model_copy(update={"definitions_dir": definitions})
        self.product = build(self.settings)

    def api(self, armed: str = "", module: str = API, arguments: Sequence[str] = ()) -> ForkedPart:
        """Started, and ready."""
        part = self.start(module, armed, arguments)

        def is_ready() -> bool:
            if not part.is_running():
                raise NotReady(f"the API ended by itself\n{end_of(part.log)}")
            try:
                return httpx.get(f"{self.address}/ready", timeout=5, trust_env=False).is_success
            except httpx.TransportError:
                return False

        wait_until(is_ready, within=60, what="the API is ready", log=part.log)
        return part

    def start(self, module: str, armed: str = "", arguments: Sequence[str] = ()) -> ForkedPart:
        """One life of a part, with a log of its own."""
        self._lives += 1
        environment = as_environment(self.settings) | {VARIABLE: armed}
        return self._parts.start(module, environment, self.home / f"{module}-{self._lives}.log", arguments)

    def client(self, actor: Actor) -> httpx.Client:
        """Somebody's, with a token."""
        if actor.id not in self._clients:
            token = self.product.tokens.issue(actor, self.product.clock.now())
            headers = {"Authorization": f"Bearer {token}"}
            self._clients[actor.id] = httpx.Client(
                base_url=self.address, headers=headers, trust_env=False, timeout=120
            )  # fmt: skip
        return self._clients[actor.id]

    def behave(self, behaviour: str, dossier: str = "*") -> None:
        """How the agencies' systems answer from now on."""
        wanted = {"behaviour": behaviour}
        httpx.put(
            f"{self._standin_address}/behaviour/{dossier}", json=wanted, trust_env=False, timeout=120
        ).raise_for_status()  # fmt: skip

    def asked(self) -> dict[str, dict[str, Any]]:
        """Every key that an agency's system, or what carries letters, was asked with; what became of it."""
        if not self._memory.exists():
            return {}
        known: dict[str, dict[str, Any]] = json.loads(self._memory.read_text(encoding="utf-8"))["requests"]
        return known

    def ask_prefect(self, path: str, **body: Any) -> Any:
        answer = httpx.post(f"{self._prefect.api_url}{path}", json=body, timeout=120, trust_env=False)
        return answer.raise_for_status().json()

    def start_now(self, flow: str) -> None:
        """As somebody who presses Run in Prefect's pages; on SQLite it may say that it is busy."""

        def taken() -> bool:
            (deployment,) = self.ask_prefect("/deployments/filter", flows={"name": {"any_": [flow]}})
            path = f"{self._prefect.api_url}/deployments/{deployment['id']}/create_flow_run"
            return httpx.post(path, json={}, timeout=120, trust_env=False).is_success

        wait_until(taken, within=120, what=f"{flow} is scheduled")

    def end(self) -> None:
        for client in self._clients.values():
            client.close()
        self.standin.kill()
        self.product.close()


def died_at(part: ForkedPart, point: FaultPoint, about: str, within: float = 150) -> None:
    """It was killed, and at this very point."""
    code = part.code(within)
    said = f"fault point {point.armed_as}:{about}: killed"
    assert (code, said in end_of(part.log)) == (-signal.SIGKILL, True), (
        f"{said}? It ended by {code}\n{end_of(part.log)}"
    )


def armed(point: FaultPoint, about: str, hit: int = 1) -> str:
    return f"{point.armed_as}:{about}#{hit}"


def told(recorded: RecordedEvent) -> Any:
    """An event as two plays of one story tell it alike: without the dossier's serial and what a machine invents.

    What is entered happens at the instants of the story, what lapses at those of the law; left is what happens at once.
    """
    body = recorded.event.model_dump(mode="json")
    is_at_once = recorded.actor == SYSTEM and getattr(recorded.event, "at", None) == recorded.recorded_at
    left_out = {"dossier_code", *(("at",) if is_at_once else ())}
    kept = {name: value for name, value in body.items() if name not in left_out}
    return json.loads(_INVENTED_NUMBER.sub("MAU", json.dumps(kept, sort_keys=True)))


def definitions_in(folder: Path) -> Path:
    """The birth case, and the permit in which silence is consent and whose last step a machine does: quick to load."""
    automatic = {"agency": "social_insurance", "run": {"http": "social_insurance.confirm"}, "may": []}
    write_definitions(folder, **automatic)
    birth = "birth-residence-insurance"
    shutil.copytree(SHIPPED / birth, folder / birth, ignore=shutil.ignore_patterns("*.md", "*examples*", "simulation*"))
    return folder


@contextmanager
def fault_world(home: Path, database_url: str, prefect: PrefectServer) -> Iterator[FaultWorld]:
    """With the stand-in running; everything is killed afterwards, come what may."""
    definitions = definitions_in(home / "definitions")
    data = home / "data"
    reading = {
        **prefect.client_environment(),
        **client_environment(Settings(data_dir=data, prefect_api_url=prefect.api_url)),
    }
    with forge(reading) as parts:
        world = FaultWorld(data, database_url, prefect, parts, definitions_dir=definitions)
        try:
            world.standin.start()
            world.behave(f"accept={DONE_BY_MACHINES_AT}")
            yield world
        finally:
            world.end()
