"""Dossier codes: by QĐ 20/2020 from the top down, by TT 01/2018 from the lowest level up; each of a real day."""

from datetime import date

import pytest

from engine.core.definition_checks import check_definition
from engine.core.definition_rules import DossierCodeFormat
from engine.core.dossier_code import dossier_code, is_dossier_code, legacy_unit_code
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY

DAY = date(2023, 10, 27)
MODERN, LEGACY = DossierCodeFormat.QD_20_2020, DossierCodeFormat.TT_01_2018


def test_the_code_of_a_real_slip() -> None:
    """Thanh Hoá, 27 October 2023: `000.00.06.H56-231027-0361`; the same unit by QĐ 20/2020 is H56.06."""
    assert dossier_code("H56.06", DAY, 361, LEGACY) == "000.00.06.H56-231027-0361"
    assert dossier_code("H56.06", DAY, 361) == "H56.06-231027-0361"
    assert dossier_code("H15.50.05.13", date(2026, 10, 8), 975) == "H15.50.05.13-261008-0975"


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("H56", "000.00.00.H56"),
        ("H15.50.05", "000.05.50.H15"),
        ("H15.50.05.13", "013.05.50.H15"),
        ("H15.50.05.113", "113.05.50.H15"),
        ("H15.50.05.013", None),  # would read as H15.50.05.13
        ("H15.00", None),  # would read as H15
        ("H15.00.05", None),
        ("H15.500", None),
        ("H15.50.05.13.01", None),
    ],
)
def test_units_in_four_levels(unit: str, written: str | None) -> None:
    assert legacy_unit_code(unit) == written
    assert (dossier_code(unit, DAY, 1, LEGACY) is None) == (written is None)


@pytest.mark.parametrize(
    ("code", "day", "written", "is_one"),
    [
        ("000.00.06.H56-231027-0361", DAY, LEGACY, True),
        ("000.00.06.H56-231027-0361", DAY, MODERN, False),
        ("H56.06-231027-0361", DAY, LEGACY, False),
        ("H56.06-231027-0361", DAY, MODERN, True),
        ("000.00.06.H56-231028-0361", DAY, LEGACY, False),  # another day
        ("000.00.06.Z56-231027-0361", DAY, LEGACY, False),
        ("000.00.6.H56-231027-0361", DAY, LEGACY, False),
    ],
)
def test_what_is_a_code_of_the_day(code: str, day: date, written: DossierCodeFormat, is_one: bool) -> None:
    assert is_dossier_code(code, day, written) is is_one


def test_every_code_that_is_made_is_one() -> None:
    for written in DossierCodeFormat:
        for serial in (1, 9999, 10_000):
            code = dossier_code("H56.06", DAY, serial, written)
            assert code is not None and is_dossier_code(code, DAY, written)


def test_a_counter_whose_code_does_not_fit_is_told_to_the_author() -> None:
    counter = DIRECTORY.agencies["counter-1"].model_copy(update={"unit_code": "H98.01.02.03.04"})  # type: ignore[index]
    deep = DIRECTORY.model_copy(update={"agencies": {**DIRECTORY.agencies, "counter-1": counter}})
    legacy = changed_kite({"dossier_code": "tt-01-2018", "reception": "counter", "steps.print_licence.run": None})
    (found,) = check_definition(legacy, deep)
    assert found.path == ("dossier_code",) and "counter-1" in found.what.en
    assert check_definition(legacy, DIRECTORY) == []
    assert check_definition(changed_kite({"reception": "counter", "steps.print_licence.run": None}), deep) == []
