"""`lienthong procedures simulate` as its users type it."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from cli.procedures import app
from procedure_defs.catalogue import SHIPPED

FOLDER = SHIPPED / "birth-residence-insurance"
BIRTH, SCENARIO = str(FOLDER / "2026-09-01.yaml"), str(FOLDER / "simulation.yaml")
KITE = str(Path(__file__).parents[3] / "docs" / "tutorial" / "kite-licence.yaml")


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *words], env={"COLUMNS": "160"})


def test_json_is_the_same_byte_for_byte() -> None:
    words = (BIRTH, "--scenario", SCENARIO, "--cases", "60", "--seed", "3", "--json")
    first, second = _run(*words), _run(*words)
    assert first.exit_code == 0, first.output
    assert first.stdout == second.stdout
    assert first.stderr == ""  # a bar is for terminals
    said = json.loads(first.stdout)
    assert (said["cases"], said["seed"], said["began_on"]) == (60, 3, "2026-09-01")
    assert said["scenario"]["steps"]["register_birth"]["work"] == "triangular 15 25 60 working_minutes"
    assert sum(use["seconds"] for use in said["time_use"]) == said["total_seconds"]


def test_tables_in_both_languages() -> None:
    words = (BIRTH, "--scenario", SCENARIO, "--cases", "80")
    vietnamese, english = _run(*words).stdout, _run(*words, "--lang", "en").stdout
    for part in ("quá hạn", "theo luật", "theo QĐ 766", "Điểm nghẽn: Đăng ký", "ngoài giờ làm việc", "Giả định"):
        assert part in vietnamese
    for part in (
        "late share",
        "by law",
        "95 % interval",
        "Bottleneck: Register",
        "outside working time",
        "Assumptions",
    ):
        assert part in english


def test_a_procedure_without_a_scenario() -> None:
    result = _run(KITE, "--cases", "20", "--from", "2026-10-05", "--lang", "en")
    assert result.exit_code == 0
    assert "20 cases received from 05/10/2026" in result.stdout
    assert "around a third of the time limit" in result.stdout


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    scenario = tmp_path / "mine.yaml"
    scenario.write_text("of: birth-residence-insurance\nsteps: {register_birht: {staff: 1}}\n", encoding="utf-8")
    wrong = _run(BIRTH, "--scenario", str(scenario), "--lang", "en")
    assert wrong.exit_code == 1
    assert "mine.yaml:2:9: the procedure has no step `register_birht`; did you mean `register_birth`?" in wrong.stderr
    early = _run(BIRTH, "--from", "2026-08-31")
    assert early.exit_code == 1
    assert "không có hiệu lực vào ngày 31/08/2026" in early.stderr
    assert "name the file of one" in _run(str(SHIPPED), "--lang", "en").stderr
