"""`lienthong procedures test`: plays the worked examples beside a procedure with a virtual clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.procedures.report import AsJson, Language
from engine.core.values import Text

if TYPE_CHECKING:
    from procedure_defs.problems import Problem
    from procedure_defs.worked_examples import ExampleResult

_VERSION = Text(vi="phiên bản", en="version")
_STORY = Text(vi="ví dụ mẫu", en="worked example")
_LAWFUL = Text(vi="đúng luật", en="lawful")


def play_stories(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of worked examples, or folders of procedures; none: everything that is shipped."),
    ] = None,
    language: Language = "vi",
    as_json: AsJson = False,
) -> None:
    """Plays dated stories through the real decisions and compares dates, verdicts and endings with the law's."""
    # The decisions and the tables are needed for this command alone.
    from engine.core.errors import DefinitionInvalid
    from procedure_defs.catalogue import SHIPPED, load_catalogue_with
    from procedure_defs.reader import read_file
    from procedure_defs.worked_examples import example_files, run_examples

    given = files or [SHIPPED]
    stories = [path for folder in given for path in example_files(folder)]
    try:
        catalogue = load_catalogue_with([path.parent for path in stories if read_file(path).data is not None])
    except DefinitionInvalid as invalid:
        typer.echo(invalid.words.in_language(language), err=True)
        raise typer.Exit(1) from None
    played = [(path, *run_examples(path, catalogue)) for path in stories]
    problems = [p for _, found, broken in played for p in (*broken, *(x for r in found for x in r.problems))]
    results = [result for _, found, _ in played for result in found]
    typer.echo(_in_json(results, problems, language)) if as_json else _show(results, problems, language)
    if problems or not results:
        raise typer.Exit(1)


def _show(results: Sequence[ExampleResult], problems: Sequence[Problem], language: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in ("", _VERSION.in_language(language), _STORY.in_language(language)):
        table.add_column(column)
    for result in results:
        sign = "[red]✗[/red]" if result.problems else "[green]✓[/green]"
        table.add_row(sign, result.example.version, result.example.title)
    console = Console()
    console.print(table)
    for problem in problems:
        console.print(problem.told.in_language(language), soft_wrap=True, highlight=False, markup=False)
    agreed = sum(not result.problems for result in results)
    console.print(f"{agreed}/{len(results)} {_LAWFUL.in_language(language)}", highlight=False)


def _in_json(results: Sequence[ExampleResult], problems: Sequence[Problem], language: str) -> str:
    answer = {
        "stories": [{"id": r.example.id, "title": r.example.title, "lawful": not r.problems} for r in results],
        "problems": [problem.as_json(language) for problem in problems],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
