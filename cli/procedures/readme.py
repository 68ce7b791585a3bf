"""`lienthong procedures readme`: the tables of a procedure's README, drawn from its files between two marks."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.language import Language
from cli.procedures.report import refuse
from cli.written_files import told_if_refused
from engine.core.values import Text

if TYPE_CHECKING:
    from procedure_defs.readme_files import Told


_HAS_NONE = Text(vi="{file}: chưa có bảng của {version}", en="{file}: has no tables of {version}")
_AGREES = Text(vi="{file}: đúng như các tệp", en="{file}: says what the files say")
_DRAWN = {
    True: Text(vi="{file}: đã vẽ lại", en="{file}: drawn anew"),
    False: Text(vi="{file}: không thay đổi", en="{file}: unchanged"),
}
_NOTHING = Text(
    vi="ở đây không có thư mục nào chứa các phiên bản của một thủ tục",
    en="there is no folder here with the versions of one procedure",
)


def readme(
    folders: Annotated[list[Path], typer.Argument(help="Folders of procedures, or folders of such folders.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 where a README does not say what its files say.")
    ] = False,
    language: Language = "vi",
) -> None:
    """Draws the tables step, agency, limit, article, certainty between their marks anew; all other words stay.

    Tables that are new are written in the language asked for; the others keep theirs.
    """
    from procedure_defs.readme_files import drawn_anew, missing, stale
    from procedure_defs.validation import validated

    seen = validated(folders)
    if seen.problems:
        refuse(seen.problems, language)
    is_behind = False
    for told in _told(folders, language):
        before = told.text if told.text is not None else _heading(told, language)
        if check:
            behind = [
                problem.told.in_language(language)
                for problem in stale(str(told.path), before, told.versions, seen.directory)
            ]
            none = _HAS_NONE.in_language(language)
            behind += [none.format(file=told.path, version=version) for version in missing(before, told.versions)]
            typer.echo("\n".join(behind) if behind else _AGREES.in_language(language).format(file=told.path))
            is_behind = is_behind or bool(behind)
            continue
        after = drawn_anew(before, told.versions, seen.directory, language)
        if after != told.text:
            with told_if_refused(told.path, language):
                told.path.write_text(after, encoding="utf-8")
        left = [
            problem.told.in_language(language)
            for problem in stale(str(told.path), after, told.versions, seen.directory)
        ]
        typer.echo("\n".join([*left, _DRAWN[after != told.text].in_language(language).format(file=told.path)]))
        is_behind = is_behind or bool(left)
    if is_behind:
        raise typer.Exit(1)


def _told(roots: list[Path], language: str) -> Iterator["Told"]:
    from procedure_defs.catalogue import definition_files
    from procedure_defs.readme_files import read_told

    folders = dict.fromkeys(file.parent for root in roots for file in definition_files(root))
    read = [told for folder in folders if (told := read_told(folder)) is not None]
    if not read:
        typer.echo(_NOTHING.in_language(language), err=True)
        raise typer.Exit(1)
    yield from read


def _heading(told: "Told", language: str) -> str:
    """What a README begins with that was not there: the procedure's title."""
    newest = told.versions[max(told.versions)]
    return f"# {newest.title.in_language(language)}\n"
