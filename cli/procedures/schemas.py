"""`lienthong procedures schema`: how definition files are written, for editors."""

from typing import Annotated

import typer

from procedure_defs.loader import Kind


def schema(kind: Annotated[Kind, typer.Argument(help="Which kind of file.")] = Kind.PROCEDURE) -> None:
    """Prints the JSON Schema of a kind of definition file, for editors."""
    from procedure_defs.schema import schema_text

    typer.echo(schema_text(kind), nl=False)
