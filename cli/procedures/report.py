"""How findings are told: as lines for people, as JSON for scripts, as SARIF for editors and CI."""

import json
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, NoReturn

import typer

from engine.core.findings import Level
from procedure_defs.problems import Problem

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
AsSarif = Annotated[bool, typer.Option("--sarif", help="Answer in SARIF 2.1.0, for editors and CI.")]
_NOUNS = {Level.ERROR: "problem", Level.WARNING: "warning", Level.NOTE: "note"}


class Form(Enum):
    """In which form a command answers."""

    LINES = "lines"
    JSON = "json"
    SARIF = "sarif"


def form_of(as_json: bool, as_sarif: bool) -> Form:
    if as_json and as_sarif:
        raise typer.BadParameter("choose one of --json and --sarif")
    return Form.SARIF if as_sarif else Form.JSON if as_json else Form.LINES


def tell(files: Sequence[str], found: Sequence[Problem], form: Form, *, with_notes: bool = True) -> None:
    """Prints what was found in the files; without notes people read only how many there are."""
    if form is Form.JSON:
        answer = {"files": list(files), "problems": [problem.as_json() for problem in found]}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif form is Form.SARIF:
        from cli.procedures.sarif import sarif_log

        typer.echo(json.dumps(sarif_log(found), ensure_ascii=False, indent=2))
    else:
        shown = [problem for problem in found if with_notes or problem.level is not Level.NOTE]
        hint = "" if len(shown) == len(found) else " (--notes shows them)"
        typer.echo("\n".join([*map(_line, shown), f"{_count(len(files), 'file')} checked, {_sum(found)}{hint}"]))


def refuse(problems: Sequence[Problem]) -> NoReturn:
    """Prints the problems as errors and ends the command."""
    for problem in problems:
        typer.echo(problem, err=True)
    raise typer.Exit(1)


def _line(problem: Problem) -> str:
    if problem.level is Level.ERROR:
        return str(problem)
    return f"{problem.file}:{problem.line}:{problem.column}: {problem.level.value} {problem.rule}: {problem.advice}"


def _sum(found: Sequence[Problem]) -> str:
    counted = [(sum(p.level is level for p in found), noun) for level, noun in _NOUNS.items()]
    return ", ".join(_count(n, noun) for n, noun in counted if n) or "no problems"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
