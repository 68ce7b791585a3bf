"""Work that goes to another agency: what is due after a succession, and the act itself. No clock starts anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engine.core import commands, events
from engine.core.agencies import Agency
from engine.core.case import ENDED_STEPS, CaseState
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import AgencyId, AgencyKind, StepId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.core.step_places import place_of
from engine.core.values import Text
from engine.core.who_may import holder_of


@dataclass(frozen=True, slots=True)
class DueTransfer:
    """What an agency that has ended still holds: a step, or (null) the dossier at its counter.

    `to_agency` is who has its work now; null: the directory names nobody, or several, and somebody must decide.
    """

    step: StepId | None
    from_agency: AgencyId
    to_agency: AgencyId | None


def find_transfers(law: Law, state: CaseState, on: date) -> tuple[DueTransfer, ...]:
    """What of an open case agencies hold that are no more on that day; first the dossier, then its open steps."""
    if state.closed_at is not None or state.territory is None:
        return ()
    holder, reception = holder_of(state), law.definition.reception
    found: list[DueTransfer] = []
    if holder is not None and _has_ended(law, holder, on):
        kind = reception or law.agencies.agencies[holder].kind
        found.append(DueTransfer(None, holder, law.agencies.competent_now(holder, kind, state.territory, on)))
    found += _counters_that_ended(law, state, on)
    for step in law.definition.steps:
        known = state.steps.get(step)
        if known is None or known.status in ENDED_STEPS or known.agency is None:
            continue
        if _has_ended(law, known.agency, on):
            kind = law.definition.steps[step].agency
            place = place_of(law.definition, step, state.form, state.territory)
            found.append(DueTransfer(step, known.agency, law.agencies.competent_now(known.agency, kind, place, on)))
    return tuple(found)


def _counters_that_ended(law: Law, state: CaseState, on: date) -> Iterator[DueTransfer]:
    """A counter elsewhere is succeeded as the holder is, by its own place: the one that the form names."""
    for counter in state.counters:
        if _has_ended(law, counter, on):
            known = law.agencies.agencies[counter]
            to = law.agencies.competent_now(counter, known.kind, known.territory, on)
            yield DueTransfer(None, counter, to)


def transfer_step(law: Law, state: CaseState, command: commands.TransferStep, at: datetime) -> list[events.Event]:
    """Technical re-routing does not restart the clock: of the step nothing changes but whose it is."""
    had = state.steps[command.step].agency
    assert had is not None, "an open step has an agency"
    _refuse_wrong_target(law, had, law.definition.steps[command.step].agency, command, at)
    return [
        events.StepTransferred(
            at=at,
            step=command.step,
            from_agency=had,
            to_agency=command.to_agency,
            reason=command.reason,
            legal_basis=command.legal_basis,
        )
    ]


def transfer_case(law: Law, state: CaseState, command: commands.TransferCase, at: datetime) -> list[events.Event]:
    """The dossier keeps its code, which names the unit that received it."""
    had = command.from_agency or holder_of(state)
    if had is None or had not in {holder_of(state), *state.counters}:
        raise _refused(
            command,
            Text(
                vi="hồ sơ chưa thuộc bộ phận nào: bộ phận một cửa có thẩm quyền tiếp nhận trực tiếp",
                en="the dossier is no unit's yet: the competent one-stop unit receives it itself",
            ),
        )
    _refuse_wrong_target(law, had, law.agencies.agencies[had].kind, command, at)
    return [
        events.CaseTransferred(
            at=at,
            from_agency=had,
            to_agency=command.to_agency,
            reason=command.reason,
            legal_basis=command.legal_basis,
        )
    ]


def _has_ended(law: Law, agency: AgencyId, on: date) -> bool:
    known = law.agencies.agencies.get(agency)
    return known is not None and known.valid.last is not None and known.valid.last < on


def _refuse_wrong_target(
    law: Law,
    had: AgencyId,
    kind: AgencyKind,
    command: commands.TransferStep | commands.TransferCase,
    at: datetime,
) -> None:
    """It goes to an agency that is there on that day, and that does such work or succeeds the one that had it."""
    day = civil_date(to_instant(at))
    target = law.agencies.agencies.get(command.to_agency)
    if command.to_agency == had:
        raise _refused(command, Text(vi=f"việc đã thuộc cơ quan {had}", en=f"it is agency {had}'s already"))
    if target is None or not target.valid.contains(day):
        raise _refused(
            command,
            Text(
                vi=f"vào ngày {day:%d/%m/%Y} danh bạ không có cơ quan {command.to_agency} đang hoạt động",
                en=f"the directory has no agency {command.to_agency} that is there on {day}",
            ),
        )
    if target.kind != kind and command.to_agency not in _successors(law, had):
        raise _refused(
            command,
            Text(
                vi=f"cơ quan {command.to_agency} không thuộc loại {kind} và không kế thừa cơ quan {had}",
                en=f"agency {command.to_agency} is not of the kind {kind}, and does not succeed agency {had}",
            ),
        )


def _successors(law: Law, agency: AgencyId) -> set[AgencyId]:
    """Everyone who succeeds the agency, and whoever succeeds them."""
    found: set[AgencyId] = set()
    ahead = [agency]
    while ahead:
        known: Agency | None = law.agencies.agencies.get(ahead.pop())
        new = [name for name in (known.succeeded_by if known else ()) if name not in found]
        found.update(new)
        ahead += new
    return found


def _refused(command: commands.Command, message: Text) -> CommandRefused:
    return CommandRefused(Reason.TRANSFER_NOT_POSSIBLE, message, attempted=command.type)
