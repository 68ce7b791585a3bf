"""Whatever a file holds, the loader answers with a definition or with problems at places, and in bounded work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.identifiers import ProcedureId
from procedure_defs.catalogue import SHIPPED, Examination, definition_files, examine
from procedure_defs.scenario_files import read_scenario
from procedure_defs.yaml_events import MOST_PARTS
from tests.support.broken_files import broken_files, catalogue

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.rglob("*.yaml"))]
BROKEN = [case.read_bytes() for case in broken_files() if case.is_file()]
FILE = "fuzzed.yaml"
BIRTH = ProcedureId("birth-residence-insurance")
MOST_PROBLEMS = 2 * MOST_PARTS
"""A part can have a wrong name and a wrong value."""

words = st.sampled_from(
    [
        "",
        "~",
        "7",
        "-1",
        "1e999",
        ".inf",
        "0x1F",
        "012",
        "yes",
        "on",
        "[]",
        "{}",
        "[[a]]",
        "{a: b}",
        "2 weeks",
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "24:00",
        "*x",
        "&x",
        "!!int",
        "<<",
        "- ",
        "? ",
        "| ",
        "%",
        "'",
        "\xa0",
        "form.a &&",
        "[1].all(a, [2].all(b, true))",
        "9" * 400 + " hours",
        "a" * 300,
        "\ud7ff🍵",
        "đ̣",
    ]
)
Lines = list[str]


def _delete(lines: Lines, at: int, other: int, word: str) -> Lines:
    return lines[:at] + lines[at + 1 + other % 5 :]


def _repeat(lines: Lines, at: int, other: int, word: str) -> Lines:
    return lines[: at + 1] + lines[at : at + 1 + other % 5] + lines[at + 1 :]


def _swap(lines: Lines, at: int, other: int, word: str) -> Lines:
    here = other % len(lines)
    return [lines[{at: here, here: at}.get(number, number)] for number in range(len(lines))]


def _value(lines: Lines, at: int, other: int, word: str) -> Lines:
    key, colon, _ = lines[at].partition(":")
    return [*lines[:at], f"{key}{colon} {word}", *lines[at + 1 :]]


def _key(lines: Lines, at: int, other: int, word: str) -> Lines:
    key = lines[at].partition(":")[0].strip()
    return [*lines[:at], lines[at].replace(key, word, 1), *lines[at + 1 :]]


def _indent(lines: Lines, at: int, other: int, word: str) -> Lines:
    spaces = other % 5
    moved = f"{' ' * spaces}{lines[at]}" if other % 2 else lines[at].removeprefix(" " * spaces)
    return [*lines[:at], moved, *lines[at + 1 :]]


def _nest(lines: Lines, at: int, other: int, word: str) -> Lines:
    """A part below itself."""
    inner = [f"  {line}" for line in lines[at : at + 1 + other % 20]]
    return [*lines[: at + 1], *inner, *lines[at + 1 :]]


def _truncate(lines: Lines, at: int, other: int, word: str) -> Lines:
    return [*lines[:at], lines[at][: other % (len(lines[at]) + 1)]]


def _from_elsewhere(lines: Lines, at: int, other: int, word: str) -> Lines:
    strange = TEXTS[other % len(TEXTS)].splitlines()
    return [*lines[:at], *strange[at % len(strange) : at % len(strange) + 6], *lines[at:]]


MUTATIONS: list[Callable[[Lines, int, int, str], Lines]] = [
    _delete,
    _repeat,
    _swap,
    _value,
    _key,
    _indent,
    _nest,
    _truncate,
    _from_elsewhere,
]

plain = st.one_of(words, st.text(max_size=12), st.integers(-5, 3000).map(str), st.dates().map(str), st.none().map(str))
keys = st.sampled_from(
    [
        "procedure",
        "version",
        "title",
        "vi",
        "en",
        "steps",
        "total",
        "within",
        "needs",
        "agency",
        "legal_basis",
        "form",
        "facts",
        "documents",
        "type",
        "choices",
        "fields",
        "territories",
        "kinds",
        "agencies",
        "valid",
        "from",
        "to",
        "calendar",
        "week",
        "mon",
        "covers",
        "days_off",
        "extends",
        "sources",
        "when",
        "may",
        "suspensions",
        "default",
    ]
)
structures = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: f"[{', '.join(parts)}]"),
        st.dictionaries(st.one_of(keys, words), inner, max_size=5).map(
            lambda parts: "{" + ", ".join(f"{name}: {part}" for name, part in parts.items()) + "}"
        ),
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def shipped() -> Examination:
    return examine(definition_files(SHIPPED))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed")


def check_is_answered(raw: bytes, folder: Path, shipped: Examination) -> None:
    """A definition of its kind without problems, or problems, each a line with its place."""
    file = folder / FILE
    file.write_bytes(raw)
    seen = examine([file], beside=shipped)
    assert len(seen.problems) <= MOST_PROBLEMS
    last = raw.count(b"\n") + raw.count(b"\r") + len(raw.decode("utf-8", "replace").splitlines()) + 1
    for problem in seen.problems:
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert problem.what.en and problem.mend.en
        assert len(str(problem).splitlines()) == 1
    read_whole = bool(seen.procedures or seen.directories is not shipped.directories or seen.calendars)
    assert seen.problems or read_whole


@settings(max_examples=150)
@given(
    st.sampled_from(TEXTS),
    st.lists(
        st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 10_000), st.integers(0, 10_000), words),
        min_size=1,
        max_size=4,
    ),
)
def test_a_shipped_file_changed(
    folder: Path,
    shipped: Examination,
    text: str,
    mutations: list[tuple[Callable[[Lines, int, int, str], Lines], int, int, str]],
) -> None:
    lines = text.splitlines()
    for mutate, at, other, word in mutations:
        lines = mutate(lines, at % len(lines), other, word) or [word]
    check_is_answered("\n".join(lines).encode(), folder, shipped)


@settings(max_examples=100)
@given(st.sampled_from(BROKEN), st.integers(0, 5_000), st.integers(0, 30), st.binary(max_size=8))
def test_bytes_of_a_broken_file_changed(
    folder: Path, shipped: Examination, raw: bytes, at: int, length: int, piece: bytes
) -> None:
    at %= len(raw) + 1
    check_is_answered(raw[:at] + piece + raw[at + length :], folder, shipped)


@settings(max_examples=150)
@given(st.dictionaries(keys, structures, max_size=8))
def test_structures_of_known_words(folder: Path, shipped: Examination, parts: dict[str, str]) -> None:
    text = "".join(f"{name}: {part}\n" for name, part in parts.items())
    check_is_answered(text.encode("utf-8", "replace"), folder, shipped)


@settings(max_examples=60)
@given(st.data())
def test_a_scenario_changed(folder: Path, data: st.DataObject) -> None:
    lines = (SHIPPED / BIRTH / "simulation.yaml").read_text(encoding="utf-8").splitlines()
    mutate = data.draw(st.sampled_from(MUTATIONS))
    lines = mutate(
        lines, data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, 10_000)), data.draw(words)
    )
    (folder / "simulation.yaml").write_text("\n".join(lines), encoding="utf-8", errors="replace")
    definition = catalogue().versions(BIRTH)[-1]
    found = read_scenario(folder / "simulation.yaml", definition, catalogue().agencies.territories)
    assert not isinstance(found, list) or all(problem.line >= 1 for problem in found)
    assert found != []
