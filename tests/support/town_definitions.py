"""The invented permit and notice among the shipped calendars and agencies, as files that a whole product can be run on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import procedure_defs
from tests.support.tree_house import SHOW, TREE_HOUSE

_KINDS = {
    "counter": "one_stop_unit",
    "sky_office": "civil_registry",
    "workshop": "commune_police",
    "printer": "identity_police",
}


def write_definitions(folder: Path, **permit: Any) -> Path:
    """The folder for the setting `definitions_dir`; `permit` changes the last step of the permit."""
    shipped = Path(procedure_defs.__file__).parent
    for name in ("agencies", "calendars"):
        shutil.copytree(shipped / name, folder / name)
    last = {**TREE_HOUSE["steps"]["permit"], **permit}
    tree_house = {**TREE_HOUSE, "steps": {**TREE_HOUSE["steps"], "permit": last}}
    for procedure in (tree_house, SHOW):
        path = folder / procedure["procedure"] / f"{procedure['version']}.yaml"
        path.parent.mkdir()
        path.write_text(json.dumps(_in_town(procedure)), encoding="utf-8")  # JSON is YAML
    return folder


def _in_town(procedure: dict[str, Any]) -> dict[str, Any]:
    steps = {
        name: {**step, "agency": _KINDS.get(step["agency"], step["agency"])}
        for name, step in procedure["steps"].items()
    }
    return {**procedure, "calendar": "vn-state-agency", "reception": "one_stop_unit", "steps": steps}
