"""Runs a dispatcher as this process: `python -m flows.dispatcher`. SIGTERM or SIGINT ends it after what it has begun."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from engine.quick_start import collector_at_rest

with collector_at_rest():
    import structlog

    from engine.core.errors import DefinitionInvalid
    from engine.process_log import speak
    from engine.process_traces import followed
    from engine.settings import (
        Settings,
        SettingsInvalid,
        folder_refused,
        own_folder,
        read_settings,
        spoken_language,
        unheard_variables,
    )
    from engine.wiring import Product, build
    from flows.dispatcher_name import own_name

if TYPE_CHECKING:
    from flows.dispatch_loop import Dispatcher

log = structlog.get_logger()


def main() -> int:
    try:
        settings = read_settings()
    except SettingsInvalid as invalid:
        sys.exit(invalid.words.in_language(spoken_language()))
    os.environ.update(client_environment(settings))
    speak(settings.log_format)
    for words in unheard_variables().values():
        log.warning("setting_unknown", problem=words.in_language(settings.language))
    try:
        product = build(settings)
    except DefinitionInvalid as invalid:
        sys.exit(invalid.words.in_language(settings.language))  # the author's lines, not our stack
    except OSError:
        sys.exit(folder_refused(settings.data_dir).words.in_language(settings.language))
    try:
        with own_name(settings.data_dir) as owner:
            dispatcher = assembled(product, owner, settings.dispatcher_lease_seconds)
            speak(settings.log_format)  # again: Prefect has put its own handlers on import
            port, said_by = settings.dispatcher_operations_port, "LIENTHONG_DISPATCHER_OPERATIONS_PORT"
            with followed("lienthong-dispatcher"), product.for_operations(port, said_by, dispatcher.condition):
                return _serve(dispatcher)
    except SettingsInvalid as invalid:
        sys.exit(invalid.words.in_language(settings.language))
    finally:
        product.close()


def assembled(product: Product, owner: str, lease_seconds: int) -> Dispatcher:
    """A dispatcher over the product's parts. Prefect reads its environment on import: set it before."""
    with collector_at_rest():
        from flows.advance_case import handle_case
        from flows.dispatch_loop import Dispatcher
        from flows.flow_runs import FlowRuns
        from flows.print_papers import print_papers
        from flows.reconcile import Reconciler, reconcile_runs
        from flows.runtime import Runtime
        from flows.sweep_cases import sweep_cases

    runs = FlowRuns(handle_case, (sweep_cases, reconcile_runs, print_papers))
    runtime = Runtime(
        executor=product.executor,
        sweep=product.sweep,
        papers=product.papers,
        wakes=product.wakes,
        queries=product.queries,
        clock=product.clock,
        runs=runs,
        reconciler=Reconciler(runs, product.wakes, product.queries, product.clock),
    )
    return Dispatcher(runtime, product, owner, lease_seconds)


def client_environment(settings: Settings) -> dict[str, str]:
    """How this process talks to Prefect's server; nothing of a person's own Prefect profile is used."""
    home = (own_folder(settings.data_dir) / "prefect-client").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PREFECT_API_URL": settings.prefect_api_url,
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(Path(home / "profiles.toml")),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        # The server may be away when we start.
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        # Seven seconds of patience with a server that restarts; after that the case waits, not the dispatcher.
        "PREFECT_CLIENT_MAX_RETRIES": "3",
        # Its SQLite may be locked for a minute, and by default a call waits as long: a third of a lease, and it is tried again.
        "PREFECT_API_REQUEST_TIMEOUT": "20",
        # Each suspension would be an error in the server's log tables.
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        # Spans are told by us: Prefect would write each one into the run's labels, by one more request.
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",
    }


def _serve(dispatcher: Dispatcher) -> int:
    """The loop has a thread of its own: in the main thread Prefect's engine would take SIGTERM to itself as a crash."""
    failed: list[BaseException] = []
    serving = threading.Thread(target=_run, args=(dispatcher, failed), name="dispatcher")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: dispatcher.stop())
    log.info("dispatcher_starts")
    serving.start()
    serving.join()
    log.info("dispatcher_ends", failed=bool(failed))
    return 1 if failed else 0


def _run(dispatcher: Dispatcher, failed: list[BaseException]) -> None:
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(dispatcher.run())
    except BaseException as error:
        failed.append(error)
        log.exception("dispatcher_failed")


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    """uvloop where there is one: a third less work for each call to the server."""
    try:
        import uvloop
    except ImportError:
        return None
    loop: type[asyncio.AbstractEventLoop] = uvloop.Loop
    return loop


if __name__ == "__main__":
    sys.exit(main())
