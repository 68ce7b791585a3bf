"""`official_calendar` answers with the shipped Vietnamese calendar: the days that the yearly decisions name."""

import io
import json

import pytest

from cli import deadlines
from tests.support.legal_time import DAYS_OFF, SWAPPED_SATURDAYS


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_year_is_that_of_the_decisions(year: int) -> None:
    answer = deadlines.answer({}, {"op": "official_calendar", "year": year})
    assert answer == {
        "days_off": [f"{year}-{day}" for day in DAYS_OFF[year].split()],
        "swapped_workdays": [day for day in SWAPPED_SATURDAYS if day.startswith(str(year))],
    }


@pytest.mark.parametrize("request_line", ['{"op": "official_calendar", "year": 2027}', '{"op":"official_calendar"}'])
def test_over_json_lines(request_line: str) -> None:
    out = io.StringIO()
    deadlines.run(io.StringIO(request_line + "\n"), out)
    answer = json.loads(out.getvalue())
    certain = {"2027-01-01", "2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02", "2027-11-24"}
    assert certain <= set(answer["days_off"]) if "2027" in request_line else answer == {"error": "invalid_calendar"}


@pytest.mark.parametrize("year", [1999, 2200, "2026", 2026.5, True, None, {}])
def test_a_year_that_is_none_or_unknown_is_refused(year: object) -> None:
    assert deadlines.answer({}, {"op": "official_calendar", "year": year}) == {"error": "invalid_calendar"}
