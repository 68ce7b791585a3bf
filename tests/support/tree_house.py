"""Two more invented procedures: a permit in which silence is consent, and a notice that no law limits."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.core import events
from engine.core.actors import SYSTEM, Actor
from engine.core.case import CaseState, fold_as_of
from engine.core.decisions.lapses import as_law_sees
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import CommandId
from engine.core.law import Law
from tests.support.kite_licence import OFFICER, at, kite_law
from tests.support.kite_story import KiteStory

_SILENCE = [{"ref": "Tree House Act", "article": "4"}]
_BASIS = [{"ref": "Tree House Act", "article": "1"}]
SHOW_BASIS = [{"ref": "Kite Show Act", "article": "2"}]
FORM: dict[str, Any] = {"requester": {"full_name": "Nguyễn Nhà Cây"}}


def _text(words: str) -> dict[str, str]:
    return {"vi": words, "en": words}


def _requester() -> dict[str, Any]:
    name = {"full_name": {"title": _text("Name"), "required": True}}
    return {"type": "group", "title": _text("Requester"), "required": True, "fields": name}


def _opinion(title: str, agency: str, within: str, **more: Any) -> dict[str, Any]:
    return {
        "title": _text(title),
        "agency": agency,
        "part": "consulted",
        "within": within,
        "legal_basis": _BASIS,
        "result": {"agreed": {"type": "boolean", "title": _text("Agreed"), "required": True}},
        "on_silence": {"means": "completed", "result": {"agreed": True}, "legal_basis": _SILENCE},
        **more,
    }


TREE_HOUSE: dict[str, Any] = {
    "procedure": "tree-house-permit",
    "version": "2026-01-01",
    "title": _text("Tree house permit"),
    "legal_basis": _BASIS,
    "effective": {"from": "2026-01-01"},
    "calendar": "office",
    "reception": "counter",
    "total": {"within": "10 working_days", "legal_basis": _BASIS},
    "form": {"requester": _requester()},
    "suspensions": {
        "supplement": {
            "title": _text("Supplement"),
            "ask_within": "1 working_days",
            "applicant_term": "3 working_days",
            "on_expiry": "refuse",
            "legal_basis": [{"ref": "Tree House Act", "article": "6"}],
        }
    },
    "steps": {
        "fire_opinion": _opinion("Fire safety", "sky_office", "2 working_days", may=["supplement"]),
        "road_opinion": _opinion("Roads", "workshop", "8 working_hours", needs=["fire_opinion"]),
        "permit": {
            "title": _text("Permit"),
            "agency": "printer",
            "part": "lead",
            "needs": ["road_opinion"],
            "within": "3 working_days",
            "legal_basis": _BASIS,
            "may": ["supplement"],
        },
    },
}
"""Received on Monday 1 June 2026 at 09:00 (an ordinary week, 8 hours a day, elapsed):
2 working days of the fire opinion end on Wednesday 3 June 09:00, 8 working hours of the roads on Thursday 4 June 09:00,
3 working days of the permit on Tuesday 9 June 09:00."""

SHOW: dict[str, Any] = {
    "procedure": "kite-show-notice",
    "version": "2026-01-01",
    "title": _text("Notice of a kite show"),
    "legal_basis": SHOW_BASIS,
    "effective": {"from": "2026-01-01"},
    "calendar": "office",
    "reception": "counter",
    "before_event": {
        "title": _text("Notice before the show"),
        "event": "form.show_on",
        "at_least": "5 working_days",
        "exempt_when": "form.small",
        "legal_basis": [{"ref": "Kite Show Act", "article": "3"}],
    },
    "total": {
        "without_limit": {
            "reason": _text("a notice is not answered"),
            "legal_basis": SHOW_BASIS,
        },
        "legal_basis": SHOW_BASIS,
    },
    "form": {
        "requester": _requester(),
        "show_on": {"type": "date", "title": _text("Day of the show")},
        "small": {"type": "boolean", "title": _text("Small show")},
    },
    "steps": {
        "file_notice": {
            "title": _text("File the notice"),
            "agency": "workshop",
            "without_limit": {"reason": _text("it is only kept"), "legal_basis": SHOW_BASIS},
            "legal_basis": SHOW_BASIS,
        },
        "look_at_sky": {
            "title": _text("Look at the sky"),
            "agency": "sky_office",
            "needs": ["file_notice"],
            "within": "2 working_days",
            "legal_basis": SHOW_BASIS,
        },
    },
}


def changed(data: dict[str, Any], changes: dict[str, Any] | None = None) -> ProcedureDefinition:
    """`{"steps.permit.within": "1 working_days"}` changes that place."""
    data = deepcopy(data)
    for place, value in (changes or {}).items():
        *way, last = place.split(".")
        inside = data
        for part in way:
            inside = inside[part]
        inside[last] = value
    return ProcedureDefinition.model_validate(data)


def tree_house_law(**changes: Any) -> Law:
    return kite_law(changed(TREE_HOUSE, changes))


def show_law(**changes: Any) -> Law:
    return kite_law(changed(SHOW, changes))


@dataclass
class Story(KiteStory):
    """A case of either procedure; `received` hands in what its form asks for."""

    law: Law = field(default_factory=tree_house_law)
    recorded: list[events.RecordedEvent] = field(default_factory=list)

    def give(self, kind: str, now: str, actor: Actor, **said: Any) -> list[events.Event]:
        caused = super().give(kind, now, actor, **said)
        for event in caused:
            self.recorded.append(
                events.RecordedEvent(
                    case_id=self.state.id,
                    sequence=len(self.recorded) + 1,
                    recorded_at=at(now),
                    command_id=CommandId(f"c{self.given}"),
                    actor=actor,
                    event=event,
                )
            )
        return caused

    def seen(self, instant: datetime) -> CaseState:
        """As law saw it at that instant, whatever was noted later; without the version, which is the ledger's."""
        state = as_law_sees(self.law, fold_as_of(self.state.id, self.recorded, instant), instant)
        return state.model_copy(update={"version": 0})

    def submit(self, now: str, **form: Any) -> Story:
        self.give(
            "submit_case",
            now,
            OFFICER,
            procedure=self.law.definition.procedure,
            territory="kite-town",
            channel="counter",
            form={**FORM, **form},
        )
        return self

    def swept(self, now: str, step: str) -> Story:
        """The sweep comes and notes the silence of a step."""
        self.give("note_silence", now, SYSTEM, step=step)
        return self
