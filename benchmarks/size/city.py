"""The definitions of a city: everything that is shipped, and the one ward of the shipped directory many times over."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from procedure_defs.catalogue import SHIPPED

_COUNTRY, _PROVINCE = "viet-nam", "hoa-mau"
WARD, WARD_CODE = "mau-don", "H99.01"
"""In the shipped directory; the cases of this ward are what the cases of the other wards are made of."""
WARDS = 16
"""The same at every size, so that each list grows as the ledger does. A city has ten times as many: here 4,000 cases fill
a page at every desk, so that full pages are compared with full ones, and at 400,000 each list is ten times as long."""


def ward(number: int) -> str:
    """0: the shipped one itself."""
    return f"phuong-{number:03d}" if number else WARD


def ward_code(number: int) -> str:
    """Instead of `WARD_CODE`, at the front of the codes of the ward's agencies; two digits, as TT 01/2018 can write."""
    letter, unit = divmod(number - 1, 99)
    return f"Y{90 + letter}.{unit + 1:02d}" if number else WARD_CODE


def write_city(folder: Path, wards: int = WARDS) -> Path:
    """A folder for `definitions_dir`: the same agencies, calendars and law in each ward, under names of its own."""
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "schema"))
    yaml = YAML(typ="safe", pure=True)
    yaml.representer.ignore_aliases = lambda _: True  # our files write every value in full
    shipped = yaml.load(folder / "agencies" / f"{WARD}.yaml")
    for first in range(1, wards, _IN_A_FILE):
        numbers = range(first, min(first + _IN_A_FILE, wards))
        with (folder / "agencies" / f"wards-{first:03d}.yaml").open("w", encoding="utf-8") as target:
            yaml.dump(_wards(shipped, numbers), target)
    return folder


_IN_A_FILE = 40
"""A definition file has no more than 20,000 parts."""


def _wards(shipped: dict[str, Any], numbers: range) -> dict[str, Any]:
    """A file that stands by itself: nothing in it names an agency of another file."""
    own = {name: agency for name, agency in shipped["agencies"].items() if name.startswith(WARD)}
    around = {name: shipped["territories"][name] for name in (_COUNTRY, _PROVINCE)}
    title = shipped["territories"][WARD]["title"]
    wards = {ward(number): {"title": _renamed(title, number), "lies_in": _PROVINCE} for number in numbers}
    agencies = {
        name.replace(WARD, ward(number)): _renamed(_by_itself(agency), number)
        for number in numbers
        for name, agency in own.items()
    }
    kinds = {agency["kind"]: shipped["kinds"][agency["kind"]] for agency in own.values()}
    return {"territories": {**around, **wards}, "kinds": kinds, "agencies": agencies}


def _by_itself(agency: dict[str, Any]) -> dict[str, Any]:
    above = str(agency.get("parent", WARD))
    return {name: said for name, said in agency.items() if name != "parent" or above.startswith(WARD)}


def _renamed(said: Any, number: int) -> Any:
    match said:
        case dict():
            return {name: _renamed(inner, number) for name, inner in said.items()}
        case list():
            return [_renamed(inner, number) for inner in said]
        case str():
            named = said.replace(WARD, ward(number)).replace("Mẫu Đơn", f"{number:03d}")
            return named.replace(WARD_CODE, ward_code(number)) if named.startswith(WARD_CODE) else named
        case _:
            return said
