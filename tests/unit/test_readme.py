"""README: the first procedure is the file of the tutorial, it is in order, and the commands shown are the product's."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from demo.stories import STORIES
from procedure_defs.catalogue import SHIPPED, load_catalogue

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.vi.md")
TUTORIAL = ROOT / "docs" / "tutorial" / "kite-licence.yaml"
PROGRAM = ".venv/bin/lienthong "


def blocks(name: str, language: str = "") -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for said, block in fenced if said == language]


def commands(name: str) -> list[str]:
    """What a reader types after `.venv/bin/lienthong`, without the comment behind it."""
    lines = [line for block in blocks(name) for line in block.splitlines() if PROGRAM in line]
    return [re.split(r"\s+#|\)$", line.split(PROGRAM, 1)[1])[0] for line in lines]


@pytest.mark.parametrize("name", READMES)
def test_the_first_procedure_is_the_tutorial_file(name: str) -> None:
    assert blocks(name, "yaml") == [TUTORIAL.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", READMES)
def test_the_commands_are_the_products(name: str) -> None:
    runner = CliRunner()
    wanted = {command.split(" --")[0].split()[0] for command in commands(name)} - {"--help"}
    assert wanted == {"up", "procedures", "tokens"}
    for command in wanted:
        assert runner.invoke(app, [command, "--help"]).exit_code == 0


def test_both_readmes_show_the_same_commands() -> None:
    assert commands("README.md") == commands("README.vi.md")


def test_the_first_procedure_is_checked_and_drawn(tmp_path: Path) -> None:
    runner = CliRunner()
    checked = runner.invoke(app, ["procedures", "validate", str(TUTORIAL)])
    assert (checked.exit_code, checked.output.strip()) == (0, "đã kiểm tra 1 tệp: không có lỗi")
    picture = tmp_path / "kite.svg"
    assert runner.invoke(app, ["procedures", "graph", str(TUTORIAL), "--out", str(picture)]).exit_code == 0
    assert "Kiểm tra con diều" in picture.read_text(encoding="utf-8")


def test_a_mistake_in_it_is_told_with_its_mend(tmp_path: Path) -> None:
    file = tmp_path / "kite.yaml"
    file.write_text(TUTORIAL.read_text(encoding="utf-8").replace("1 working_days", "1"), encoding="utf-8")
    checked = CliRunner().invoke(app, ["procedures", "validate", str(file)])
    assert checked.exit_code == 1
    assert f"{file}:38:13: " in checked.output and "`1 working_days`" in checked.output


def test_the_folder_of_the_tutorial_can_be_run(tmp_path: Path) -> None:
    mine = tmp_path / "my-procedures"
    shutil.copytree(SHIPPED, mine)
    (mine / "kite-licence").mkdir()
    shutil.copy(TUTORIAL, mine / "kite-licence" / "2026-09-01.yaml")
    shipped = {p.procedure for p in load_catalogue().all()}
    assert "kite-licence" not in shipped
    assert {p.procedure for p in load_catalogue(mine).all()} == {"kite-licence", *shipped}


@pytest.mark.parametrize("name", READMES)
def test_the_number_of_cases_is_the_plays(name: str) -> None:
    assert f" {len(STORIES)} " in (ROOT / name).read_text(encoding="utf-8")
