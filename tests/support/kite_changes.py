"""The kite-flying licence with one or two places changed: each rule of the definition gets a definition that breaks it."""

from copy import deepcopy
from typing import Any

from engine.core.definition import ProcedureDefinition
from tests.support.kite_licence import KITE

GONE = object()
"""The place is taken out."""


def changed_kite(changes: dict[str, Any]) -> ProcedureDefinition:
    """`{"steps.inspect_kite.needs": ["fly"]}` changes that place; a condition as a last key stands behind a `|`."""
    data = deepcopy(KITE)
    for place, value in changes.items():
        *way, last = place.split(".") if "|" not in place else [*place.split("|")[0].split("."), place.split("|")[1]]
        inside = data
        for part in way:
            inside = inside.setdefault(part, {})
        if value is GONE:
            del inside[last]
        else:
            inside[last] = value
    return ProcedureDefinition.model_validate(data)
