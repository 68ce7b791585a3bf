"""A command is imported when it is asked for; the help still lists all."""

import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from cli.main import COMMANDS, app

ROOT = Path(__file__).parents[3]
HEAVY = ("sqlalchemy", "prefect", "fastapi", "alembic", "httpx", "rich.table", "engine.wiring", "engine.core.decide")


def test_every_command_is_listed_with_its_sentence() -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert all(f"│ {name} " in shown.output for name in (*COMMANDS, "up", "deadlines"))


def test_a_misspelt_command_is_told_the_likely_one() -> None:
    refused = CliRunner().invoke(app, ["procedurs"])
    assert (refused.exit_code, "Did you mean 'procedures'?" in refused.output) == (2, True)


def test_validation_waits_for_nothing_that_it_does_not_need() -> None:
    """What keeps it under its two seconds: the product, its database and its servers are not imported."""
    script = (
        "import sys; from cli.main import app\n"
        "app(['procedures', 'validate', 'docs/tutorial/kite-licence.yaml', '--lang', 'en'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["1 file checked, no problems", "[]"]
