"""ROOM: `lienthong procedures`: what authors of definitions need; a file for each command; a part of cli.
MAY IMPORT: engine.core, procedure_defs, visualizer.
MUST NOT: need a database, a network or a running product; the commands that do are loaded when they are asked for.
CALLED BY: cli.main.
"""

import typer

from cli.command_on_demand import Place, group_with
from cli.procedures.check import validate
from cli.procedures.diff import diff
from cli.procedures.draft import new
from cli.procedures.lint import lint
from cli.procedures.picture import graph
from cli.procedures.readme import readme
from cli.procedures.schemas import schema
from cli.procedures.stories import play_stories

ON_DEMAND = {
    "simulate": Place("cli.simulate", "simulate"),
    "publish": Place("cli.publishing", "publish"),
    "end": Place("cli.ending", "end"),
    "list": Place("cli.procedures_in_use", "list_procedures"),
    "migrate": Place("cli.migrating", "migrate"),
    "what-if": Place("cli.supposing", "what_if"),
}
app = typer.Typer(
    help="Procedures as data: write, check, compare, try out, publish and draw their definition files.",
    no_args_is_help=True,
    cls=group_with(ON_DEMAND),
)
app.command()(new)
app.command()(validate)
app.command()(lint)
app.command()(diff)
app.command()(graph)
app.command()(schema)
app.command("test")(play_stories)
app.command()(readme)
