"""Every situation that conditions can tell apart: each combination of the answers and facts that they name."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from engine.core.condition_checks import selections
from engine.core.definition import FactDefinition, FieldDefinition, FieldType, ProcedureDefinition
from engine.core.law import Circumstances, circumstances
from engine.core.values import Text

MOST = 4096
"""Twelve questions of yes or no; more are not tried out."""

Way = tuple[str, ...]
"""`("form", "parents", "married")`."""
_ABSENT = object()


class Situation:
    """One combination: what was answered and established, and the words for it."""

    def __init__(self, definition: ProcedureDefinition, chosen: Mapping[Way, Any]) -> None:
        self._chosen = {way: value for way, value in chosen.items() if value is not _ABSENT}
        self._definition = definition

    @property
    def circumstances(self) -> Circumstances:
        form: dict[str, Any] = {}
        facts: dict[str, Any] = {}
        for way, value in self._chosen.items():
            place = form if way[0] == "form" else facts
            for part in way[1:-1]:
                place = place.setdefault(part, {})
            place[way[-1]] = value
        return circumstances(self._definition, form, facts)

    @property
    def words(self) -> Text:
        """The combination as conditions would say it."""
        told = [f"`{_told('.'.join(way), value)}`" for way, value in self._chosen.items()]
        if not told:
            return Text(vi="chưa trả lời gì", en="nothing is answered")
        return Text(vi=" và ".join(told), en=" and ".join(told))


def situations(definition: ProcedureDefinition, conditions: Iterable[str]) -> list[Situation] | None:
    """All combinations; null when a condition asks for more than yes, no and choices, or for too many of them."""
    domains: dict[Way, tuple[Any, ...]] = {}
    for condition in conditions:
        for root, parts in selections(condition):
            values = _domain(definition, root, parts)
            if values is None:
                return None
            domains[root, *parts] = values
    if prod(len(values) for values in domains.values()) > MOST:
        return None
    return [Situation(definition, dict(zip(domains, chosen, strict=True))) for chosen in product(*domains.values())]


def whens(definition: ProcedureDefinition, steps: Iterable[str]) -> Iterator[str]:
    """The conditions under which the steps are needed."""
    for step, declared in definition.steps.items():
        if step in steps and declared.when is not None:
            yield declared.when


def _domain(definition: ProcedureDefinition, root: str, parts: tuple[str, ...]) -> tuple[Any, ...] | None:
    if root == "case":
        fact = definition.facts.get(parts[0]) if len(parts) == 1 else None
        return None if fact is None else _values(fact, is_sure=fact.default is not None)
    fields: Mapping[str, FieldDefinition] = definition.form
    for part in parts[:-1]:
        if part not in fields or fields[part].type is not FieldType.GROUP:
            return None
        fields = fields[part].fields
    field = fields.get(parts[-1]) if parts else None
    return None if field is None else _values(field, is_sure=field.required)


def _values(rule: FieldDefinition | FactDefinition, *, is_sure: bool) -> tuple[Any, ...] | None:
    if rule.type is FieldType.BOOLEAN:
        return (False, True)
    if rule.type is FieldType.CHOICE:
        return tuple(rule.choices) if is_sure else (_ABSENT, *rule.choices)
    return None


def _told(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return name if value else f"!{name}"
    return f"{name} == '{value}'"
