"""Commands that are imported when they are asked for: a quick command does not wait for the product of another."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from click.exceptions import Abort, ClickException
from typer.core import TyperGroup

from cli.told_failures import COULD_NOT_WORK, telling
from engine.quick_start import collector_at_rest

_ASKED = "lienthong.asked"


class Place(NamedTuple):
    """Where a command is: a function, or a whole group of commands."""

    module: str
    name: str = "app"


def group_with(places: Mapping[str, Place]) -> type[TyperGroup]:
    """A group whose commands, beside those that it is given, are at these places."""

    class GroupOnDemand(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return sorted({*super().list_commands(ctx), *places})

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in places:
                return super().get_command(ctx, cmd_name)
            found = _loaded(cmd_name, places[cmd_name])
            self.commands[cmd_name] = found
            return found

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and args[0] not in self.list_commands(ctx):
                for name in places:  # a misspelt name is compared with those that are there
                    self.get_command(ctx, name)
            return super().resolve_command(ctx, args)

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            ctx.meta[_ASKED] = tuple(args)
            return super().parse_args(ctx, args)

        def invoke(self, ctx: Any) -> Any:
            try:
                return super().invoke(ctx)
            except (typer.Exit, ClickException, Abort):
                raise
            except Exception as error:
                told = telling(error, ctx.meta[_ASKED])
                if told is None:
                    raise
                typer.echo(told, err=True)
                raise typer.Exit(COULD_NOT_WORK) from None

    return GroupOnDemand


def _loaded(name: str, place: Place) -> Any:
    with collector_at_rest():
        found = getattr(import_module(place.module), place.name)
    around = typer.Typer(add_completion=False)
    around.callback()(lambda: None)  # so that even one command makes a group
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    group: Any = typer.main.get_command(around)
    return group.commands[name]
