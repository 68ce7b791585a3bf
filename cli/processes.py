"""The processes of the product one by one, for operators who supervise them with tools of their own."""

from __future__ import annotations

import os
import sys
from typing import Annotated, NoReturn

import typer

from cli.api_processes import ApiProcesses
from cli.child_process import Program
from cli.language import Language
from cli.ports import LOOPBACK, USUAL_PORTS
from cli.services import api_program, dispatcher_program, prefect_program
from cli.written_files import told_if_refused
from engine.core.values import Text
from engine.settings import own_folder, read_settings

_UP_TO_DATE = Text(vi="cơ sở dữ liệu đã ở phiên bản hiện hành", en="the database is up to date")


def api(
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="So many behind one address, each on a core of its own.")
    ] = 1,
) -> None:
    """Runs the API and its pages (LIENTHONG_API_PORT, LIENTHONG_DATABASE_URL …)."""
    settings = read_settings()
    if processes == 1:
        _become(api_program(settings))
    raise typer.Exit(ApiProcesses(settings, processes).run())


def dispatcher() -> None:
    """Runs the dispatcher, which enters each case's flow run when there is work for it; run as many as you need."""
    _become(dispatcher_program(read_settings()))


def prefect_server(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = USUAL_PORTS["prefect"],
    host: Annotated[str, typer.Option(help="The address to listen on; this machine alone if not given.")] = LOOPBACK,
    database_url: Annotated[
        str,
        typer.Option(
            envvar="LIENTHONG_PREFECT_DATABASE_URL",
            help="postgresql://…: where several machines use it. If not given, a SQLite file in the data folder.",
        ),
    ] = "",
) -> None:
    """Runs the private Prefect server."""
    settings = read_settings()
    with told_if_refused(settings.data_dir, settings.language):
        own_folder(settings.data_dir)
    _become(prefect_program(settings, port, host, database_url))


def migrate(language: Language = "vi") -> None:
    """Brings the database to the tables of this version; safe to repeat."""
    from engine.wiring import migrate as bring_up_to_date

    settings = read_settings()
    with told_if_refused(settings.data_dir, language):
        own_folder(settings.data_dir)
    bring_up_to_date(settings)
    typer.echo(_UP_TO_DATE.in_language(language))


def _become(program: Program) -> NoReturn:
    """The process id stays, so whoever started this supervises the program itself."""
    sys.stdout.flush()
    os.environ.update(program.environment)
    os.execv(sys.executable, [sys.executable, "-m", program.module, *program.arguments])
