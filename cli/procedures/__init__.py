"""ROOM: `lienthong procedures`: what authors of definitions need; a file for each command; a part of cli.
MAY IMPORT: engine.core, procedure_defs, visualizer.
MUST NOT: need a database, a network or a running product.
CALLED BY: cli.main.
"""

import typer

from cli.procedures.check import validate
from cli.procedures.diff import diff
from cli.procedures.draft import new
from cli.procedures.lint import lint
from cli.procedures.listing import list_procedures, schema
from cli.procedures.picture import graph
from cli.procedures.stories import play_stories
from cli.simulate import simulate

app = typer.Typer(
    help="Procedures as data: write, check, compare, draw and list their definition files.", no_args_is_help=True
)
app.command()(new)
app.command()(validate)
app.command()(lint)
app.command()(diff)
app.command()(graph)
app.command()(schema)
app.command("list")(list_procedures)
app.command("test")(play_stories)
app.command()(simulate)
