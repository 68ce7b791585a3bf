"""`lienthong procedures test`: plays the worked examples beside a procedure with a virtual clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from procedure_defs.problems import Problem
    from procedure_defs.worked_examples import ExampleResult


def play_stories(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of worked examples, or folders of procedures; none: everything that is shipped."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
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
        typer.echo("\n".join(invalid.problems), err=True)
        raise typer.Exit(1) from None
    played = [(path, *run_examples(path, catalogue)) for path in stories]
    problems = [p for _, found, broken in played for p in (*broken, *(x for r in found for x in r.problems))]
    results = [result for _, found, _ in played for result in found]
    typer.echo(_in_json(results, problems)) if as_json else _show(results, problems)
    if problems or not results:
        raise typer.Exit(1)


def _show(results: Sequence[ExampleResult], problems: Sequence[Problem]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in ("", "phiên bản / version", "câu chuyện / story"):
        table.add_column(column)
    for result in results:
        sign = "[red]✗[/red]" if result.problems else "[green]✓[/green]"
        table.add_row(sign, result.example.version, result.example.title)
    console = Console()
    console.print(table)
    for problem in problems:
        console.print(str(problem), soft_wrap=True, highlight=False, markup=False)
    agreed = sum(not result.problems for result in results)
    console.print(f"{agreed}/{len(results)} đúng luật / lawful", highlight=False)


def _in_json(results: Sequence[ExampleResult], problems: Sequence[Problem]) -> str:
    answer = {
        "stories": [{"id": r.example.id, "title": r.example.title, "lawful": not r.problems} for r in results],
        "problems": [problem.as_json() for problem in problems],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
