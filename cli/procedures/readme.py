"""`lienthong procedures readme`: the tables of a procedure's README, drawn from its files between two marks."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.procedures.report import refuse

if TYPE_CHECKING:
    from procedure_defs.readme_files import Told


def readme(
    folders: Annotated[list[Path], typer.Argument(help="Folders of procedures, or folders of such folders.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 where a README does not say what its files say.")
    ] = False,
    language: Annotated[
        Literal["vi", "en"], typer.Option("--lang", help="vi or en: of tables that are new; the others keep theirs.")
    ] = "vi",
) -> None:
    """Draws the tables step, agency, limit, article, certainty between their marks anew; all other words stay."""
    from procedure_defs.readme_files import drawn_anew, missing, stale
    from procedure_defs.validation import validated

    seen = validated(folders)
    if seen.problems:
        refuse(seen.problems, language)
    is_behind = False
    for told in _told(folders):
        before = told.text if told.text is not None else _heading(told, language)
        if check:
            behind = [str(problem) for problem in stale(str(told.path), before, told.versions, seen.directory)]
            behind += [f"{told.path}: has no tables of {version}" for version in missing(before, told.versions)]
            typer.echo("\n".join(behind) if behind else f"{told.path}: says what the files say")
            is_behind = is_behind or bool(behind)
            continue
        after = drawn_anew(before, told.versions, seen.directory, language)
        if after != told.text:
            told.path.write_text(after, encoding="utf-8")
        left = [str(problem) for problem in stale(str(told.path), after, told.versions, seen.directory)]
        typer.echo("\n".join([*left, f"{told.path}: {'drawn anew' if after != told.text else 'unchanged'}"]))
        is_behind = is_behind or bool(left)
    if is_behind:
        raise typer.Exit(1)


def _told(roots: list[Path]) -> Iterator["Told"]:
    from procedure_defs.catalogue import definition_files
    from procedure_defs.readme_files import read_told

    folders = dict.fromkeys(file.parent for root in roots for file in definition_files(root))
    read = [told for folder in folders if (told := read_told(folder)) is not None]
    if not read:
        typer.echo("there is no folder here with the versions of one procedure", err=True)
        raise typer.Exit(1)
    yield from read


def _heading(told: "Told", language: str) -> str:
    """What a README begins with that was not there: the procedure's title."""
    newest = told.versions[max(told.versions)]
    return f"# {newest.title.in_language(language)}\n"
