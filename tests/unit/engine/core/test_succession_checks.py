"""What the directory's checks say of successions and trees that do not hold."""

from typing import Any

import pytest

from engine.core.agencies import AgencyDirectory
from engine.core.directory_checks import check_directory
from engine.core.findings import Path
from tests.support.kite_succession import succession

OLD, NEW = {"valid": {"from": "2020-01-01", "to": "2026-06-01"}}, {"valid": {"from": "2026-06-02"}}


def _found(directory: AgencyDirectory) -> list[tuple[Path, str]]:
    return [(finding.path, finding.what.en) for finding in check_directory(directory)]


def test_a_sound_succession() -> None:
    assert _found(succession()) == []
    above = succession(
        printer_1={"parent": "sky-2"}, sky_2={"parent": [{"agency": "workshop-2", "from": "2027-01-01"}]}
    )
    assert [path for path, _ in _found(above)] == [("agencies", "printer-1", "parent")], "the parent came later"


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"workshop_1": {"succeeded_by": "wrokshop-2"}}, ("workshop-1", "succeeded_by"), "no agency `wrokshop-2`"),
        ({"workshop_2": {"valid": {"from": "2026-06-03"}}}, ("workshop-1", "succeeded_by"), "begins only on 2026-06-03"),
        (
            {"workshop_2": {"valid": {"from": "2020-01-01", "to": "2020-12-31"}, "territory": "kite-hill"}},
            ("workshop-1", "succeeded_by"),
            "has ended on 2020-12-31",
        ),
        ({"printer_1": {"succeeded_by": "sky-2"}}, ("printer-1", "succeeded_by"), "a successor and no last day"),
        ({"workshop_2": {"succeeded_by": "workshop-1", "valid": {"from": "2026-06-02", "to": "2026-06-30"}}},
         ("workshop-1", "succeeded_by"), "comes back to itself"),
        ({"workshop_2": {"valid": {"from": "2026-06-01"}}}, ("workshop-2", "valid"), "on the same days"),
        ({"printer_1": {"parent": "workshop-9"}}, ("printer-1", "parent"), "no agency `workshop-9`"),
        ({"printer_1": {"parent": "sky-2"}, "sky_2": {"parent": "printer-1"}}, ("printer-1", "parent"), "belongs to itself"),
        ({"printer_1": {"parent": "sky-1"}}, ("printer-1", "parent"), "`sky-1`, which is not there on 2026-06-02"),
        (
            {"printer_1": {"parent": [{"agency": "sky-1", "to": "2026-06-01"}, {"agency": "sky-2", "from": "2026-05-01"}]}},
            ("printer-1", "parent"),
            "belongs to two agencies",
        ),
        ({"printer_1": {"unit_code": "H98.02"}}, ("printer-1", "unit_code"), "the same unit code H98.02"),
        ({"printer_1": {"kind": "workshop", "territory": "kite-land"}}, None, "no agency is of the kind `printer`"),
    ],
)  # fmt: skip
def test_a_succession_or_a_tree_that_does_not_hold(
    changes: dict[str, dict[str, Any]], place: tuple[str, str] | None, said: str
) -> None:
    found = _found(succession(**changes))
    path: Path = ("agencies", *place) if place else ("kinds", "printer")
    assert [what for where, what in found if where == path and said in what], found


def test_a_successor_may_keep_the_unit_code() -> None:
    assert _found(succession(workshop_2={"unit_code": "H98.02"})) == []


@pytest.mark.parametrize(
    ("territories", "path", "said"),
    [
        ({"kite-hill": {"lies_in": "kite-land", "valid": OLD["valid"], "succeeded_by": "kite-moon"}},
         ("territories", "kite-hill", "succeeded_by"), "no territory `kite-moon`"),
        ({"kite-hill": {"lies_in": "kite-land", "valid": OLD["valid"], "succeeded_by": "new-hill"},
          "new-hill": {"lies_in": "kite-land", "valid": {"from": "2026-07-01"}}},
         ("territories", "kite-hill", "succeeded_by"), "begins only on 2026-07-01"),
        ({"kite-hill": {"lies_in": "kite-land", "valid": OLD["valid"], "succeeded_by": "kite-hill"}},
         ("territories", "kite-hill", "succeeded_by"), "comes back to itself"),
        ({"kite-hill": {"lies_in": [{"territory": "kite-land"}, {"territory": "kite-town", "from": "2026-01-01"}]}},
         ("territories", "kite-hill", "lies_in"), "lies in two territories on 2026-01-01"),
        ({"kite-town": {"lies_in": [{"territory": "kite-hill", "from": "2027-01-01"}]}, "kite-hill": "kite-town"},
         ("territories", "kite-town"), "lies in itself"),
        ({"kite-hill": {"lies_in": "kite-land", "valid": {"from": "2020-01-01", "to": "2019-01-01"}}},
         ("territories", "kite-hill", "valid", "to"), "before it begins"),
        ({"kite-town": {"lies_in": "kite-land", "valid": OLD["valid"]}},
         ("agencies", "printer-1", "valid"), "after its territory `kite-town` ended"),
    ],
)  # fmt: skip
def test_territories_whose_history_does_not_hold(territories: dict[str, Any], path: Path, said: str) -> None:
    data = succession().model_dump(by_alias=True)
    data["territories"].update(territories)
    found = _found(AgencyDirectory.model_validate(data))
    assert [what for where, what in found if where == path and said in what], found
