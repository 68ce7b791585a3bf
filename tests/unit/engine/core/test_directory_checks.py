"""The rules of the agency directory and of the calendars, on invented ones that break them."""

from typing import Any

import pytest

from engine.core.agencies import AgencyDirectory
from engine.core.calendar_checks import check_calendar_definition
from engine.core.calendars import CalendarDefinition
from engine.core.directory_checks import check_directory
from engine.core.identifiers import CalendarId
from tests.support.kite_licence import DIRECTORY, OFFICE

CALENDARS = {CalendarId("office")}


def _directory(**agency: Any) -> AgencyDirectory:
    data = DIRECTORY.model_dump(by_alias=True)
    data["agencies"]["counter-1"].update(agency)
    return AgencyDirectory.model_validate(data)


def _calendar(**changes: Any) -> CalendarDefinition:
    return CalendarDefinition.model_validate({**OFFICE.model_dump(by_alias=True), **changes})


def test_a_sound_directory_and_a_sound_calendar() -> None:
    assert check_directory(DIRECTORY, CALENDARS) == []
    exchange = [{"date": "2026-08-31", "kind": "swapped_off", "name": "x", "source": "invented"}]
    assert check_calendar_definition(_calendar(days_off=exchange)) == []


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("kind", "cuonter", "no kind of agency `cuonter`"),
        ("territory", "kite-twon", "no territory `kite-twon`"),
        ("calendar", "offcie", "no calendar `offcie`"),
    ],
)
def test_an_agency_that_names_what_does_not_exist(part: str, value: str, said: str) -> None:
    found = check_directory(_directory(**{part: value}), CALENDARS)
    assert [f.path for f in found] == [("agencies", "counter-1", part)]
    assert said in found[0].what.en
    assert found[0].mend.en.startswith("did you mean")


def test_an_agency_that_ends_before_it_begins() -> None:
    found = check_directory(_directory(valid={"from": "2026-01-02", "to": "2026-01-01"}), CALENDARS)
    assert [f.path for f in found] == [("agencies", "counter-1", "valid", "to")]


@pytest.mark.parametrize(("second_from", "clash"), [("2026-07-01", False), ("2026-06-30", True)])
def test_one_competent_agency_for_a_place_and_a_day(second_from: str, clash: bool) -> None:
    data = DIRECTORY.model_dump(by_alias=True)
    first = data["agencies"]["counter-1"]
    data["agencies"]["counter-2"] = {**first, "unit_code": "H98.09", "valid": {"from": second_from}}
    first["valid"] = {"from": "2020-01-01", "to": "2026-06-30"}
    found = check_directory(AgencyDirectory.model_validate(data), CALENDARS)
    assert [f.path for f in found] == [("agencies", "counter-2", "valid")] * clash


@pytest.mark.parametrize(
    ("territories", "path"),
    [
        ({"kite-land": "kite-town", "kite-town": "kite-land"}, ("territories", "kite-land")),
        ({"kite-land": None, "kite-town": "no-land"}, ("territories", "kite-town")),
    ],
)
def test_territories_that_lie_nowhere(territories: dict[str, str | None], path: tuple[str, str]) -> None:
    broken = AgencyDirectory.model_validate({**DIRECTORY.model_dump(by_alias=True), "territories": territories})
    assert path in [f.path for f in check_directory(broken, CALENDARS)]


DAY = {"date": "2026-08-31", "kind": "swapped_off", "name": "x", "source": "invented"}
SWAP = {"date": "2026-08-22", "instead_of": "2026-08-31", "source": "invented"}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"covers": {"from": "2028-01-01", "to": "2027-12-31"}}, ("covers", "to")),
        ({"week": {"monday": []}}, ("week", "monday")),
        ({"week": {"mon": [["08:00", "12:00"], ["11:00", "17:00"]]}}, ("week", "mon")),
        ({"week": {"mon": [["12:00", "08:00"]]}}, ("week", "mon")),
        ({"days_off": [{**DAY, "source": "rumour"}]}, ("days_off", 0, "source")),
        ({"days_off": [DAY, {**DAY, "kind": "holiday"}]}, ("days_off", 1, "date")),
        ({"days_off": [DAY, {**DAY, "date": "2031-01-01"}]}, ("days_off", 1, "date")),
        ({"days_off": [DAY], "swapped_workdays": [{**SWAP, "date": "2026-08-21"}]}, ("swapped_workdays", 0, "date")),
        ({"days_off": [DAY], "swapped_workdays": [{**SWAP, "date": "2031-01-04"}]}, ("swapped_workdays", 0, "date")),
        ({"days_off": []}, ("swapped_workdays", 0, "instead_of")),
        ({"days_off": [{**DAY, "kind": "holiday"}]}, ("swapped_workdays", 0, "instead_of")),
    ],
)
def test_a_calendar_that_contradicts_itself(changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    assert path in [f.path for f in check_calendar_definition(_calendar(**changes))]
