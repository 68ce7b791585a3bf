"""The product for one command of the terminal: opened, checked, closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from cli.told_failures import COULD_NOT_WORK
from cli.written_files import told_if_refused
from engine.core.errors import DefinitionInvalid
from engine.service.audit_trail import TERMINAL, calling_from
from engine.settings import read_settings
from engine.wiring import Product, build


@contextmanager
def opened_product(language: str = "vi") -> Iterator[Product]:
    """By the settings; ends the command with what has to be done first, if the product cannot work now."""
    settings = read_settings()
    try:
        with told_if_refused(settings.data_dir, language):  # where its folder and its keys are made
            product = build(settings)
    except DefinitionInvalid as invalid:
        typer.echo(invalid.words.in_language(settings.language), err=True)
        raise typer.Exit(1) from None
    try:
        for obstacle in product.find_obstacles():
            typer.echo(obstacle.in_language(language), err=True)
            raise typer.Exit(COULD_NOT_WORK)
        with calling_from(TERMINAL):
            yield product
    finally:
        product.close()
