"""One invented case whose every act is a command of the product: a transaction each, by a person of the agency in question."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.core import commands, events
from engine.core.actors import SYSTEM, Actor, Role
from engine.core.case import CaseState, fold, initial_state
from engine.core.errors import CommandRefused
from engine.core.execution import automatic_work
from engine.core.identifiers import ActorId, AgencyId, AgencyKind, CaseId, CommandId, DossierCode, StepId, TerritoryId
from engine.core.law import Law
from engine.core.legal_time import Instant, civil_date, to_datetime
from engine.core.papers import Channel
from engine.core.step_places import Places
from engine.service.executor_ports import AgencyAnswer, Verdict
from engine.simulation.fates import Fate
from engine.simulation.sample_dossier import filled_form, required_papers
from engine.simulation.simulated_case import SimulatedCase
from engine.wiring import Product

NAME = "Nguyễn Khuôn Mẫu"
"""The applicant of every played case; each case that is made of one has a name of its own."""
CASE_ENDING = "0000"
"""The end of every case's id; what is before it stands at the front of the ids of the case's commands, too."""
_LATER = AgencyAnswer(verdict=Verdict.LATER, reference="MAU-0001")


class MovedClock:
    """The present of the product that plays."""

    def __init__(self, now: datetime) -> None:
        self.shows = now

    def now(self) -> datetime:
        return self.shows


class Life(SimulatedCase):
    """A simulated case in a real ledger. `from_afar`: handed in by the portal, and not received yet."""

    def __init__(self, law: Law, fate: Fate, number: int, product: Product, clock: MovedClock) -> None:
        super().__init__(law, number, fate)
        self._product, self._clock = product, clock
        self._drawn = random.Random(f"ids/{law.definition.procedure}/{number}")
        self.id = CaseId(self._uuid()[: -len(CASE_ENDING)] + CASE_ENDING)
        self.state: CaseState = initial_state(self.id)
        self.from_afar = False

    def hand_in(self, territory: TerritoryId, places: Places, at: Instant) -> Sequence[events.Event]:
        declared = self.law.definition
        early = {name: said for name, said in self.fate.facts.items() if not declared.facts[name].established_by}
        form = filled_form(declared.form, {**places, **self.fate.form, **self._requester()}, early)
        unit = self._unit(territory, at)
        who = person(Role.CITIZEN_PORTAL, None) if self.from_afar else person(Role.ONE_STOP_OFFICER, unit)
        said: dict[str, Any] = {
            "procedure": declared.procedure,
            "territory": territory,
            "channel": Channel.ONLINE if self.from_afar else Channel.COUNTER,
            "form": form,
            "documents": required_papers(self.law, form, early),
        }
        caused = self._do(commands.SubmitCase, at, who, said)
        if self.from_afar:
            return caused
        receipt = {"dossier_code": DossierCode(""), "receiving_agency": unit, "facts": early}
        return self._do(commands.ReceiveCase, at, who, receipt)

    def let_expire(self, step: StepId, at: Instant) -> Sequence[events.Event]:
        """The sweep notes it, as it does in an installation."""
        self._clock.shows = to_datetime(at)
        self._product.sweep.run()
        return self.look_again()

    def look_again(self) -> Sequence[events.Event]:
        """What others have written into the case since; then the agencies' systems are asked for what is theirs."""
        history = self._product.ledger.history(self.id)
        before, self.state = self.state.version, fold(self.id, history)
        for work in automatic_work(self.law, self.state):
            self._product.executor.record_answer(work, _LATER)
            self.state = fold(self.id, self._product.ledger.history(self.id))
        return [recorded.event for recorded in history[before:]]

    def _give(self, kind: type[commands.CommandBase], at: Instant, **said: Any) -> Sequence[events.Event]:
        at_the_counter = kind is commands.HandInSupplement
        unit = self.state.receiving_agency
        who = person(Role.ONE_STOP_OFFICER, unit) if at_the_counter else self._worker(said.get("step"))
        return self._do(kind, at, who, said)

    def _do(
        self, kind: type[commands.CommandBase], at: Instant, who: Actor, said: Mapping[str, Any]
    ) -> Sequence[events.Event]:
        """What the law refuses is not done, as in any simulation; what came of it is read from the ledger."""
        self._clock.shows = to_datetime(at)
        command: Any = kind(command_id=CommandId(self._uuid()), case_id=self.id, actor=who, **said)
        try:
            self._product.commands.handle(command)
        except CommandRefused as refusal:
            self.refusals.append(refusal.reason)
        return self.look_again()

    def _worker(self, step: StepId | None) -> Actor:
        if step is None or self.law.definition.steps[step].run is not None:
            return SYSTEM
        return person(Role.CASEWORKER, self.state.agencies[step])

    def _unit(self, territory: TerritoryId, at: Instant) -> AgencyId:
        """The competent one; of a dossier of a wider territory, any."""
        kind = self.law.definition.reception or AgencyKind("one_stop_unit")
        directory, day = self.law.agencies, civil_date(at)
        places = (territory, *directory.territories)
        return next(unit for place in places if (unit := directory.find_competent(kind, place, day)) is not None)

    def _requester(self) -> dict[str, str]:
        known = self.law.definition.form.get("requester")
        return {"requester.full_name": NAME} if known is not None and "full_name" in known.fields else {}

    def _uuid(self) -> str:
        return str(UUID(int=self._drawn.getrandbits(128), version=4))


def person(role: Role, agency: AgencyId | None) -> Actor:
    """Somebody invented in that role; one for each role of an agency."""
    return Actor(id=ActorId(f"{role.value}-{agency or 'none'}"), name="Thử Văn Nghiệm", agency=agency, roles=(role,))
