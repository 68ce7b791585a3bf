"""`lienthong procedures validate`: everything that is wrong in definition files and in those beside them."""

from pathlib import Path
from typing import Annotated

import typer

from cli.procedures.report import AsJson, AsSarif, form_of, tell
from procedure_defs.validation import validated

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Definition files or folders of them; none: everything that is shipped."),
]


def validate(files: Files = None, as_json: AsJson = False, as_sarif: AsSarif = False) -> None:
    """Checks definition files and prints every problem as `file:line:column: what; how to mend it`."""
    form = form_of(as_json, as_sarif)
    seen = validated(files)
    tell(seen.files, seen.problems, form)
    if not seen.files:
        typer.echo("there are no definition files (*.yaml) here; name a file, or a folder that has some", err=True)
    if seen.problems or not seen.files:
        raise typer.Exit(1)
