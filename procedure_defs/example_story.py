"""A worked example played through the same decisions as a real case; everything that the example leaves open is filled in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.answer_formats import SHAPES
from engine.core.case import CaseState, evolve, initial_state
from engine.core.clock_rules import EndedBy
from engine.core.decide import decide
from engine.core.decisions.lapses import as_law_sees, expired_supplements
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.errors import CommandRefused, EngineError, Reason
from engine.core.events import Event
from engine.core.forms import answers, is_required
from engine.core.identifiers import ActorId, AgencyId, CaseId, ProcedureVersion, StepId, TerritoryId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.core.step_places import Places, find_places
from engine.core.values import Text
from procedure_defs.story import StoryAct, WorkedExample

_ANYBODY = ActorId("worked-example")
_COUNTER = AgencyId("counter")
_NO_LENGTH = Text(
    vi="gia hạn phải có độ dài: chỉ nêu một trong hai, `plus` hoặc `until`",
    en="an extension has a length: say either `plus` or `until`",
)
_FILLED: Mapping[FieldType, Any] = {
    FieldType.TEXT: "ví dụ",
    FieldType.BOOLEAN: False,
    FieldType.INTEGER: 1,
    FieldType.DATE: "2020-01-01",
}


class Impossible(EngineError):
    """The example cannot be played: it leaves open what nobody can fill in."""


class Played:
    """The case as it stands after what was played so far, the law that it keeps, the last act's instant and events.

    `versions`: finds another version of the procedure, for a story in which the case comes over to it.
    """

    def __init__(
        self, law: Law, example: WorkedExample, versions: Callable[[ProcedureVersion], ProcedureDefinition]
    ) -> None:
        self.law = law
        self._versions = versions
        self._count = 0
        self.caused: list[Event] = []
        self.state = initial_state(CaseId("worked-example"))
        self.now = example.submitted or example.received
        self._do(self.now, submission(law, example))
        self._do(example.received, {"type": "receive_case", "facts": example.facts} | _AT_THE_COUNTER)

    def play(self, act: StoryAct) -> None:
        """One act of the story; raises `CommandRefused` when the law does not allow it."""
        if act.verb == "look":
            self.now = act.at
            return
        if act.migrate is not None:
            self.law = replace(self.law, becomes=self._versions(act.migrate))
        try:
            self._do(act.at, order(self.law, self.state, act))
        finally:
            self.law = replace(self.law.once_migrated(self.state.procedure_version), becomes=None)

    def refused(self, act: StoryAct) -> Reason | None:
        """Plays the act; where the story says that the law refuses it, why it does, or null if it does not."""
        try:
            self.play(act)
        except CommandRefused as refusal:
            if act.refused is None:
                raise
            return refusal.reason
        return None

    def as_law_sees(self) -> CaseState:
        return as_law_sees(self.law, self.state, self.now)

    def let_supplements_expire(self) -> None:
        """A supplement that is never handed in expires a second after its term, if it has one."""
        ends = [s.answer_due_at for s in self.state.open_suspensions() if s.answer_due_at is not None]
        if self.state.closed_at is not None or not ends:
            return
        now = max(self.now, min(ends) + timedelta(seconds=1))
        for waiting in expired_supplements(self.state, now)[:1]:
            self._do(now, {"type": "expire_supplement", "suspension": waiting.id})
            self.let_supplements_expire()

    def _do(self, at: datetime, said: Mapping[str, Any]) -> None:
        self._count += 1
        self.now = at
        envelope = {"command_id": f"c{self._count}", "case_id": self.state.id, "actor": _actor()}
        command = commands.ADAPTER.validate_python({**envelope, **said})
        self.caused = decide(self.law, self.state, command, at)
        for event in self.caused:
            self.state = evolve(self.state, event)


_AT_THE_COUNTER = {"dossier_code": "", "receiving_agency": _COUNTER}


def submission(law: Law, example: WorkedExample) -> dict[str, Any]:
    """The dossier handed in: the form filled in where the example is silent, every paper that is then asked for."""
    on = civil_date(to_instant(example.received))
    territory, places = _places(law, on, example.territory)
    form = _overlaid(_filled_in(law.definition.form, places), example.form)
    return {
        "type": "submit_case",
        "procedure": law.definition.procedure,
        "territory": territory,
        "channel": example.channel,
        "form": form,
        "documents": list(_papers(law, form)),
    }


def order(law: Law, state: CaseState, act: StoryAct) -> dict[str, Any]:
    """The command that an act stands for, filled in where the story is silent."""
    step = act.on
    match act.verb:
        case "ask":
            asked = {"rule": act.rule or _first_rule(law, step), "reasons": [act.because], "documents": act.documents}
            return {"type": "request_supplement", "step": step, **asked}
        case "answer":
            return {"type": "hand_in_supplement", "step": step, **_brought(state, act)}
        case "resume":
            return {"type": "resume_time_limit", "step": step, "rule": act.rule, **_brought(state, act)}
        case "extend":
            if (act.plus is None) == (act.until is None):
                raise Impossible(_NO_LENGTH)
            length = {"plus": act.plus} if act.plus else {"new_due_on": act.until}
            return {"type": "extend_time_limit", "step": step, "rule": act.rule, "reason": act.because, **length}
        case "complete":
            return {"type": "complete_step", "step": step, **_work(law, step, act)}
        case "refuse":
            basis = law.definition.steps[step].legal_basis[0] if step else None
            return {"type": "refuse_step", "step": step, "reason": act.because, "legal_basis": basis}
        case "return":
            return {"type": "return_to_step", "step": step, "to": act.to, "reason": act.because}
        case "establish":
            return {"type": "establish_fact", "step": step, "name": act.establish, "value": act.value}
        case "migrate":
            return {"type": "migrate_case", "to_version": act.migrate, "requested": True}
        case "withdraw":
            return {"type": "withdraw_case", "reason": act.withdraw}
        case _:
            return {"type": "claim_step", "step": step}


def _brought(state: CaseState, act: StoryAct) -> dict[str, Any]:
    """Everything that was asked for comes, unless the story names what comes."""
    waits = state.open_waits(act.on) if act.on else ()
    waiting = next((wait for wait in waits if act.rule in (None, wait.rule)), None)
    papers = act.documents or (waiting.documents if waiting else ())
    return {"documents": [{"document": name} for name in papers], "note": act.because}


def _work(law: Law, step: StepId | None, act: StoryAct) -> dict[str, Any]:
    if step is None or step not in law.definition.steps:
        return {}
    declared = law.definition.steps[step]
    papers = [{"document": name} for name in dict.fromkeys((*declared.produces, *act.documents))]
    return {"result": _overlaid(_filled_in(declared.result, {}), act.result), "documents": papers}


def _first_rule(law: Law, step: StepId | None) -> str:
    """What the step may ask the applicant for: the first such rule, else the first of all."""
    may = law.definition.steps[step].may if step in law.definition.steps else ()
    rules = {name: law.definition.suspensions[name] for name in may if name in law.definition.suspensions}
    asked = (name for name, rule in rules.items() if rule.ended_by is EndedBy.APPLICANT)
    return next(asked, next(iter(rules), "supplement"))


def _actor() -> Actor:
    """Who may do everything: an example is about time, not about permissions."""
    return Actor(id=_ANYBODY, name="worked example", agency=_COUNTER, roles=tuple(Role))


def _places(law: Law, on: date, said: TerritoryId | None) -> tuple[TerritoryId, Places]:
    """The territory of the case, and another one wherever its form asks for one."""
    found = find_places(law, on, said)
    if found is None:
        kinds = sorted({step.agency for step in law.definition.steps.values() if step.territory is None})
        named = ", ".join(kinds)
        raise Impossible(
            Text(
                vi=f"ngày {on} không địa bàn nào có đủ cơ quan thuộc các loại: {named}",
                en=f"on {on} no territory has an agency of each kind: {named}",
            )
        )
    return found


def _filled_in(fields: Mapping[str, FieldDefinition], places: Places, before: str = "form") -> dict[str, Any]:
    return {name: _answer(field, places, f"{before}.{name}") for name, field in fields.items()}


def _answer(field: FieldDefinition, places: Places, way: str) -> Any:
    match field.type:
        case FieldType.GROUP:
            return _filled_in(field.fields, places, way)
        case FieldType.CHOICE:
            return next(iter(field.choices))
        case FieldType.TERRITORY:
            return places[way]
        case FieldType.TEXT if field.format is not None:
            return SHAPES[field.format].sample
    return _FILLED[field.type]


def _overlaid(filled: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What the example says wins over what is filled in, also inside groups."""
    both = dict(filled)
    for name, value in said.items():
        inner = both.get(name)
        both[name] = _overlaid(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return both


def _papers(law: Law, form: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    complete = answers(law.definition.form, form)
    defaults = {name: fact.default for name, fact in law.definition.facts.items() if fact.default is not None}
    for name, document in law.definition.documents.items():
        if is_required(document, complete, defaults):
            yield {"document": name}
