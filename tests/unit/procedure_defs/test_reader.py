"""Reading YAML: positions of every part, YAML 1.2 meanings, and everything that is refused before parsing."""

from datetime import date
from pathlib import Path

import pytest

from procedure_defs.positions import Position
from procedure_defs.reader import LARGEST, read_bytes, read_file, read_text
from procedure_defs.scalars import Scalar, meaning
from procedure_defs.yaml_events import MOST_PARTS

TEXT = """\
steps:
  fly:
    needs: [a, "b c"]
    title: {vi: Thả diều, en: Fly}
"""


def test_every_part_has_its_position() -> None:
    read = read_text(TEXT, "kite.yaml")
    assert read.data == {"steps": {"fly": {"needs": ["a", "b c"], "title": {"vi": "Thả diều", "en": "Fly"}}}}
    assert read.positions.of_key(("steps", "fly")) == Position(2, 3)
    assert read.positions.of_value(("steps", "fly", "needs", 1)) == Position(3, 16)
    assert read.positions.of_key(("steps", "fly", "title", "en")) == Position(4, 27)
    assert read.positions.of_value(("steps", "fly", "title", "en")) == Position(4, 31)


def test_the_position_of_what_is_not_there_is_that_of_the_part_around_it() -> None:
    positions = read_text(TEXT, "kite.yaml").positions
    assert positions.of_value(("steps", "fly", "needs", 7)) == positions.of_value(("steps", "fly", "needs"))
    assert positions.of_value(("nothing",)) == Position(1, 1)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("15:00", "15:00"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("012", 12),
        ("-7", -7),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("2026-09-01", date(2026, 9, 1)),
        ("2026-02-30", "2026-02-30"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_an_unquoted_word_means_what_yaml_1_2_says(word: str, value: Scalar) -> None:
    assert meaning(word) == value
    assert type(meaning(word)) is type(value)


def test_a_quoted_word_is_a_text() -> None:
    assert read_text("a: '12'\nb: \"true\"\n", "f").data == {"a": "12", "b": "true"}


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: 1\na: 2\n", 2, 1, "`a` stands here a second time (first on line 1)"),
        ("a: {b: 1, b: {c: 1}}\n", 1, 11, "`b` stands here a second time"),
        ("a:\n\tb: 1\n", 2, 1, "a tab stands here"),
        ("a: 1\t# note\n", 1, 5, "a tab stands here"),
        ("a: &x [1]\n", 1, 4, "an anchor"),
        ("a: *x\n", 1, 4, "an alias"),
        ("a: !!python/object:os.system x\n", 1, 4, "a type tag"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("? [a]\n: b\n", 1, 3, "as a key"),
        ("a: [1, 2\nb: 3\n", 1, 9, "this is not YAML here"),
        ("a: 'x\n", 1, 6, "this is not YAML here"),
        ("", 1, 1, "the file is empty"),
        ("# only a note\n", 1, 1, "the file is empty"),
        ("a: \x07\n", 1, 4, "a character that YAML does not allow"),
    ],
)
def test_what_is_refused_has_a_place_and_a_mend(text: str, line: int, column: int, what: str) -> None:
    problem = read_text(text, "f.yaml").problems[0]
    assert (problem.file, problem.line, problem.column) == ("f.yaml", line, column)
    assert what in problem.what.en
    assert problem.mend.en


def test_an_alias_bomb_is_refused_at_its_first_alias() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{m}, *{m}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    read = read_text(bomb, "f.yaml")
    assert read.data is None
    assert [p.line for p in read.problems] == [1, 2, 2]


@pytest.mark.parametrize("deep", ["[" * 5000, "{a: " * 300, "- " * 300 + "x"])
def test_excessive_nesting_is_refused(deep: str) -> None:
    read = read_text(deep, "f.yaml")
    assert read.data is None
    assert "nested more than" in read.problems[0].what.en


def test_a_file_with_too_many_parts_is_refused_where_they_become_too_many() -> None:
    read = read_text("- x\n" * (MOST_PARTS + 10), "f.yaml")
    assert read.data is None
    assert MOST_PARTS - 10 < read.problems[0].line <= MOST_PARTS
    assert "parts" in read.problems[0].what.en


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"a" * (LARGEST + 1))
    assert "larger than" in read_file(large).problems[0].what.en
    assert "larger than" in read_bytes(b"a" * (LARGEST + 1), "f").problems[0].what.en


def test_a_file_that_is_not_utf_8_is_refused_where_it_stops_being_so() -> None:
    problem = read_bytes("a: được\nb: ".encode() + "được".encode("utf-16"), "f").problems[0]
    assert (problem.line, problem.column) == (2, 4)
    assert problem.what.en == "the file is not UTF-8"


def test_a_file_that_is_not_there_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert "cannot be read" in read_file(tmp_path / "no.yaml").problems[0].what.en
    assert read_file(tmp_path).problems[0].what.en == "this is a folder"


def test_a_repeated_key_does_not_hide_the_rest() -> None:
    read = read_text("a: 1\na: {x: [1, {y: 2}]}\nb: 3\n", "f")
    assert read.data == {"a": 1, "b": 3}
    assert len(read.problems) == 1
