"""Whoever takes in a dossier finds the places of his own agency on top, and what is no more at the end."""

from __future__ import annotations

from datetime import date

from api.acts.forms import submission_form
from api.acts.places import Near, parts_of
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId
from tests.support.kite_licence import kite_definition

DAY = date(2026, 6, 2)
OWN, OTHERS, ONCE = "Địa bàn của cơ quan mình", "Địa bàn khác", "Địa bàn nay không còn"
DIRECTORY = AgencyDirectory.model_validate(
    {
        "territories": {
            "land": {"title": {"vi": "Cả nước", "en": "The land"}},
            "town": {"title": {"vi": "Phố", "en": "Town"}, "lies_in": "land"},
            "ward": {"title": {"vi": "Quận", "en": "Ward"}, "lies_in": "town"},
            "hill": {"title": {"vi": "Đồi", "en": "Hill"}, "lies_in": "land"},
            "old-ward": {
                "title": {"vi": "Quận cũ", "en": "Old ward"},
                "lies_in": "town",
                "valid": {"from": "2000-01-01", "to": "2026-06-01"},
                "succeeded_by": ["ward"],
            },
        },
        "kinds": {"office": {"title": {"vi": "Quầy", "en": "Counter"}}},
        "agencies": {
            "counter": {
                "kind": "office",
                "title": {"vi": "Quầy", "en": "Counter"},
                "territory": "town",
                "unit_code": "A01",
                "calendar": "vn-state-agency",
                "valid": {"from": "2000-01-01"},
            }
        },
    }
)


def _offered(near: Near | None) -> dict[str, list[str]]:
    return {heading.vi: [name for name, _ in places] for heading, places in parts_of(DIRECTORY, near)}


def test_own_places_and_those_below_come_first_and_ended_ones_last() -> None:
    found = _offered(Near(DAY, AgencyId("counter")))
    assert found == {OWN: ["town", "ward"], OTHERS: ["land", "hill"], ONCE: ["old-ward"]}
    assert list(found) == [OWN, OTHERS, ONCE]


def test_on_its_last_day_a_place_is_still_there() -> None:
    assert _offered(Near(date(2026, 6, 1), AgencyId("counter")))[OWN] == ["town", "ward", "old-ward"]


def test_whoever_has_no_agency_has_no_places_of_his_own() -> None:
    assert list(_offered(Near(DAY))) == [OTHERS, ONCE]


def test_the_form_takes_each_of_them_and_begins_with_the_own_place() -> None:
    where = submission_form(kite_definition(), DIRECTORY, AgencyId("counter"), DAY).inputs[0]
    assert [name for name, _ in where.choices] == ["town", "ward", "land", "hill", "old-ward"]
    assert (where.value, [heading.vi for heading, _ in where.parts]) == ("town", [OWN, OTHERS, ONCE])
