"""`lienthong procedures graph`: the steps of a procedure in the lanes of their agencies, as a picture."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import usage_words as words
from cli.language import Language, usage_error
from cli.procedures.report import WRITTEN, refuse
from cli.written_files import told_if_refused
from engine.core.values import Text
from procedure_defs.catalogue import SHIPPED, definition_files, examine
from procedure_defs.loader import Kind, kind_of, read_procedure
from procedure_defs.reader import read_file


class Picture(StrEnum):
    """The kinds of files that pictures are written to."""

    SVG = "svg"
    MERMAID = "mermaid"
    PNG = "png"


_OTHERS = {
    Kind.CALENDAR: Text(
        vi="đây là lịch làm việc, không phải thủ tục; hãy nêu tệp của một thủ tục",
        en="this is a calendar, not a procedure; name the file of a procedure",
    ),
    Kind.AGENCIES: Text(
        vi="đây là danh mục cơ quan, không phải thủ tục; hãy nêu tệp của một thủ tục",
        en="this is an agency directory, not a procedure; name the file of a procedure",
    ),
    Kind.FORM_SETS: Text(
        vi="đây là bảng các bộ biểu mẫu, không phải thủ tục; hãy nêu tệp của một thủ tục",
        en="this is a table of form sets, not a procedure; name the file of a procedure",
    ),
}
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
    wanted = kind or _kind_of(out, language)
    if wanted is Picture.PNG and out is None:
        raise usage_error(words.PNG_NEEDS_A_FILE, language, "--format")
    _refuse_others(file, language)
    definition = read_procedure(file)
    if isinstance(definition, list):
        refuse(definition, language)
    from visualizer.case_picture import procedure_mermaid, procedure_svg

    directory = examine(definition_files(SHIPPED)).directory
    drawn = (procedure_mermaid if wanted is Picture.MERMAID else procedure_svg)(definition, directory, language)
    if out is None:
        typer.echo(drawn)
        return
    written = _png(drawn) if wanted is Picture.PNG else drawn.encode()
    with told_if_refused(out, language):
        out.write_bytes(written)
    typer.echo(WRITTEN.in_language(language).format(file=out))


def _refuse_others(file: Path, language: str) -> None:
    """A calendar is told as one, not as a procedure with dozens of unknown fields."""
    document = read_file(file)
    kind = kind_of(document)
    if document.data is not None and kind in _OTHERS:
        typer.echo(f"{file}: {_OTHERS[kind].in_language(language)}", err=True)
        raise typer.Exit(1)


def _kind_of(out: Path | None, language: str) -> Picture:
    if out is None:
        return Picture.SVG
    found = _BY_SUFFIX.get(out.suffix.lower())
    if found is None:
        raise usage_error(words.no_picture(_BY_SUFFIX), language, "--out")
    return found


def _png(svg: str) -> bytes:
    from visualizer.png import NoFont, to_png

    try:
        return to_png(svg)
    except NoFont as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(1) from None
