"""`lienthong procedures readme`: the tables follow the files, the author's words stay, and lint tells what is behind."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.procedures import app
from procedure_defs.catalogue import SHIPPED

PROSE = "\nWords of the author, with a | of their own.\n"


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200", "LIENTHONG_LANGUAGE": "en"})


@pytest.fixture
def kite(tmp_path: Path) -> Path:
    """A new procedure, as `procedures new` makes it."""
    assert _run("new", "kite-permit", "--dir", str(tmp_path), "--from", "2026-09-01").exit_code == 0
    return tmp_path / "kite-permit"


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_procedure_has_the_tables_that_its_file_makes(kite: Path) -> None:
    told = (kite / "README.md").read_text(encoding="utf-8")
    assert "| Step | Agency | Limit | Counted | Article | Certainty |" in told
    assert "| Check the dossier | One-stop unit | 1 working day | elapsed | … | unverified: name the legal" in told
    checked = _run("readme", "--check", str(kite))
    assert (checked.exit_code, "says what the files say" in checked.output) == (0, True)


def test_a_changed_limit_is_told_by_lint_and_by_the_check_and_is_drawn_anew(kite: Path) -> None:
    _change(kite / "README.md", "## How these were read", f"{PROSE}\n## How these were read")
    _change(kite / "2026-09-01.yaml", "    within: 1 working_days", "    within: 3 working_hours")
    linted = _run("lint", "--strict", str(kite))
    assert linted.exit_code == 1
    said = (
        "README.md:6:1: warning readme-stale: the tables of 2026-09-01 do not say what 2026-09-01.yaml says; draw them"
    )
    assert said in linted.output
    assert _run("validate", str(kite)).exit_code == 0
    before = (kite / "README.md").read_text(encoding="utf-8")
    checked = _run("readme", "--check", str(kite))
    assert (checked.exit_code, "do not say" in checked.output) == (1, True)
    assert (kite / "README.md").read_text(encoding="utf-8") == before, "a check writes nothing"
    assert "drawn anew" in _run("readme", str(kite)).output
    after = (kite / "README.md").read_text(encoding="utf-8")
    assert "| Check the dossier | One-stop unit | 3 working hours |" in after
    assert after.replace("3 working hours", "1 working day", 1) == before, "nothing else has moved"
    assert _run("lint", "--strict", str(kite)).exit_code == 0
    assert "unchanged" in _run("readme", str(kite)).output


def test_a_version_without_tables_and_a_procedure_without_a_readme_get_theirs(kite: Path) -> None:
    (kite / "README.md").unlink()
    checked = _run("readme", "--check", str(kite))
    assert (checked.exit_code, "has no tables of 2026-09-01" in checked.output) == (1, True)
    assert _run("lint", "--strict", str(kite)).exit_code == 0, "who has no README is told nothing by lint"
    assert _run("readme", "--lang", "vi", str(kite)).exit_code == 0
    told = (kite / "README.md").read_text(encoding="utf-8")
    assert told.startswith("# kite-permit\n\n## Phiên bản 2026-09-01\n\n<!-- tables 2026-09-01 vi: ")
    assert "| Kiểm tra hồ sơ | Bộ phận Một cửa | 1 ngày làm việc |" in told
    assert "unchanged" in _run("readme", "--lang", "en", str(kite)).output, "what is there keeps its language"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!-- end of tables -->", "", "the tables of 2026-09-01 have no end; add a line `<!-- end of tables -->`"),
        ("<!-- tables 2026-09-01 en", "<!-- tables 2026-09-02 en", "there is no version 2026-09-02 beside this README"),
        ("<!-- tables 2026-09-01 en", "<!-- tables 2026-09-01 fr", "have no language `fr`"),
    ],
)
def test_marks_that_nobody_can_draw_between_are_told_and_left_alone(kite: Path, old: str, new: str, said: str) -> None:
    _change(kite / "README.md", old, new)
    linted = _run("lint", "--strict", str(kite))
    assert (linted.exit_code, said in linted.output) == (1, True), linted.output
    drawn = _run("readme", str(kite))
    assert (drawn.exit_code, said in drawn.output) == (1, True), drawn.output


@pytest.mark.parametrize(
    ("old", "new"),
    [("    within: 1 working_days", "    within: 1 workday"), ("    agency: one_stop_unit", "    agency: nobody")],
)
def test_a_mistake_in_a_file_is_told_first_and_nothing_is_drawn(kite: Path, old: str, new: str) -> None:
    before = (kite / "README.md").read_text(encoding="utf-8")
    _change(kite / "2026-09-01.yaml", old, new)
    drawn = _run("readme", str(kite))
    assert drawn.exit_code == 1
    assert "README" not in _run("lint", str(kite)).output
    assert (kite / "README.md").read_text(encoding="utf-8") == before


def test_a_folder_without_a_procedure_is_refused(tmp_path: Path) -> None:
    refused = _run("readme", str(shutil.copytree(SHIPPED / "calendars", tmp_path / "calendars")))
    assert (refused.exit_code, "no folder here" in refused.output) == (1, True)
