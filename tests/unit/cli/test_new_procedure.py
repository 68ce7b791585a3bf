"""`lienthong procedures new`: what it makes runs at once, and it makes nothing over what is there."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.procedures import app

SEVERAL = [
    "--step",
    "check",
    "--step",
    "look_again",
    "--step",
    "sign",
    "--agency",
    "traffic_police",
    "--agency",
    "court",
]


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200", "LIENTHONG_LANGUAGE": "en"})


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--title", 'Giấy phép "thả diều": # 1'],
        SEVERAL,
        [*SEVERAL, "--from", "2026-11-20"],  # the Vietnam Culture Day, 24 November, lies in the story
        ["--step", "only_one", "--from", "2027-01-04"],
    ],
)
def test_a_new_procedure_validates_lints_and_plays_its_story(tmp_path: Path, options: list[str]) -> None:
    made = _run("new", "kite-permit", "--dir", str(tmp_path), *options)
    assert made.exit_code == 0, made.output
    folder = str(tmp_path / "kite-permit")
    assert _run("validate", folder).output.endswith("2 files checked, no problems\n")
    linted = _run("lint", "--strict", folder)
    assert (linted.exit_code, "warning" in linted.output) == (0, False)
    played = _run("test", folder)
    assert (played.exit_code, "1/1" in played.output) == (0, True)
    (version,) = (tmp_path / "kite-permit").glob("20*.yaml")
    assert "<svg" in _run("graph", str(version)).stdout


def test_the_promise_of_the_story_passes_over_the_culture_day(tmp_path: Path) -> None:
    """Three working days after Monday 23 November 2026: 25, 26, 27; the 24th is off (Resolution 28/2026/QH16)."""
    _run("new", "kite-permit", "--dir", str(tmp_path), *SEVERAL, "--from", "2026-11-20")
    story = (tmp_path / "kite-permit" / "worked_examples.yaml").read_text(encoding="utf-8")
    assert 'received: "2026-11-23T09:00:00+07:00"' in story
    assert 'promised: "2026-11-27T17:00:00+07:00"' in story


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Kite"], "small letters"),
        (["kite", "--agency", "trafic_police"], "did you mean `traffic_police`?"),
        (["kite", "--step", "A b"], "small letters"),
        (["kite", "--step", "a", "--step", "a"], "each named once"),
        (["kite", "--from", "2009-01-01"], "knows the days from"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, words: list[str], said: str) -> None:
    refused = _run("new", *words, "--dir", str(tmp_path), "--lang", "en")
    assert (refused.exit_code, said in refused.output) == (2, True), refused.output
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kite").mkdir()
    assert "đã có sẵn" in _run("new", "kite", "--dir", str(tmp_path), "--lang", "vi").output
    assert list((tmp_path / "kite").iterdir()) == []
