"""What the executor does with a case: look at it, carry out the work that machines do, record what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from pydantic import ValidationError

from engine.core import commands
from engine.core.actors import SYSTEM
from engine.core.case import CaseState, fold
from engine.core.case_clock import times_of
from engine.core.decisions.lapses import as_law_sees
from engine.core.errors import AgencyUnreachable, CommandIdReused, CommandRefused, InvariantBroken
from engine.core.execution import (
    ENDING_NAMES,
    WAITING_NAMES,
    AutomaticWork,
    automatic_work,
    is_waited_for,
    resumes,
    waiting_for,
)
from engine.core.identifiers import CaseId, CommandId, DossierCode, ProcedureId, ProcedureVersion, StepId
from engine.core.law import Law
from engine.core.letters import is_letter
from engine.service import spans
from engine.service.execution_report import case_report, waiting_message
from engine.service.executor_ports import AgencyAnswer, AgencyGateway, Outbox, OutboxMessage, Verdict
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import CommandHandler
from engine.service.ports import Clock, Ledger

FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(minutes=15)
"""An agency's system that gives no answer is asked again after 15 seconds, then twice as late each time."""


@dataclass(frozen=True, slots=True)
class CaseLook:
    """A case as the executor needs it, at one version. `again_at`: when a system that gave no answer is asked again.

    `goes_on`: it went on after the version that the executor had seen, e.g. a supplement was handed in.
    """

    version: int
    dossier_code: DossierCode
    procedure: ProcedureId
    procedure_version: ProcedureVersion
    ended: bool
    goes_on: bool
    ending_name: str
    waiting_name: str
    message: str
    automatic_work: tuple[AutomaticWork, ...]
    again_at: datetime | None
    report: str


class CaseExecutor:
    """Composes the ledger, the law and the network for the flow of one case; knows nothing of Prefect."""

    def __init__(
        self,
        ledger: Ledger,
        handler: CommandHandler,
        outbox: Outbox,
        gateway: AgencyGateway,
        clock: Clock,
        language: str,
    ) -> None:
        self._ledger = ledger
        self._handler = handler
        self._outbox = outbox
        self._gateway = gateway
        self._clock = clock
        self._language = language

    def look(self, case_id: CaseId, seen_version: int = 0) -> CaseLook:
        """The case as the ledger has it now; every entry begins with it. For cases that were received."""
        history = self._ledger.history(case_id)
        state = fold(case_id, history)
        law = self._handler.law_of(state)
        now = self._clock.now()
        put_off = self._put_off(case_id, now)
        times = times_of(law, state, now)
        if state.dossier_code is None or state.procedure is None or state.procedure_version is None:
            raise InvariantBroken(f"case {case_id} is executed before its receipt")
        self._let_go(state, now)
        still_due = self._still_due(law, state, now)
        due = tuple(work for work in automatic_work(law, state) if work.key in still_due)
        again = {work.step: put_off[work.key] for work in due if work.key in put_off}
        letters = self._letters(case_id)
        return CaseLook(
            version=state.version,
            dossier_code=state.dossier_code,
            procedure=state.procedure,
            procedure_version=state.procedure_version,
            ended=state.closed_at is not None,
            goes_on=any(resumes(recorded.event) for recorded in history if recorded.sequence > seen_version),
            ending_name=_ending_name(state, self._language),
            waiting_name=WAITING_NAMES[waiting_for(law, state)].in_language(self._language),
            message=waiting_message(law, state, again, self._language),
            automatic_work=tuple(work for work in (*due, *letters) if work.key not in put_off),
            again_at=min((put_off[work.key] for work in (*due, *letters) if work.key in put_off), default=None),
            report=case_report(law, state, times, self._language),
        )

    async def ask(self, work: AutomaticWork) -> AgencyAnswer:
        """Asks the agency's own system; raises `AgencyUnreachable` for anything but an answer."""
        reached(FaultPoint.WORK_UNASKED, work.key)
        asked = {"case": work.case_id, "system": work.system, "operation": work.operation}
        with spans.span("agency call", kind="client", **asked) as told:
            answer = await self._gateway.ask(work)
            told.tell(verdict=answer.verdict.value)
        reached(FaultPoint.WORK_ANSWERED, work.key)
        return answer

    def record_answer(self, work: AutomaticWork, answer: AgencyAnswer) -> None:
        """Makes the answer a command of the product; twice is as once.

        Raises `CommandRefused` if the ledger does not take the answer while the work is still due: the agency's
        system then answered something that its step does not foresee, and is asked again later.
        """
        now = self._clock.now()
        law, state = self._read(work.case_id)
        receipt: dict[str, object] = answer.model_dump(mode="json")
        if is_letter(work):  # that it arrived changes nothing in law
            self._delivered(work, receipt, now)
            return
        try:
            self._handler.handle(_command_of(law, state, work, answer, now))
        except CommandIdReused:
            receipt["recorded"] = "an earlier answer"
        except CommandRefused as refused:
            # Withdrawn or stopped meanwhile: the answer comes too late for the ledger, and nobody waits for it.
            if work.key in self._still_due(*self._read(work.case_id), now):
                raise
            receipt["recorded"] = refused.reason.value
        self._delivered(work, receipt, now)

    def record_fault(self, work: AutomaticWork, error: str) -> None:
        """No valid answer, however often asked: never a refusal; the step stays due and is asked for again later."""
        message = self._messages(work.case_id).get(work.key)
        tried = message.attempts if message else 0
        pause = min(FIRST_RETRY * 2 ** min(tried, 20), LONGEST_RETRY)
        self._outbox.record_failure(work.key, error, self._clock.now() + pause)
        reached(FaultPoint.FAULT_RECORDED, work.key)

    def _delivered(self, work: AutomaticWork, receipt: dict[str, object], now: datetime) -> None:
        self._outbox.record_receipt(work.key, receipt, now)
        reached(FaultPoint.WORK_RECORDED, work.key)

    def _let_go(self, state: CaseState, now: datetime) -> None:
        """Messages that nobody waits for: answered, and the process died before the receipt; or withdrawn, or sent back."""
        for message in self._outbox.due(state.id):
            if not is_letter(message.work) and not is_waited_for(state, message.work):
                self._outbox.record_receipt(message.work.key, {"recorded": "nobody waits for it"}, now)

    def _letters(self, case_id: CaseId) -> tuple[AutomaticWork, ...]:
        """Those that nobody has taken yet; kept where no address is set for what carries them."""
        due = (message.work for message in self._outbox.due(case_id))
        return tuple(work for work in due if is_letter(work) and self._gateway.serves(work.system))

    def _read(self, case_id: CaseId) -> tuple[Law, CaseState]:
        state = fold(case_id, self._ledger.history(case_id))
        return self._handler.law_of(state), state

    def _still_due(self, law: Law, state: CaseState, now: datetime) -> set[str]:
        """Where a term has passed the law may have answered already, before the sweep has noted it."""
        return {work.key for work in automatic_work(law, as_law_sees(law, state, now))}

    def _put_off(self, case_id: CaseId, now: datetime) -> Mapping[str, datetime]:
        messages = self._messages(case_id)
        # What lies further ahead than any pause was written by a clock that has gone back since.
        return {key: m.next_attempt_at for key, m in messages.items() if now < m.next_attempt_at <= now + LONGEST_RETRY}

    def _messages(self, case_id: CaseId) -> Mapping[str, OutboxMessage]:
        return {message.work.key: message for message in self._outbox.due(case_id)}


def answer_id(key: str, verdict: Verdict) -> CommandId:
    """The same answer to the same work is the same command, whoever records it and however often."""
    return CommandId(str(uuid5(NAMESPACE_URL, f"lienthong:work:{key}:{verdict.value}")))


def _command_of(
    law: Law, state: CaseState, work: AutomaticWork, answer: AgencyAnswer, now: datetime
) -> commands.Command:
    said: dict[str, object]
    match answer.verdict:
        case Verdict.ACCEPTED:
            completed_at = _credible(state, work.step, answer.completed_at, now)
            said = {
                "type": "complete_step",
                "occurred_at": completed_at,
                "result": answer.result,
                "documents": answer.documents,
            }
        case Verdict.REJECTED:
            # The agency's system names its reason; what it decides by is the basis of the step itself.
            basis = law.definition.steps[work.step].legal_basis[0]
            said = {"type": "refuse_step", "reason": answer.reason, "legal_basis": basis}
        case Verdict.LATER:
            said = {"type": "acknowledge_work", "reference": answer.reference}
    known = {"case_id": work.case_id, "step": work.step, "actor": SYSTEM}
    try:
        return commands.ADAPTER.validate_python({**known, **said, "command_id": answer_id(work.key, answer.verdict)})
    except ValidationError:
        # What is wrong with it is not repeated: the message is shown in Prefect, and the answer may be about a person.
        raise AgencyUnreachable(f"{work.system}.{work.operation}: an answer that is not in order") from None


def _credible(state: CaseState, step: StepId, said: datetime | None, now: datetime) -> datetime | None:
    """When the agency says that it was done, if that lies between the step's last event and now; else not told."""
    begun = state.steps[step].last_event_at
    return said if said is not None and begun is not None and begun <= said <= now else None


def _ending_name(state: CaseState, language: str) -> str:
    name = ENDING_NAMES.get(state.status) if state.status else None
    return name.in_language(language) if name else ""
