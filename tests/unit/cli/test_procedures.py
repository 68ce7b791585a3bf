"""`lienthong procedures` as its users type it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.procedures import app
from procedure_defs.catalogue import SHIPPED
from procedure_defs.loader import Kind
from procedure_defs.schema import schema_text

FAULTY = Path(__file__).parents[1] / "procedure_defs" / "eleven_faults.yaml"


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"LIENTHONG_LANGUAGE": "en"})


def test_what_is_shipped_is_sound() -> None:
    result = _run("validate")
    assert result.exit_code == 0
    assert "no problems" in result.output


def test_a_faulty_file_is_refused_with_every_problem() -> None:
    result = _run("validate", str(FAULTY))
    assert result.exit_code == 1
    assert result.output.count("eleven_faults.yaml:") == 11
    assert "1 file checked, 11 problems" in result.output


def test_problems_for_scripts() -> None:
    result = _run("validate", str(FAULTY), "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert len(problems) == 11
    assert set(problems[0]) == {"file", "line", "column", "what", "mend", "rule", "level"}


def test_a_file_that_is_not_there() -> None:
    result = _run("validate", "no-such-file.yaml")
    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_the_schema_is_the_committed_one() -> None:
    assert _run("schema").stdout == schema_text(Kind.PROCEDURE)
    assert _run("schema", "calendar").stdout == schema_text(Kind.CALENDAR)


def test_the_list_of_what_is_shipped() -> None:
    assert "birth-residence-insurance  2026-09-01  2026-09-01 – …" in _run("list").stdout
    rows = json.loads(_run("list", "--json").stdout)
    births = [(row["version"], row["to"]) for row in rows if row["procedure"] == "birth-residence-insurance"]
    assert births == [("2024-07-01", "2026-08-31"), ("2026-09-01", None)]
    files = [(path.parent.name, path.stem) for path in sorted(SHIPPED.glob("*/????-??-??.yaml"))]
    assert [(row["procedure"], row["version"]) for row in rows] == files


def test_a_procedure_is_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "birth.svg"
    birth = SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml"
    assert _run("graph", str(birth), "--out", str(picture)).exit_code == 0
    assert "<svg" in picture.read_text(encoding="utf-8")
    assert "<svg" in _run("graph", str(birth), "--lang", "en").stdout


def test_a_faulty_procedure_is_not_drawn() -> None:
    result = _run("graph", str(FAULTY))
    assert result.exit_code == 1
    assert "24 has no unit" in result.output


@pytest.mark.parametrize(
    ("name", "begins"), [("birth.svg", b"<svg"), ("birth.mmd", b"---\ntitle"), ("birth.png", b"\x89PNG\r\n")]
)
def test_a_picture_is_of_the_kind_that_its_name_says(tmp_path: Path, name: str, begins: bytes) -> None:
    birth = SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml"
    assert _run("graph", str(birth), "--out", str(tmp_path / name)).exit_code == 0
    assert begins in (tmp_path / name).read_bytes()[:60]


def test_the_kind_of_a_picture_can_be_said(tmp_path: Path) -> None:
    birth = str(SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml")
    assert "flowchart LR" in _run("graph", birth, "--format", "mermaid").stdout
    assert _run("graph", birth, "--out", str(tmp_path / "birth"), "--format", "svg").exit_code == 0
    assert _run("graph", birth, "--out", str(tmp_path / "birth.gif")).exit_code == 2
    assert _run("graph", birth, "--format", "png").exit_code == 2


def test_what_is_shipped_lints_clean() -> None:
    found = json.loads(_run("lint", "--json").stdout)["problems"]
    assert [problem for problem in found if problem["level"] == "warning"] == []


def test_warnings_end_lint_only_when_it_is_strict() -> None:
    kite = str(Path(__file__).parents[3] / "docs" / "tutorial" / "kite-licence.yaml")
    lenient, strict = _run("lint", kite), _run("lint", kite, "--strict")
    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert ":2:10: warning examples-missing: version 2026-09-01 has no worked example; " in lenient.output
    assert "note fees-missing" not in lenient.output
    assert "note fees-missing" in _run("lint", kite, "--notes").output


def test_one_form_at_a_time() -> None:
    assert _run("validate", "--json", "--sarif").exit_code == 2


@pytest.mark.parametrize(
    ("words", "installation", "said"),
    [
        ([], "", "`within`: 24 chưa có đơn vị; hãy ghi, ví dụ, `24 working_days`"),
        (["--lang", "en"], "", "`within`: 24 has no unit; write for example `24 working_days`"),
        ([], "en", "`within`: 24 has no unit; write for example `24 working_days`"),
        (["--lang", "vi"], "en", "`within`: 24 chưa có đơn vị; hãy ghi, ví dụ, `24 working_days`"),
    ],
)
@pytest.mark.parametrize("command", ["validate", "lint", "graph", "diff", "simulate", "test"])
def test_a_problem_is_told_in_the_language_that_is_asked_for(
    command: str, words: list[str], installation: str, said: str
) -> None:
    given = [str(FAULTY)] * (2 if command == "diff" else 1)
    told = CliRunner().invoke(app, [command, *given, *words], env={"LIENTHONG_LANGUAGE": installation or None})
    assert told.exit_code == 1
    assert said in told.output


def test_json_is_told_in_the_language_that_is_asked_for() -> None:
    answers = [json.loads(_run("validate", str(FAULTY), "--json", "--lang", lang).stdout) for lang in ("vi", "en")]
    vi, en = ([(p["file"], p["line"], p["column"], p["rule"], p["level"]) for p in a["problems"]] for a in answers)
    assert vi == en
    assert all(v["what"] != e["what"] for v, e in zip(*(a["problems"] for a in answers), strict=True))


def test_what_was_checked_is_summed_up_in_vietnamese() -> None:
    kite = str(Path(__file__).parents[3] / "docs" / "tutorial" / "kite-licence.yaml")
    summed = _run("lint", kite, "--lang", "vi").output.splitlines()[-1]
    assert summed.startswith("đã kiểm tra 1 tệp: 2 cảnh báo, ")
    assert summed.endswith(" lưu ý (thêm --notes để xem lưu ý)")
