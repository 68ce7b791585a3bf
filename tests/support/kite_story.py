"""given – when – then over the pure core: a story of commands on one kite licence."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.core import commands, events
from engine.core.actors import SYSTEM, Actor
from engine.core.case import CaseState, evolve, initial_state
from engine.core.case_clock import CaseTimes, times_of
from engine.core.decide import decide
from engine.core.identifiers import CaseId
from engine.core.law import Law
from tests.support.kite_licence import INSPECTOR, OFFICER, at, kite_law

FORM: dict[str, Any] = {"requester": {"full_name": "Diều Thị Giấy"}}
DRAWING = {"document": "drawing", "reference": "file-1"}
NOTE = {"document": "inspection_note", "reference": "note-1"}
LICENCE = {"document": "licence", "reference": "licence-1"}


@dataclass
class KiteStory:
    """Plays commands one after another; keeps the events and the state."""

    law: Law = field(default_factory=kite_law)
    state: CaseState = field(default_factory=lambda: initial_state(CaseId("case-1")))
    happened: list[events.Event] = field(default_factory=list)
    recorded_at: list[datetime] = field(default_factory=list)
    """When each event was written down; it may have happened earlier."""
    given: int = 0

    def give(self, kind: str, now: str, actor: Actor, **said: Any) -> list[events.Event]:
        self.given += 1
        command = commands.ADAPTER.validate_python(
            {"type": kind, "command_id": f"c{self.given}", "case_id": self.state.id, "actor": actor, **said}
        )
        caused = decide(self.law, self.state, command, at(now))
        for event in caused:
            self.state = evolve(self.state, event)
        self.happened += caused
        self.recorded_at += [at(now)] * len(caused)
        return caused

    def copied(self, law: Law | None = None) -> "KiteStory":
        """The same so far, to go on otherwise; or to be seen by another law."""
        return KiteStory(law or self.law, self.state, [*self.happened], [*self.recorded_at], self.given)

    def submit(self, now: str, **form: Any) -> "KiteStory":
        self.give(
            "submit_case",
            now,
            OFFICER,
            procedure="kite-licence",
            territory="kite-town",
            channel="counter",
            form={**FORM, **form},
            documents=[DRAWING],
        )
        return self

    def received(self, now: str, facts: dict[str, Any] | None = None, **form: Any) -> "KiteStory":
        self.submit(now, **form)
        self.give(
            "receive_case",
            now,
            OFFICER,
            dossier_code="H98.01-260601-0001",
            receiving_agency="counter-1",
            facts=facts or {},
        )
        return self

    def inspected(self, now: str) -> "KiteStory":
        self.give("complete_step", now, INSPECTOR, step="inspect_kite", result={"strong": True}, documents=[NOTE])
        return self

    def asked(self, now: str) -> "KiteStory":
        self.give(
            "request_supplement",
            now,
            INSPECTOR,
            step="inspect_kite",
            reasons=["the photo is missing"],
            documents=["photo"],
        )
        return self

    def printed(self, now: str) -> "KiteStory":
        self.give("complete_step", now, SYSTEM, step="print_licence", documents=[LICENCE])
        return self

    def kinds(self) -> list[str]:
        return [event.type for event in self.happened]

    def times(self, when: str | datetime) -> CaseTimes:
        return times_of(self.law, self.state, at(when) if isinstance(when, str) else when)
