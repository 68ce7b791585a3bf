"""The `lienthong` command."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.command_on_demand import Place, group_with
from cli.language import Language
from engine.quick_start import collector_at_rest

COMMANDS = {
    "agencies": Place("cli.agencies"),
    "calendars": Place("cli.calendars"),
    "procedures": Place("cli.procedures"),
    "tokens": Place("cli.tokens"),
    "cases": Place("cli.case_papers"),
    "delegations": Place("cli.delegations"),
    "reports": Place("cli.reports"),
    "explain": Place("cli.cases", "explain"),
    "lateness": Place("cli.cases", "lateness"),
    "api": Place("cli.processes", "api"),
    "dispatcher": Place("cli.processes", "dispatcher"),
    "prefect-server": Place("cli.processes", "prefect_server"),
    "migrate": Place("cli.processes", "migrate"),
    "doctor": Place("cli.doctor", "doctor"),
    "export": Place("cli.moving", "export"),
    "import": Place("cli.moving", "import_"),
    "backup": Place("cli.moving", "backup"),
    "restore": Place("cli.moving", "restore"),
    "retention": Place("cli.retention"),
    "audit": Place("cli.audit"),
}
_ASKS_FOR_LINES = {
    "vi": "mỗi dòng một yêu cầu JSON, mỗi dòng một câu trả lời; Ctrl-D để kết thúc",
    "en": "one JSON request a line, one answer a line; Ctrl-D ends",
}
app = typer.Typer(name="lienthong", no_args_is_help=True, add_completion=False, cls=group_with(COMMANDS))


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"lienthong {version('lienthong')}")
        raise typer.Exit


@app.callback()
def lienthong(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Linked administrative procedures: authors, operators and auditors start here."""


@app.command()
def up(
    demo: Annotated[bool, typer.Option("--demo", help="With a stand-in agency and a small invented town.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Stop when everything is ready and the town is played.")] = False,
    language: Language = "vi",
    data_dir: Annotated[Path | None, typer.Option(help="Where everything is kept; else LIENTHONG_DATA_DIR.")] = None,
) -> None:
    """Starts the whole product on this machine and keeps it running until Ctrl-C."""
    # The engine takes a second to import; the other commands need not wait for it.
    with collector_at_rest():
        from cli.up import run_up
        from engine.settings import read_settings

    given: dict[str, Any] = {"data_dir": data_dir, "language": language}
    settings = read_settings(**{name: value for name, value in given.items() if value is not None})
    raise typer.Exit(run_up(settings, demo=demo, once=once))


@app.command()
def deadlines(
    inline: Annotated[bool, typer.Option("--inline", help="Every request carries its calendars itself.")] = False,
    language: Language = "vi",
) -> None:
    """Answers questions about due dates: one JSON request a line on standard input, one answer a line."""
    from cli.deadlines import run as answer_deadlines

    if sys.stdin.isatty():
        typer.echo(_ASKS_FOR_LINES[language], err=True)
    answer_deadlines(sys.stdin, sys.stdout, inline)


def main() -> None:
    """The command `lienthong`: what the environment says wrongly is told, and not thrown."""
    _tell_unheard_variables()
    app()


def _tell_unheard_variables() -> None:
    """Once: the processes that we start find them no more."""
    if not any(name.upper().startswith("LIENTHONG_") for name in os.environ):
        return  # reading the settings takes longer than most commands
    from engine.settings import spoken_language, unheard_variables

    for name, words in unheard_variables().items():
        typer.echo(words.in_language(spoken_language(sys.argv[1:])), err=True)
        del os.environ[name]


if __name__ == "__main__":
    main()
