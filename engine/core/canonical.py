"""A definition in one canonical form: what does not change its meaning (order, comments, defaults) does not change it."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.core.definition import ProcedureDefinition


class Difference(NamedTuple):
    """A place in which two definitions say different things; null: nothing stands there."""

    place: str
    before: str | None
    after: str | None


def canonical(definition: ProcedureDefinition) -> str:
    """The content as JSON that reads back as the same definition."""
    return json.dumps(_said(definition), ensure_ascii=False, separators=(",", ":"))


def content_hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def from_canonical(content: str) -> ProcedureDefinition:
    return ProcedureDefinition.model_validate_json(content)


def differences(before: ProcedureDefinition, after: ProcedureDefinition) -> tuple[Difference, ...]:
    """Each place that says something else, by its path (`steps.register_birth.within`); the order of keys is one too."""
    return differing(_said(before), _said(after))


def differing(before: dict[str, Any], after: dict[str, Any]) -> tuple[Difference, ...]:
    """The same for any two contents as JSON reads them."""
    return tuple(_differing("", before, after))


def _said(definition: ProcedureDefinition) -> dict[str, Any]:
    """Without defaults: a rule that the language learns later does not change what was said before."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _differing(place: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after and _in_order(before) == _in_order(after):
        return
    if _is_told_whole(before) or _is_told_whole(after):
        yield Difference(place, _shown(before), _shown(after))
        return
    for name in dict.fromkeys((*before, *after)):
        yield from _differing(f"{place}.{name}" if place else name, before.get(name), after.get(name))
    if before.keys() == after.keys() and list(before) != list(after):
        yield Difference(place, ", ".join(before), ", ".join(after))


def _is_told_whole(value: Any) -> bool:
    """A time limit is one thing to people, not a number and a unit."""
    return not isinstance(value, dict) or value.keys() == {"n", "unit"}


def _in_order(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _shown(value: Any) -> str | None:
    if isinstance(value, dict) and _is_told_whole(value):
        return f"{value['n']} {value['unit']}"
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
