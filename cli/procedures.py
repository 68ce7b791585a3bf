"""`lienthong procedures`: what authors of definitions need: check the files, draw one, list them, get the schema."""

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli import story_tests
from cli.simulate import simulate
from procedure_defs.catalogue import SHIPPED, Examination, definition_files, examine
from procedure_defs.loader import Kind, read_procedure
from procedure_defs.problems import Problem
from procedure_defs.schema import schema_text

app = typer.Typer(help="Procedures as data: check, draw and list their definition files.", no_args_is_help=True)

app.command("test")(story_tests.play_stories)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


@app.command()
def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Definition files or folders of them; none: everything that is shipped."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Checks definition files and prints every problem as `file:line:column: what; how to mend it`."""
    shipped = definition_files(SHIPPED)
    if files:
        seen = examine([f for given in files for f in definition_files(given)], beside=examine(shipped))
    else:
        seen = examine(shipped)
    typer.echo(_report_in_json(seen) if as_json else _report(seen))
    if seen.problems or not seen.files:
        raise typer.Exit(1)


@app.command()
def graph(
    file: Annotated[Path, typer.Argument(help="The definition file of one procedure.")],
    out: Annotated[Path | None, typer.Option(help="Where to write the SVG; none: to the terminal.")] = None,
    language: Annotated[str, typer.Option("--lang", help="vi or en.")] = "vi",
) -> None:
    """Draws the steps of a procedure in the lanes of their agencies, as SVG."""
    from visualizer.case_picture import procedure_svg

    definition = read_procedure(file)
    if isinstance(definition, list):
        _refuse(definition)
    svg = procedure_svg(definition, examine(definition_files(SHIPPED)).directory, language)
    if out is None:
        typer.echo(svg)
    else:
        out.write_text(svg, encoding="utf-8")
        typer.echo(f"{out} written")


@app.command()
def schema(kind: Annotated[Kind, typer.Argument(help="Which kind of file.")] = Kind.PROCEDURE) -> None:
    """Prints the JSON Schema of a kind of definition file, for editors."""
    typer.echo(schema_text(kind), nl=False)


app.command()(simulate)


@app.command("list")
def list_procedures(as_json: AsJson = False) -> None:
    """Lists the procedures that are shipped, with their versions and the days on which each holds."""
    seen = examine(definition_files(SHIPPED))
    if seen.problems:
        _refuse(seen.problems)
    rows = [
        {
            "procedure": p.procedure,
            "version": p.version,
            "from": p.effective.first.isoformat(),
            "to": p.effective.last.isoformat() if p.effective.last else None,
            "code": p.code,
            "steps": len(p.steps),
            "title": p.title.vi,
        }
        for p in sorted(seen.procedures, key=lambda p: (p.procedure, p.version))
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if as_json else rows:
        typer.echo(f"{row['procedure']}  {row['version']}  {row['from']} – {row['to'] or '…'}  {row['title']}")


def _refuse(problems: list[Problem]) -> NoReturn:
    for problem in problems:
        typer.echo(problem, err=True)
    raise typer.Exit(1)


def _report(seen: Examination) -> str:
    if not seen.files:
        return "there are no definition files (*.yaml) here; name a file, or a folder that has some"
    lines = [str(problem) for problem in seen.problems]
    files = f"{len(seen.files)} file{'' if len(seen.files) == 1 else 's'}"
    count = f"{len(lines)} problem{'' if len(lines) == 1 else 's'}" if lines else "no problems"
    return "\n".join([*lines, f"{files} checked, {count}"])


def _report_in_json(seen: Examination) -> str:
    answer = {"files": seen.files, "problems": [problem.as_json() for problem in seen.problems]}
    return json.dumps(answer, ensure_ascii=False, indent=2)
