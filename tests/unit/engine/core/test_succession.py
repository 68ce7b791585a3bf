"""Who is competent before and after 1 July 2025 in the invented province, and who has the work of whoever ended.

On that day the districts ended and provinces were merged (NĐ 150/2025, NĐ 151/2025); the police have had driving
licences since 1 March 2025.
"""

from datetime import date

import pytest

from engine.core.agencies import AgencyDirectory, Route
from engine.core.identifiers import AgencyId, AgencyKind, TerritoryId
from engine.core.territories import around, place_on
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_succession import succession

EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def directory() -> AgencyDirectory:
    return load_catalogue().agencies


@pytest.mark.parametrize(
    ("kind", "territory", "before", "after"),
    [
        ("commune_police", "sen-hong", "sen-hong-police", "sen-trang-police"),  # a commune that was merged
        ("social_insurance", "cuc-vang", "lan-suong-social-insurance", "hoa-mau-social-insurance"),  # a province, too
        ("land_registration_office", "mau-don", "bach-van-land-registration", "hoa-mau-land-registration"),
        ("district_committee", "mau-don", "bach-van-committee", None),  # districts are no more
        ("court", "bach-van", "hoa-mau-court", "hoa-mau-court"),  # what the district lay in, it lies in
        ("commune_police", "mau-don", "mau-don-police", "mau-don-police"),
        ("commune_police", "bach-van", None, None),
    ],
)
def test_competent_by_the_date(
    directory: AgencyDirectory, kind: str, territory: str, before: str | None, after: str | None
) -> None:
    found = [directory.find_competent(AgencyKind(kind), TerritoryId(territory), on) for on in (EVE, DAY)]
    assert found == [before, after]


@pytest.mark.parametrize(
    ("territory", "before", "after"),
    [
        ("mau-don", ["mau-don", "bach-van", "hoa-mau", "viet-nam"], ["mau-don", "hoa-mau", "viet-nam"]),
        ("sen-hong", ["sen-hong", "bach-van", "hoa-mau", "viet-nam"], ["sen-trang", "hoa-mau", "viet-nam"]),
        ("cuc-vang", ["cuc-vang", "lan-suong", "viet-nam"], ["cuc-vang", "hoa-mau", "viet-nam"]),
        ("bach-van", ["bach-van", "hoa-mau", "viet-nam"], ["hoa-mau", "viet-nam"]),
        ("atlantis", [], []),
    ],
)
def test_where_a_place_lies(directory: AgencyDirectory, territory: str, before: list[str], after: list[str]) -> None:
    found = [list(around(directory.territories, TerritoryId(territory), on)) for on in (EVE, DAY)]
    assert found == [before, after]


def test_the_name_of_a_place_in_an_old_case_is_that_of_today(directory: AgencyDirectory) -> None:
    places = {name: place_on(directory.territories, TerritoryId(name), DAY) for name in ("sen-hong", "bach-van")}
    assert places == {"sen-hong": "sen-trang", "bach-van": None}


@pytest.mark.parametrize(
    ("agency", "territory", "on", "found"),
    [
        ("sen-hong-police", "sen-hong", EVE, "sen-hong-police"),
        ("sen-hong-police", "sen-hong", DAY, "sen-trang-police"),
        ("bach-van-one-stop", "mau-don", DAY, "mau-don-one-stop"),  # several: the territory decides
        ("bach-van-one-stop", "sen-hong", DAY, "sen-trang-one-stop"),  # … as it is called since
        ("bach-van-one-stop", "bach-van", DAY, None),  # nobody's alone
        ("bach-van-one-stop", None, DAY, None),
        ("hoa-mau-transport", "mau-don", date(2025, 3, 1), "hoa-mau-licence-police"),  # of another kind
        ("bach-van-military-command", "mau-don", DAY, None),
        ("nobody", "mau-don", DAY, None),
    ],
)
def test_successor(directory: AgencyDirectory, agency: str, territory: str | None, on: date, found: str | None) -> None:
    place = TerritoryId(territory) if territory else None
    assert directory.find_successor(AgencyId(agency), on, place) == found


def test_without_a_named_successor_the_kind_and_the_place_of_today_decide() -> None:
    directory = succession(workshop_1={"succeeded_by": []})
    kind, town, on = AgencyKind("workshop"), TerritoryId("kite-town"), date(2026, 6, 2)
    assert directory.find_successor(AgencyId("workshop-1"), on, town) is None
    assert directory.competent_now(AgencyId("workshop-1"), kind, town, on) == "workshop-2"


def test_a_successor_that_is_not_there_yet_has_nothing() -> None:
    directory = succession(workshop_2={"valid": {"from": "2026-06-10"}})
    found = [directory.find_successor(AgencyId("workshop-1"), date(2026, 6, day)) for day in (1, 2, 9, 10)]
    assert found == ["workshop-1", None, None, "workshop-2"]


def test_a_circle_ends() -> None:
    directory = succession(
        workshop_2={"valid": {"from": "2026-06-02", "to": "2026-06-02"}, "succeeded_by": "workshop-1"}
    )
    assert directory.find_successor(AgencyId("workshop-1"), date(2026, 6, 3)) is None


def test_work_is_routed_to_a_ministrys_system_by_date(directory: AgencyDirectory) -> None:
    police, court, place = AgencyKind("licence_police"), AgencyKind("court"), TerritoryId("mau-don")
    agency = AgencyId("hoa-mau-licence-police")
    assert directory.route(police, place, date(2026, 6, 30)) == Route(agency, None, is_mirrored=False)
    assert directory.route(police, place, date(2026, 7, 1)) == Route(agency, "mps_driving_licences", is_mirrored=True)
    assert directory.route(court, place, DAY) == Route(AgencyId("hoa-mau-court"), "court", is_mirrored=False)
    assert directory.route(police, place, date(2025, 2, 28)) is None
    assert {"mps_driving_licences", "court", "social_insurance"} <= set(directory.systems())
