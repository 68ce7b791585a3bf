"""A file with eleven faults of all sorts gives eleven messages in one go, each with its line, column and mend."""

from pathlib import Path

import pytest

from procedure_defs.catalogue import SHIPPED, Examination, definition_files, examine

FILE = Path(__file__).parent / "eleven_faults.yaml"

EXPECTED = [
    (6, 35, "the version ends on 2025-12-31, before it begins on 2026-01-01", "write a later day, or leave `to` out"),
    (22, 16, "gives the applicant no term that could expire", "add `applicant_term: 7 working_days`"),
    (28, 13, "`within`: 24 has no unit", "write for example `24 working_days`"),
    (30, 5, "the step `inspect_kite` has an unknown field `mai`", "did you mean `may`?"),
    (34, 13, "there is no kind of agency `sky_office`", "write one of: one_stop_unit, civil_registry"),
    (35, 27, "in a circle: reserve_sky → print_licence → reserve_sky", "take one of these out of the `needs`"),
    (36, 13, "`working_day` is no unit of time", "write `working_days`; the units are: minutes, hours"),
    (38, 3, "the step `print_licence` has no legal basis", "add `legal_basis: [{ref: …, article: …}]`"),
    (44, 7, "`case.widny` in `case.widny` is no fact of this procedure", "did you mean `windy`?"),
    (45, 16, "there is no document `drawings`", "did you mean `drawing`?"),
    (51, 11, "the condition `form.wants_badge &&` is not valid CEL", "write a condition over `form` and `case`"),
]


@pytest.fixture(scope="module")
def seen() -> Examination:
    return examine([FILE], beside=examine(definition_files(SHIPPED)))


def test_there_are_eleven_and_in_the_order_of_the_file(seen: Examination) -> None:
    assert [(p.line, p.column) for p in seen.problems] == [(line, column) for line, column, _, _ in EXPECTED]


@pytest.mark.parametrize("index", range(len(EXPECTED)), ids=[what[:40] for _, _, what, _ in EXPECTED])
def test_each_says_what_is_wrong_and_how_to_mend_it(seen: Examination, index: int) -> None:
    _, _, what, mend = EXPECTED[index]
    assert what in seen.problems[index].what.en
    assert seen.problems[index].mend.en.startswith(mend)


def test_the_column_is_where_the_fault_begins(seen: Examination) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    faulty = [lines[p.line - 1][p.column - 1 :] for p in seen.problems]
    begins = ["2025-12-31", "stop", "24", "mai", "sky_office", "print_licence]", "2 working_day", "print_licence:"]
    begins += ["case.widny", "drawings", "form.wants_badge &&"]
    assert all(text.startswith(start) for text, start in zip(faulty, begins, strict=True))


def test_a_message_is_one_line_with_its_place(seen: Examination) -> None:
    assert (
        str(seen.problems[2]) == f"{seen.files[0]}:28:13: `within`: 24 has no unit; write for example `24 working_days`"
    )
    assert all("\n" not in str(p) for p in seen.problems)
