"""The only writer of events: one command, one transaction, one commit."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.core import commands, events
from engine.core.agencies import Agency
from engine.core.available import available_commands
from engine.core.case import CaseState, evolve, fold
from engine.core.case_clock import CaseTimes, times_of
from engine.core.closing import as_closed
from engine.core.closing_words import basis_of, refusal_words
from engine.core.day_words import short_date_words
from engine.core.decide import decide
from engine.core.decisions.lapses import as_law_sees
from engine.core.definition import ProcedureDefinition
from engine.core.dossier_code import dossier_code
from engine.core.errors import CommandIdReused, CommandRefused, Conflict, NotFound, Reason
from engine.core.execution import automatic_work, wakes_the_flow
from engine.core.identifiers import ProcedureId, ProcedureVersion, StepId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.core.letters import letters_caused
from engine.core.notifications import Way, notifications_caused
from engine.core.recording import recorded_now
from engine.core.standing import Standing
from engine.core.statutory_papers import papers_caused
from engine.core.values import Text
from engine.core.who_may import refuse_unless_met
from engine.service import spans
from engine.service.fault_points import FaultPoint, reached
from engine.service.ports import Clock, CommandReceipt, DefinitionCatalogue, Ledger, LedgerTransaction
from engine.service.read_rows import rows_of


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a command did: the state after it, the events it caused, whether it was a repeat.

    `times` are the clocks of that state as of its recording, which were reckoned for the lists; null for a repeat.
    """

    state: CaseState
    caused: Sequence[events.RecordedEvent]
    repeated: bool
    times: CaseTimes | None = None


class CommandHandler:
    """Takes commands; a second application of the same command returns the first answer."""

    def __init__(
        self, ledger: Ledger, catalogue: DefinitionCatalogue, clock: Clock, ways: frozenset[Way] = frozenset()
    ) -> None:
        """`ways`: those on which this installation tells owners what becomes of their dossiers."""
        self._ledger = ledger
        self._catalogue = catalogue
        self._clock = clock
        self.ways = ways

    def handle(self, command: commands.Command) -> CommandResult:
        """Raises `CommandRefused`, `NotFound`, `Conflict` or `CommandIdReused`; then nothing was changed."""
        with spans.span(f"command {command.type}", case=command.case_id), spans.Phases() as phase:
            result = self._taken(command, phase)
            if result is None:
                phase("load")
                self._catalogue.refresh()  # outside the transaction: it waits for another connection
                result = self._taken(command, phase, is_refreshed=True)
                assert result is not None
        if not result.repeated:
            reached(FaultPoint.COMMAND_COMMITTED, command.type)
        return result

    def refresh(self) -> None:
        """Sees the versions that were published, and the calendars that were recorded, since."""
        self._catalogue.refresh()

    def law_of(self, state: CaseState) -> Law:
        """The law that the case keeps: the version of its receipt."""
        if state.procedure is None or state.procedure_version is None:
            raise NotFound()
        definition = self._catalogue.get(state.procedure, state.procedure_version)
        return law_under(definition, self._catalogue)

    def target(self, procedure: ProcedureId, version: ProcedureVersion) -> ProcedureDefinition:
        """The version that cases are to come over to, with the day on which it closes; raises `NotFound`."""
        found = self._catalogue.get(procedure, version)
        return as_closed(found, self._catalogue.find_closing(procedure, version))

    def _taken(
        self, command: commands.Command, phase: spans.Phases, *, is_refreshed: bool = False
    ) -> CommandResult | None:
        """Null, and nothing is done, where something was published or recorded a moment ago: it counts."""
        phase("load")
        with self._ledger.transaction() as transaction:
            history = transaction.lock_case(command.case_id)
            if not (is_refreshed or self._catalogue.knows(transaction.newest)):
                return None
            receipt = transaction.find_receipt(command.command_id)
            if receipt is not None:
                return _first_answer(command, receipt, history)
            # After the lock: whoever waited for another is recorded after him.
            now = recorded_now(history, self._clock.now())
            state = fold(command.case_id, history)
            # Before anything else is said of the case: its version, too, is for those alone who may see it.
            refuse_unless_met(state, command)
            phase("decide")
            try:
                law = self._law_for(state, command, now)
                _refuse_unless_expected(state, command)
                numbered = self._with_dossier_code(transaction, law, command, now)
                caused = decide(law, state, numbered, now)
            except (CommandRefused, Conflict) as refused:
                # As of the locked history: who was slower reads the very state that his command met.
                refused.standing = self._standing(state, command, now)
                raise
            phase("append")
            result = self._write(transaction, law, state, command, caused, now)
            reached(FaultPoint.COMMAND_UNCOMMITTED, command.type)
            phase("commit")
        return result

    def _standing(self, state: CaseState, command: commands.Command, now: datetime) -> Standing | None:
        """What the actor would be told if he asked now; null for a case that is not there yet."""
        if state.status is None:
            return None
        law = self.law_of(state)
        seen = as_law_sees(law, state, now)
        assert seen.status is not None
        available = available_commands(law, seen, command.actor)
        return Standing(version=state.version, status=seen.status, available=available)

    def _law_for(self, state: CaseState, command: commands.Command, now: datetime) -> Law:
        """Until the receipt, the version in force on that day; after it, the one that the case keeps."""
        match command:
            case commands.SubmitCase():
                return self._law_in_force(command.procedure, command, now)
            case commands.ReceiveCase() if state.procedure is not None:
                return self._law_in_force(state.procedure, command, now)
            case commands.MigrateCase() if state.procedure is not None:
                return replace(self.law_of(state), becomes=self.target(state.procedure, command.to_version))
            case _:
                return self.law_of(state)

    def _law_in_force(self, procedure: ProcedureId, command: commands.Command, now: datetime) -> Law:
        day = civil_date(to_instant(command.occurred_at or now))
        definition = self._catalogue.find_applicable(procedure, day)
        if definition is None:
            raise self._not_in_force(procedure, command, day)
        return law_under(definition, self._catalogue)

    def _not_in_force(self, procedure: ProcedureId, command: commands.Command, day: date) -> CommandRefused:
        """Says since when, why, and which version follows, if there was one before."""
        closing = self._catalogue.last_closed(procedure, day)
        never = Text(
            vi=f"thủ tục {procedure} không có phiên bản nào có hiệu lực vào ngày {day:%d/%m/%Y}",
            en=f"no version of procedure {procedure} is in force on {day.isoformat()}",
        )
        return CommandRefused(
            Reason.NO_VERSION_IN_FORCE,
            never if closing is None else refusal_words(procedure, short_date_words(day), closing),
            attempted=command.type,
            legal_basis=basis_of(closing),
        )

    def _with_dossier_code(
        self, transaction: LedgerTransaction, law: Law, command: commands.Command, now: datetime
    ) -> commands.Command:
        """A receipt gets its code here, in the transaction, so that no serial is used twice."""
        if not isinstance(command, commands.ReceiveCase):
            return command
        agency = law.agencies.agencies.get(command.receiving_agency)
        if agency is None:
            raise NotFound(
                Text(
                    vi=f"danh bạ không có cơ quan {command.receiving_agency}",
                    en=f"no agency {command.receiving_agency} in the directory",
                )
            )
        day = civil_date(to_instant(command.occurred_at or now))
        serial = transaction.next_serial(agency.unit_code, day)
        code = dossier_code(agency.unit_code, day, serial, law.definition.dossier_code)
        if code is None:
            raise _cannot_be_numbered(agency, law, command)
        return command.model_copy(update={"dossier_code": code})

    def _write(
        self,
        transaction: LedgerTransaction,
        law: Law,
        before: CaseState,
        command: commands.Command,
        caused: list[events.Event],
        now: datetime,
    ) -> CommandResult:
        recorded = tuple(
            events.RecordedEvent(
                case_id=command.case_id,
                sequence=before.version + place,
                recorded_at=now,
                command_id=command.command_id,
                actor=command.actor.as_recorded(),
                event=event,
            )
            for place, event in enumerate(caused, start=1)
        )
        after = before
        for event in caused:
            after = evolve(after, event)
        law = law.once_migrated(after.procedure_version)
        transaction.append(recorded, _receipt(command, before, after))
        if gone := _gone(before, after):
            transaction.forget_steps(after.id, gone)
        times = times_of(law, after, now)
        transaction.save_rows(*rows_of(law, after, now, times), now)
        transaction.put_outbox((*automatic_work(law, after), *letters_caused(law, after, caused)), now)
        sets, is_received = self._catalogue.form_sets, after.received_at is not None
        transaction.put_papers(after.id, papers_caused(recorded, law.definition, sets, is_received=is_received), now)
        transaction.put_notifications(notifications_caused(law, after, times, recorded, self.ways), now)
        wakes = wakes_the_flow(law, after, caused)
        transaction.mark_wake(after.id, after.version, now, wakes=wakes, trace=spans.carried() if wakes else None)
        return CommandResult(after, recorded, repeated=False, times=times)


def _gone(before: CaseState, after: CaseState) -> set[StepId]:
    """Steps that lists showed and show no more: of a version that the case left, or taken back until their turn comes."""
    listed = {step.id for step in before.steps.values() if step.opened_at is not None}
    return {step for step in listed if step not in after.steps or after.steps[step].opened_at is None}


def law_under(definition: ProcedureDefinition, catalogue: DefinitionCatalogue) -> Law:
    """A version, with the calendars and the directory as they are, and as they were known when."""
    return Law(definition, catalogue.calendars, catalogue.agencies, directories=catalogue.directories)


def fingerprint(command: commands.Command) -> str:
    """Two commands with one id are the same command if everything but what the product adds is equal."""
    said = command.model_dump(mode="json", exclude={"dossier_code", "expected_version", "assignee"})
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False)  # JSON objects have no order
    return hashlib.sha256(canonical.encode()).hexdigest()


def _receipt(command: commands.Command, before: CaseState, after: CaseState) -> CommandReceipt:
    return CommandReceipt(
        command_id=command.command_id,
        case_id=command.case_id,
        fingerprint=fingerprint(command),
        first_sequence=before.version + 1,
        last_sequence=after.version,
    )


def _first_answer(
    command: commands.Command, receipt: CommandReceipt, history: Sequence[events.RecordedEvent]
) -> CommandResult:
    if receipt.fingerprint != fingerprint(command) or receipt.case_id != command.case_id:
        raise CommandIdReused()
    then = [recorded for recorded in history if recorded.sequence <= receipt.last_sequence]
    caused = [recorded for recorded in then if recorded.sequence >= receipt.first_sequence]
    return CommandResult(fold(command.case_id, then), caused, repeated=True)


def _cannot_be_numbered(agency: Agency, law: Law, command: commands.ReceiveCase) -> CommandRefused:
    written = law.definition.dossier_code
    return CommandRefused(
        Reason.UNIT_CODE_UNFIT,
        Text(
            vi=f"mã đơn vị {agency.unit_code} không ghi được theo mẫu mã hồ sơ {written}",
            en=f"unit code {agency.unit_code} cannot be written in dossier codes by {written}",
        ),
        attempted=command.type,
    )


def _refuse_unless_expected(state: CaseState, command: commands.Command) -> None:
    if command.expected_version is not None and command.expected_version != state.version:
        raise Conflict(
            Text(
                vi=f"hồ sơ đang ở phiên bản {state.version}, không phải {command.expected_version}: hãy đọc lại",
                en=f"the case is at version {state.version}, not {command.expected_version}: read it again",
            ),
            current_version=state.version,
        )
