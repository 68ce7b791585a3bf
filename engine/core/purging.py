"""What a purge takes out of the events of a case, by one table; the order, the dates, the agencies and the law stay.

Of the answers on the form those stay that a rule reads and that are no free text: without them the case would be reckoned
otherwise than it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.core import events
from engine.core.actors import Actor, Role
from engine.core.condition_checks import conditions, selections
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import ActorId
from engine.core.papers import Paper

PURGED = "[purged]"
"""Stands where personal data stood."""

_Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the rules of the versions that a case had look at."""

    form: Mapping[_Way, FieldDefinition]
    facts: frozenset[str]


def purged(
    history: Sequence[events.RecordedEvent], versions: Sequence[ProcedureDefinition]
) -> list[events.RecordedEvent]:
    """The same history without personal data; `versions`: all that the case had. Twice is the same as once."""
    read = _Read(
        form={way: field for version in versions for way, field in _read_in(version)},
        facts=frozenset(name for version in versions for name in _facts_read_in(version)),
    )
    return [_without_people(recorded, read) for recorded in history]


def _without_people(recorded: events.RecordedEvent, read: _Read) -> events.RecordedEvent:
    event, actor = recorded.event, _nameless(recorded.actor)
    changed = {name: take(getattr(event, name), event, read) for name, take in PERSONAL.get(type(event), {}).items()}
    if isinstance(event, events.CaseSubmitted):
        same = event.submitted_by == recorded.actor.id
        changed["submitted_by"] = actor.id if same else ActorId(PURGED)
    return recorded.model_copy(update={"actor": actor, "event": event.model_copy(update=changed)})


def _nameless(actor: Actor) -> Actor:
    """Who acts for an agency stays known by the account, so that the act stays attributed; an applicant does not."""
    if Role.SYSTEM in actor.roles:
        return actor
    kept = actor.id if actor.agency is not None else ActorId(PURGED)
    absent = actor.on_behalf_of.model_copy(update={"name": PURGED}) if actor.on_behalf_of else None
    return actor.model_copy(update={"id": kept, "name": PURGED, "on_behalf_of": absent})


def _text(value: str | None, _event: Any, _read: _Read) -> str | None:
    return PURGED if value else value


def _texts(values: Sequence[str], _event: Any, _read: _Read) -> tuple[str, ...]:
    return tuple(PURGED for _ in values)


def _papers(papers: Sequence[Paper], _event: Any, _read: _Read) -> tuple[Paper, ...]:
    """Which papers there were stays; where the file lies, and how it is called, does not."""
    return tuple(
        paper.model_copy(
            update={"reference": PURGED if paper.reference else "", "name": PURGED if paper.name else ""},
        )
        for paper in papers
    )


def _basis(basis: LegalBasis | None, _event: Any, _read: _Read) -> LegalBasis | None:
    """What an officer cited stays, without his remark."""
    return basis.model_copy(update={"note": None}) if basis is not None else None


def _form(form: Mapping[str, Any], _event: Any, read: _Read) -> dict[str, Any]:
    return _answers(form, (), read)


def _answers(given: Mapping[str, Any], way: _Way, read: _Read) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        here = (*way, name)
        if isinstance(value, Mapping):
            found[name] = _answers(value, here, read)
        else:
            found[name] = value if here in read.form or value in (None, "") else PURGED
    return found


def _facts(facts: Mapping[str, Any], _event: Any, read: _Read) -> dict[str, Any]:
    return {name: value if name in read.facts or value in (None, "") else PURGED for name, value in facts.items()}


def _value(value: Any, event: events.FactEstablished, read: _Read) -> Any:
    return value if event.name in read.facts else PURGED


PERSONAL: Mapping[type[events.EventBase], Mapping[str, Callable[[Any, Any, _Read], Any]]] = {
    events.CaseSubmitted: {"form": _form, "documents": _papers},
    events.CaseReceived: {"facts": _facts},
    events.ReceiptRefused: {"reason": _text, "legal_basis": _basis},
    events.StepClaimed: {"name": _text},
    events.StepAssigned: {"name": _text},
    events.StepTransferred: {"reason": _text, "legal_basis": _basis},
    events.CaseTransferred: {"reason": _text, "legal_basis": _basis},
    events.FactEstablished: {"value": _value},
    events.WorkAcknowledged: {"reference": _text},
    events.StepCompleted: {"result": _facts, "documents": _papers, "handed_over": _papers},
    events.StepRefused: {"reason": _text, "legal_basis": _basis},
    events.StepDeemed: {"result": _facts},
    events.TimeLimitSuspended: {"reasons": _texts},
    events.TimeLimitResumed: {"documents": _papers, "note": _text},
    events.TimeLimitExtended: {"reason": _text},
    events.StepReturned: {"reason": _text},
    events.OpinionAsked: {"question": _text},
    events.OpinionGiven: {"text": _text, "reference": _text, "name": _text},
    events.OpinionWithdrawn: {"reason": _text},
    events.CaseStopped: {"reason": _text},
    events.CaseWithdrawn: {"reason": _text},
}
"""The fields with personal data, or with free text in which there may be some. A test holds it against all events."""


def _read_in(version: ProcedureDefinition) -> list[tuple[_Way, FieldDefinition]]:
    """Places say whose agency does a step; conditions and the applicant's own deadline read some of the others."""
    asked = {way for condition in conditions(version) if condition.declared_at == ("form",)
             for root, way in selections(condition.source) if root == "form"}  # fmt: skip
    for rule in (version.before_event, version.after_event):
        if rule is not None:
            asked.add(tuple(rule.event.split(".")[1:]))
    return [
        (way, field)
        for way, field in _leaves((), version.form)
        if field.type is FieldType.TERRITORY
        or (field.type is not FieldType.TEXT and any(way[: len(each)] == each for each in asked))
    ]


def _facts_read_in(version: ProcedureDefinition) -> list[str]:
    asked = {
        way[0] for condition in conditions(version) for root, way in selections(condition.source) if root == "case"
    }
    return [name for name, fact in version.facts.items() if name in asked and fact.type is not FieldType.TEXT]


def _leaves(way: _Way, fields: Mapping[str, FieldDefinition]) -> list[tuple[_Way, FieldDefinition]]:
    found: list[tuple[_Way, FieldDefinition]] = []
    for name, field in fields.items():
        found += _leaves((*way, name), field.fields) if field.type is FieldType.GROUP else [((*way, name), field)]
    return found
