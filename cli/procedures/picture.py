"""`lienthong procedures graph`: the steps of a procedure in the lanes of their agencies, as a picture."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.language import Language
from cli.procedures.report import WRITTEN, refuse
from procedure_defs.catalogue import SHIPPED, definition_files, examine
from procedure_defs.loader import read_procedure


class Picture(StrEnum):
    """The kinds of files that pictures are written to."""

    SVG = "svg"
    MERMAID = "mermaid"
    PNG = "png"


_BY_SUFFIX = {".svg": Picture.SVG, ".mmd": Picture.MERMAID, ".mermaid": Picture.MERMAID, ".png": Picture.PNG}


def graph(
    file: Annotated[Path, typer.Argument(help="The definition file of one procedure.")],
    out: Annotated[Path | None, typer.Option(help="Where to write it; none: to the terminal.")] = None,
    kind: Annotated[
        Picture | None, typer.Option("--format", help="None: by the name of the file; on the terminal SVG.")
    ] = None,
    language: Language = "vi",
) -> None:
    """Draws the steps of a procedure in the lanes of their agencies, as SVG, Mermaid or PNG."""
    wanted = kind or _kind_of(out)
    if wanted is Picture.PNG and out is None:
        raise typer.BadParameter("a PNG is written to a file: add --out procedure.png", param_hint="--format")
    definition = read_procedure(file)
    if isinstance(definition, list):
        refuse(definition, language)
    from visualizer.case_picture import procedure_mermaid, procedure_svg

    directory = examine(definition_files(SHIPPED)).directory
    drawn = (procedure_mermaid if wanted is Picture.MERMAID else procedure_svg)(definition, directory, language)
    if out is None:
        typer.echo(drawn)
        return
    out.write_bytes(_png(drawn) if wanted is Picture.PNG else drawn.encode())
    typer.echo(WRITTEN.in_language(language).format(file=out))


def _kind_of(out: Path | None) -> Picture:
    if out is None:
        return Picture.SVG
    found = _BY_SUFFIX.get(out.suffix.lower())
    if found is None:
        known = ", ".join(_BY_SUFFIX)
        raise typer.BadParameter(f"the name does not say what to draw: end it in {known}, or say --format")
    return found


def _png(svg: str) -> bytes:
    from visualizer.png import NoFont, to_png

    try:
        return to_png(svg)
    except NoFont as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(1) from None
