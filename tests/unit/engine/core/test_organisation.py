"""The organisation tree of reports, as of the day of the event and as of the day of the report."""

from datetime import date

import pytest

from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId, TerritoryId
from engine.core.organisation import Reading, children, counted_under, lineage, roll_up, roots
from procedure_defs.catalogue import load_catalogue

EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def directory() -> AgencyDirectory:
    return load_catalogue().agencies


@pytest.mark.parametrize(
    ("agency", "on", "above"),
    [
        ("mau-don-one-stop", EVE, ["mau-don-committee", "bach-van-committee", "hoa-mau-committee"]),
        ("mau-don-one-stop", DAY, ["mau-don-committee", "hoa-mau-committee"]),
        # The parent was succeeded: nobody had to write it down at each agency below.
        ("cuc-vang-one-stop", EVE, ["cuc-vang-committee", "lan-suong-committee"]),
        ("cuc-vang-one-stop", DAY, ["cuc-vang-committee", "hoa-mau-committee"]),
    ],
)
def test_whom_an_agency_belongs_to(directory: AgencyDirectory, agency: str, on: date, above: list[str]) -> None:
    assert lineage(directory, AgencyId(agency), on) == (agency, *above)


def test_a_roll_up_holds_what_is_there_on_the_day(directory: AgencyDirectory) -> None:
    before, after = (set(roll_up(directory, AgencyId("hoa-mau-committee"), on)) for on in (EVE, DAY))
    assert {"bach-van-committee", "sen-hong-one-stop", "mau-don-one-stop"} <= before
    assert not {"bach-van-committee", "sen-hong-one-stop"} & after
    assert "cuc-vang-one-stop" in after - before


@pytest.mark.parametrize("on", [EVE, DAY])
def test_the_tree_has_every_agency_once(directory: AgencyDirectory, on: date) -> None:
    ahead, seen = list(roots(directory, on)), []
    while ahead:
        here = ahead.pop()
        seen.append(here)
        ahead += children(directory, here, on)
    assert sorted(seen) == sorted(name for name, agency in directory.agencies.items() if agency.valid.contains(on))


def test_a_report_says_which_tree_it_follows(directory: AgencyDirectory) -> None:
    work = (directory, AgencyId("sen-hong-one-stop"), TerritoryId("sen-hong"))
    then = counted_under(*work, Reading.EVENT_DATE, event_on=EVE, report_on=DAY)
    now = counted_under(*work, Reading.REPORT_DATE, event_on=EVE, report_on=DAY)
    assert then == ("sen-hong-one-stop", "sen-hong-committee", "bach-van-committee", "hoa-mau-committee")
    assert now == ("sen-trang-one-stop", "sen-trang-committee", "hoa-mau-committee")


def test_work_that_nobody_inherited_stays_whose_it_was(directory: AgencyDirectory) -> None:
    work = (directory, AgencyId("bach-van-military-command"), TerritoryId("mau-don"))
    found = counted_under(*work, Reading.REPORT_DATE, event_on=EVE, report_on=DAY)
    assert found == ("bach-van-military-command",)
