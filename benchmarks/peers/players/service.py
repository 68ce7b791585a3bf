"""The product's own service in this process, without HTTP and without Prefect: the same commands on the same ledger."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from benchmarks.peers.players.seat import Act, Begin, Perform, read_script, serve
from engine.core import commands
from engine.core.actors import Role
from engine.settings import Settings
from engine.wiring import Product, build, migrate
from tests.support.courier_story import an_actor

_KINDS = {
    "": "submit_case",
    "receive": "receive_case",
    "request-supplement": "request_supplement",
    "hand-in-supplement": "hand_in_supplement",
    "complete": "complete_step",
}
"""The last word of the path over HTTP, and the command that it gives."""


def main() -> None:
    script = read_script()
    settings = Settings(
        data_dir=Path(script.home), database_url=script.address.replace("postgresql:", "postgresql+psycopg:")
    )
    migrate(settings)
    product = build(settings)
    serve(script, [_caller(product)] * script.callers)
    product.close()


def _caller(product: Product) -> Begin:
    def begin() -> Perform:
        case_id = str(uuid4())

        def perform(act: Act) -> None:
            _, _, rest = act["path"].rpartition("steps/")
            step, _, verb = rest.rpartition("/")
            said = {**act["body"], **({"step": step} if step else {})}
            if verb == "receive":
                said = {"dossier_code": "", "receiving_agency": act["agency"], **said}
            actor = an_actor(Role(act["role"]), act["agency"])
            given = {"type": _KINDS[verb], "command_id": str(uuid4()), "case_id": case_id, "actor": actor, **said}
            product.commands.handle(commands.ADAPTER.validate_python(given))

        return perform

    return begin


if __name__ == "__main__":
    main()
