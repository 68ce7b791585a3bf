"""Every fault of a calendar file in one go, each with its line, column and mend."""

from pathlib import Path

import pytest

from procedure_defs.catalogue import SHIPPED, Examination, definition_files, examine

FILE = Path(__file__).parent / "faulty_calendar.yaml"
EXPECTED = [
    (9, 28, "the closure ends on 2026-07-01, before it begins on 2026-07-02", "write a later day"),
    (10, 59, "there is no source `notise`", "did you mean `notice`?"),
    (11, 79, "`sessions`: `8h`: a time of day is written with hour and minute", 'write it as `"08:00"`'),
    (
        13,
        12,
        "`from`: `2026-07-01` is no instant with its offset from UTC",
        'write it as `"2026-09-01T10:30:00+07:00"`',
    ),
    (14, 45, "the outage ends before it begins", "write a later instant, or leave `to` out while the system is down"),
    (
        16,
        12,
        "2026-07-13 lies in the break `nghỉ hè` but is not among the days off",
        "add it to `days_off`, or mend the break",
    ),
    (18, 12, "`year`: `1900` does not fit", "input should be greater than or equal to 1968"),
    (
        19,
        12,
        "2035 lies outside the days that the calendar covers, 2023-01-01 to 2030-12-31",
        "mend the date, or widen `covers`",
    ),
    (
        21,
        102,
        "it was entered on 2026-07-01, before it was announced on 2026-07-02",
        "leave `entered_on` out, or write a later day",
    ),
    (22, 30, "`kind` cannot be `hoilday`", "did you mean `holiday`?"),
    (23, 64, "`days_off` has an unknown field `superceded_on`", "did you mean `superseded_on`?"),
]


@pytest.fixture(scope="module")
def seen() -> Examination:
    return examine([FILE], beside=examine(definition_files(SHIPPED)))


def test_each_fault_has_its_place_and_its_mend(seen: Examination) -> None:
    assert [(p.line, p.column) for p in seen.problems] == [(line, column) for line, column, _, _ in EXPECTED]
    for problem, (_, _, what, mend) in zip(seen.problems, EXPECTED, strict=True):
        assert what in problem.what.en
        assert problem.mend.en.startswith(mend)


def test_a_calendar_that_extends_an_unknown_one(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text(FILE.read_text(encoding="utf-8").replace("vn-state-agency", "vn-state-agenci"), encoding="utf-8")
    found = examine([file], beside=examine(definition_files(SHIPPED))).problems
    assert "there is no calendar `vn-state-agenci`; did you mean `vn-state-agency`?" in str(found[0])
    assert (found[0].line, found[0].column) == (4, 10)
