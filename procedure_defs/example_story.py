"""A worked example played through the same decisions as a real case; everything that the example leaves open is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.case import CaseState, evolve, initial_state
from engine.core.decide import decide
from engine.core.decisions.lapses import expired_supplements
from engine.core.definition import FieldDefinition, FieldType
from engine.core.forms import answers, is_required
from engine.core.identifiers import ActorId, AgencyId, CaseId, TerritoryId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant

_ANYBODY = ActorId("worked-example")
_COUNTER = AgencyId("counter")
_FILLED: Mapping[FieldType, Any] = {
    FieldType.TEXT: "ví dụ",
    FieldType.BOOLEAN: False,
    FieldType.INTEGER: 1,
    FieldType.DATE: "2020-01-01",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something at an instant: the words of a command."""

    at: datetime
    said: Mapping[str, Any]


class Impossible(Exception):
    """The example cannot be played: no territory has all the agencies that its steps need."""


def play(law: Law, form: Mapping[str, Any], received_at: datetime, acts: list[Act]) -> tuple[CaseState, datetime]:
    """The case after all acts in the order of time, and the instant of the last; raises `CommandRefused`, `Impossible`.

    A supplement that is never handed in expires a second after its term, if it has one.
    """
    complete = _overlaid(_filled_in(law.definition.form), form)
    submission = {
        "type": "submit_case",
        "procedure": law.definition.procedure,
        "territory": _territory(law, received_at),
        "channel": "counter",
        "form": complete,
        "documents": _papers(law, complete),
    }
    receipt = {"type": "receive_case", "dossier_code": "", "receiving_agency": _COUNTER}
    story = _Story(law, received_at)
    for act in [Act(received_at, submission), Act(received_at, receipt), *sorted(acts, key=lambda act: act.at)]:
        story.do(act)
    story.let_supplements_expire()
    return story.state, story.now


class _Story:
    def __init__(self, law: Law, now: datetime) -> None:
        self._law = law
        self._count = 0
        self.state = initial_state(CaseId("worked-example"))
        self.now = now

    def do(self, act: Act) -> None:
        self._count += 1
        self.now = act.at
        said = dict(act.said)
        if said["type"] == "complete_step":
            declared = self._law.definition.steps[said["step"]]
            said |= {"result": _filled_in(declared.result), "documents": [{"document": d} for d in declared.produces]}
        envelope = {"command_id": f"c{self._count}", "case_id": self.state.id, "actor": _actor()}
        command = commands.ADAPTER.validate_python({**envelope, **said})
        for event in decide(self._law, self.state, command, act.at):
            self.state = evolve(self.state, event)

    def let_supplements_expire(self) -> None:
        ends = [s.answer_due_at for s in self.state.open_suspensions() if s.answer_due_at is not None]
        if self.state.closed_at is not None or not ends:
            return
        now = max(self.now, min(ends) + timedelta(seconds=1))
        for waiting in expired_supplements(self.state, now)[:1]:
            self.do(Act(now, {"type": "expire_supplement", "suspension": waiting.id}))
            self.let_supplements_expire()


def _actor() -> Actor:
    """Who may do everything: an example is about time, not about permissions."""
    return Actor(id=_ANYBODY, name="worked example", agency=_COUNTER, roles=tuple(Role))


def _territory(law: Law, at: datetime) -> TerritoryId:
    day, kinds = civil_date(to_instant(at)), {step.agency for step in law.definition.steps.values()}
    for territory in law.agencies.territories:
        if all(law.agencies.find_competent(kind, territory, day) for kind in kinds):
            return territory
    raise Impossible(f"on {day} no territory has an agency of each kind: {', '.join(sorted(kinds))}")


def _filled_in(fields: Mapping[str, FieldDefinition]) -> dict[str, Any]:
    return {name: _answer(field) for name, field in fields.items()}


def _answer(field: FieldDefinition) -> Any:
    if field.type is FieldType.GROUP:
        return _filled_in(field.fields)
    return field.choices[0] if field.type is FieldType.CHOICE else _FILLED[field.type]


def _overlaid(filled: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What the example says wins over what is filled in, also inside groups."""
    both = dict(filled)
    for name, value in said.items():
        inner = both.get(name)
        both[name] = _overlaid(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return both


def _papers(law: Law, form: Mapping[str, Any]) -> list[dict[str, str]]:
    complete = answers(law.definition.form, form)
    defaults = {name: fact.default for name, fact in law.definition.facts.items() if fact.default is not None}
    return [
        {"document": name}
        for name, document in law.definition.documents.items()
        if is_required(document, complete, defaults)
    ]
