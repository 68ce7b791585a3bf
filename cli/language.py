"""`--lang`: in which language a command answers. One option for all of them: Vietnamese, unless English is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from engine.core.values import Text

Language = Annotated[
    Literal["vi", "en"],
    typer.Option("--lang", envvar="LIENTHONG_LANGUAGE", help="vi or en; none: that of this installation."),
]


def usage_error(what: Text, language: str, option: str | None = None) -> typer.BadParameter:
    """What was given with `option` cannot be; to be raised. None where the words name the option themselves."""
    return typer.BadParameter(what.in_language(language), param_hint=option)
