"""Running cases come over to a new version of their procedure: first shown, then done; each case is for itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands, events
from engine.core.actors import SYSTEM
from engine.core.case import CaseState
from engine.core.decide import decide
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, Conflict, EngineError
from engine.core.identifiers import CaseId, CommandId, DossierCode, ProcedureId, ProcedureVersion
from engine.core.what_if import Effect, effect_of_coming_over
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import CommandHandler
from engine.service.open_cases import Moment, open_cases
from engine.service.ports import CaseQueries, Clock, DefinitionCatalogue, Ledger


@dataclass(frozen=True, slots=True)
class Migrated:
    """One case: what its migration changes, or why it is refused. `is_recorded` false: it was only asked, or refused.

    `effect`, of a dry run: its dates under both versions, and what becomes late.
    """

    case_id: CaseId
    dossier_code: DossierCode | None
    change: events.CaseMigrated | None
    refusal: EngineError | None
    is_recorded: bool
    effect: Effect | None = None


class CaseMigration:
    """Each case is one command in a transaction of its own: it can be cut off anywhere, and repeated."""

    def __init__(
        self,
        ledger: Ledger,
        queries: CaseQueries,
        catalogue: DefinitionCatalogue,
        handler: CommandHandler,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._queries = queries
        self._catalogue = catalogue
        self._handler = handler
        self._clock = clock

    def target(self, procedure: ProcedureId, version: ProcedureVersion) -> ProcedureDefinition:
        """The version that cases are to come over to; raises `NotFound`."""
        self._catalogue.refresh()
        return self._handler.target(procedure, version)

    def run(
        self,
        to: ProcedureDefinition,
        *,
        versions: Sequence[ProcedureVersion] = (),
        cases: Sequence[CaseId] | None = None,
        dry_run: bool = False,
        at: datetime | None = None,
    ) -> Iterator[Migrated]:
        """One answer for each case of the procedure in progress under another version; of `cases` alone, if given.

        Naming a case says that its applicant asked for it. `versions`: only cases of these; none: of any.
        `at`: as it would be at that instant, for a dry run alone: what is written is written now.
        """
        assert at is None or dry_run, "nothing is written for another instant than the present one"
        now = self._clock.now()
        moment = Moment(at or now, now)
        for state in self._looked_at(to, cases, moment):
            is_wanted = state.procedure_version != to.version if cases is None else True
            if is_wanted and (not versions or state.procedure_version in versions):
                yield self._look_at(to, state, moment.at, requested=cases is not None, dry_run=dry_run)
                reached(FaultPoint.BETWEEN_CASES, "migration")

    def _looked_at(
        self, to: ProcedureDefinition, cases: Sequence[CaseId] | None, moment: Moment
    ) -> Iterator[CaseState]:
        if cases is None:
            yield from open_cases(self._ledger, self._queries, procedure=to.procedure, moment=moment)
            return
        for case_id, history in self._ledger.histories(cases).items():
            state = moment.state_of(case_id, history)
            if state.procedure == to.procedure:
                yield state

    def _look_at(
        self, to: ProcedureDefinition, state: CaseState, at: datetime, *, requested: bool, dry_run: bool
    ) -> Migrated:
        command = _order(to, state, requested=requested)
        try:
            law = replace(self._handler.law_of(state), becomes=to)
            caused = decide(law, state, command, at)
            change = next(event for event in caused if isinstance(event, events.CaseMigrated))
            if not dry_run:
                self._handler.handle(command)
        except (CommandRefused, Conflict) as refusal:
            return Migrated(state.id, state.dossier_code, None, refusal, is_recorded=False)
        effect = effect_of_coming_over(law, state, to, at) if dry_run else None
        return Migrated(state.id, state.dossier_code, change, None, is_recorded=not dry_run, effect=effect)


def _order(to: ProcedureDefinition, state: CaseState, *, requested: bool) -> commands.MigrateCase:
    """One command for a case, its version and the target: two runs at once write one event."""
    name = f"lienthong:migration:{state.id}/{state.version}/{to.version}/{requested}"
    return commands.MigrateCase(
        command_id=CommandId(str(uuid5(NAMESPACE_URL, name))),
        case_id=state.id,
        actor=SYSTEM,
        to_version=to.version,
        requested=requested,
    )
