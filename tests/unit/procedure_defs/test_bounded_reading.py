"""Files made to keep a computer busy: the work done for each is counted, and stays in proportion."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from engine.core import condition_checks
from engine.core.calendar_entries import Break, Closure
from engine.core.findings import nearest
from engine.core.territories import enclosing
from procedure_defs.loader import check_calendar, load_agencies, load_calendar, load_procedure
from procedure_defs.reader import LARGEST, read_file, read_text
from procedure_defs.reading import DEEPEST, LONGEST
from procedure_defs.yaml_events import MOST_PARTS
from tests.support.broken_files import CORPUS

TITLE = "title: {vi: a, en: a}"
BASIS = "legal_basis: [{ref: a}]"
STEP = f"{TITLE}, agency: a, within: 1 hours, {BASIS}"
HEAD = f"""\
procedure: kite-licence
version: 2026-01-01
{TITLE}
{BASIS}
effective: {{from: 2026-01-01}}
calendar: c
total: {{within: 5 working_days, {BASIS}}}
"""
HOUR_LONG = "[1].map(a, [2].all(b, true)) == [true]"


class Counted:
    """How often something is done, while it is done as ever."""

    def __init__(self) -> None:
        self.times = 0

    def around(self, done: Any) -> Any:
        def counting(*args: Any, **named: Any) -> Any:
            self.times += 1
            return done(*args, **named)

        return counting


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The parts that are taken from the YAML parser."""
    counted = Counted()
    parse = YAML.parse

    def parse_counted(self: YAML, stream: Any) -> Iterator[Any]:
        for event in parse(self, stream):
            counted.times += 1
            yield event

    monkeypatch.setattr(YAML, "parse", parse_counted)
    return counted


def _alias_bomb() -> str:
    names = [f"a{number}" for number in range(40)]
    links = pairwise(names)
    return "a0: &a0 [x]\n" + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in links)


@pytest.mark.parametrize(
    ("text", "most", "what"),
    [
        (_alias_bomb(), 20, "an alias (`*name`) stands here"),
        ("a: &a [*a]\n", 10, "an alias (`*name`) stands here"),
        ("<<: &a {<<: *a}\n", 10, "a merge key (`<<`) stands here"),
        ("[\n" * 400_000, DEEPEST + 5, "this is nested more than"),
        ("- " * 4_000, DEEPEST + 5, "this is nested more than"),
        ("\n".join(f"{' ' * depth}a:" for depth in range(1_000)), 2 * DEEPEST + 5, "this is nested more than"),
        ("- x\n" * 240_000, MOST_PARTS + 5, "the file holds more than"),
        ("[{a: \n" * 150_000, 3 * DEEPEST, "this is nested more than"),
        ("!" + "a" * (LARGEST - 10), 0, "this line is longer than"),
        ("? " * 400_000, 0, "this line is longer than"),
        ("a: " + "(" * 900_000, 0, "this line is longer than"),
        ("a: |\n" + " b\n" * 300_000, 10, "this text is longer than"),
        ("a: '\n" + " b\n" * 300_000 + "'", 10, "this text is longer than"),
        ("\t\n" * 490_000, 10, "a tab stands here, and on 489999 more lines"),
        ("\u00a0a:\n" * 150_000, MOST_PARTS + 5, "what looks like a space is none"),
        ("---\n" * 240_000, 10, "a second document begins here"),
    ],
    ids=lambda given: given[:24] if isinstance(given, str) else None,
)
def test_a_reader_stops_where_it_has_seen_enough(parts: Counted, text: str, most: int, what: str) -> None:
    assert len(text) <= LARGEST
    read = read_text(text, "f.yaml")
    assert parts.times <= most + MOST_PARTS + 1  # the quick parser has looked before
    assert any(problem.what.en.startswith(what) for problem in read.problems)


def test_a_file_beyond_the_size_is_not_looked_into(parts: Counted, tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_text("a: 1\n" * (LARGEST // 5 + 1), encoding="utf-8")
    (problem,) = read_file(large).problems
    assert (problem.line, problem.what.en) == (1, "the file is larger than 1,000,000 bytes")
    assert parts.times == 0


def test_no_broken_file_is_large() -> None:
    assert max(path.stat().st_size for path in CORPUS.rglob("*.yaml")) < 2 * LONGEST


def test_misfits_are_told_up_to_a_number() -> None:
    shaped = load_procedure(read_text(HEAD + "steps:\n" + "".join(f"  s{n}: {{}}\n" for n in range(5_000)), "f"))
    assert shaped.model is None
    assert 200 <= len(shaped.problems) <= 201
    assert shaped.problems[0].what.en == "the file has more than 200 misfits, of which only some are told"


@pytest.mark.parametrize("near", ["inspect_kite_", "x"])
def test_a_name_is_compared_with_few_others(monkeypatch: pytest.MonkeyPatch, near: str) -> None:
    compared = Counted()
    known = [f"{near}{number}" for number in range(9_000)]

    def counted_matches(name: str, names: list[str], n: int, cutoff: float) -> list[str]:
        compared.times += len(names)
        return get_close_matches(name, names, n, cutoff)

    monkeypatch.setattr("engine.core.findings.get_close_matches", counted_matches)
    assert [nearest("inspect_kite_x", known) is None, nearest("a" * 5_000, known)] == [near == "x", None]
    assert compared.times <= 100


def test_a_ring_of_territories_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = Counted()
    monkeypatch.setattr("engine.core.succession_checks.enclosing", walked.around(enclosing))
    places = "".join(f"  t{number}: t{(number + 1) % 4_000}\n" for number in range(4_000))
    ring = load_agencies(read_text(f"territories:\n{places}kinds: {{}}\nagencies: {{}}\n", "f"), None)
    assert len(ring.problems) == 1
    chain = load_agencies(
        read_text(f"territories:\n{places}  t0:\nkinds: {{}}\nagencies: {{}}\n".replace("  t0: t1\n", ""), "f"), None
    )
    assert chain.problems == []
    assert walked.times <= 2 * 4_000


def test_a_break_of_ten_thousand_years_is_not_gone_through_day_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days = Counted()
    for span in (Break, Closure):
        monkeypatch.setattr(span, "days", days.around(span.days))
    entry = "  - {from: 0001-01-01, to: 9999-12-31, name: a, source: s}\n"
    text = f"calendar: c\n{TITLE}\ncovers: {{from: 0001-01-01, to: 9999-12-31}}\nweek: {{}}\nsources: {{s: s}}\n"
    shaped = load_calendar(read_text(f"{text}breaks:\n{entry * 500}closures:\n{entry * 500}", "f"))
    check_calendar(shaped, None)
    assert {problem.mend.en for problem in shaped.problems} == {"mend the year"}
    assert days.times == 0


@pytest.mark.parametrize("condition", [HOUR_LONG, f"'{'a' * 1_000}' == 'a'"])
def test_a_condition_that_could_go_on_for_ever_is_never_compiled(
    monkeypatch: pytest.MonkeyPatch, condition: str
) -> None:
    compiled = Counted()
    for name in ("check_expression", "never_holds", "find_type_fault"):
        monkeypatch.setattr(condition_checks, name, compiled.around(getattr(condition_checks, name)))
    shaped = load_procedure(read_text(f'{HEAD}steps: {{fly: {{{STEP}, when: "{condition}"}}}}\n', "f"))
    assert len(shaped.problems) == 1
    assert compiled.times == 0


def test_a_name_listed_again_and_again_is_told_each_time() -> None:
    needs = ",\n    ".join(["fly"] * 5_000)
    shaped = load_procedure(read_text(f"{HEAD}steps:\n  land: {{{STEP}, needs: [{needs}]}}\n  fly: {{{STEP}}}\n", "f"))
    assert len(shaped.problems) == 4_999
    assert all(problem.line == line for problem, line in zip(sorted(shaped.problems), count(10), strict=False))
