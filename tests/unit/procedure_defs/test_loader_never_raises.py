"""Whatever a file holds, reading it gives a definition or problems with a place and a mend; never an exception."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.definition import ProcedureDefinition
from procedure_defs.catalogue import SHIPPED
from procedure_defs.loader import load_agencies, load_calendar, load_procedure, parse_procedure
from procedure_defs.problems import Problem
from procedure_defs.reader import read_bytes, read_text

BIRTH = (SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml").read_text(encoding="utf-8")
AGENCIES = (SHIPPED / "agencies" / "mau-don.yaml").read_text(encoding="utf-8")
CALENDAR = (SHIPPED / "calendars" / "vn-state-agency.yaml").read_text(encoding="utf-8")
LINES = BIRTH.splitlines()

yaml_like = st.text(alphabet="abn:-[]{}#&*!|>'\"%@`,?~ \n\t0123456789.é\u2028\x00\ufeff", max_size=200)
words = st.sampled_from(
    [
        "",
        "~",
        "7",
        "true",
        "[]",
        "{}",
        "[a]",
        "{a: b}",
        "2 weeks",
        "2026-02-30",
        "'",
        "*x",
        "&x",
        "!!int",
        "- ",
        "? ",
        "| ",
    ]
)


def check_is_answered(answer: ProcedureDefinition | list[Problem]) -> None:
    if isinstance(answer, list):
        assert answer
        assert all(p.line >= 1 and p.column >= 1 and p.what.en and p.mend.en for p in answer)
        assert all("\n" not in str(p) for p in answer)


@given(st.binary(max_size=300))
def test_bytes(raw: bytes) -> None:
    check_is_answered(parse_procedure(raw))


@given(st.one_of(st.text(max_size=200), yaml_like))
def test_texts(text: str) -> None:
    read = read_text(text, "f.yaml")
    check_is_answered(sorted(load_procedure(read).problems) or [Problem("f", 1, 1, "read", "nothing")])
    assert read.data is not None or read.problems


@settings(max_examples=40)
@given(st.integers(0, len(LINES) - 1), words, st.sampled_from(["value", "line", "key", "drop", "indent", "again"]))
def test_one_line_of_a_shipped_definition_changed(number: int, word: str, how: str) -> None:
    line = LINES[number]
    key, colon, _ = line.partition(":")
    changed = {
        "value": [f"{key}{colon} {word}"],
        "line": [word],
        "key": [line.replace(key.strip() or "x", word or "x", 1)],
        "drop": [],
        "indent": [f"  {line}"],
        "again": [line, line],
    }[how]
    check_is_answered(parse_procedure("\n".join([*LINES[:number], *changed, *LINES[number + 1 :]]).encode()))


@settings(max_examples=40)
@given(st.integers(0, len(BIRTH) - 1), st.integers(0, 40), st.text(alphabet=string.printable, max_size=5))
def test_a_piece_of_a_shipped_definition_changed(start: int, length: int, piece: str) -> None:
    check_is_answered(parse_procedure((BIRTH[:start] + piece + BIRTH[start + length :]).encode()))


@settings(max_examples=25)
@given(st.integers(0, len(AGENCIES) - 1), st.integers(0, 30), words)
def test_a_piece_of_the_directory_changed(start: int, length: int, word: str) -> None:
    shaped = load_agencies(read_text(AGENCIES[:start] + word + AGENCIES[start + length :], "f"), None)
    assert shaped.model is not None or shaped.problems


@settings(max_examples=25)
@given(st.integers(0, len(CALENDAR) - 1), st.integers(0, 30), words)
def test_a_piece_of_a_calendar_changed(start: int, length: int, word: str) -> None:
    shaped = load_calendar(read_bytes((CALENDAR[:start] + word + CALENDAR[start + length :]).encode(), "f"))
    assert shaped.model is not None or shaped.problems
