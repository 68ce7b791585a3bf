"""A view of a case in the shapes of the API; every word and every date comes from the core."""

from collections.abc import Sequence
from itertools import zip_longest

from api.cases import note_schemas, schemas
from api.cases.clock_shapes import (
    case_clock_read,
    clock_read,
    day_of,
    due_on,
    limit_read,
    local,
    maybe_local,
    without_limit_read,
)
from api.cases.note_shapes import deemed_read, notice_read, published_on
from api.cases.opinion_shapes import opinions_read
from api.problem import LegalBasisRead
from api.schemas import PaperRead, Words, copies_read, words
from engine.core.actors import Actor
from engine.core.answer_terms import tell_by
from engine.core.case import CaseState, StepState, StepStatus, Suspension
from engine.core.definition import ProcedureDefinition
from engine.core.events import CaseMigrated, ExtendedDue, RecordedEvent, TimeLimitExtended
from engine.core.identifiers import AgencyId, StepId
from engine.core.legal_time import Clock, civil_date, to_instant
from engine.core.migration_words import migration_words
from engine.core.papers import Paper
from engine.core.standing import AvailableCommand
from engine.core.step_runs import StepRun
from engine.core.words import (
    CASE_STATUS,
    CHANNEL,
    PART,
    case_words,
    event_words,
    standing,
    step_words,
    wait_words,
)
from engine.service.ports import CaseRow, Execution
from engine.service.read_case import CaseView
from engine.service.read_rows import applicant_name


def case_read(view: CaseView, execution: Execution | None) -> schemas.CaseRead:
    state, definition = view.state, view.definition
    assert state.status is not None and state.submitted_at is not None and state.channel is not None
    return schemas.CaseRead(
        id=state.id,
        version=state.version,
        status=state.status,
        status_words=words(case_words(state)),
        dossier_code=state.dossier_code,
        procedure=definition.procedure,
        procedure_version=definition.version,
        procedure_title=words(definition.title),
        territory=state.territory or "",
        channel=state.channel,
        applicant=applicant_name(state),
        form=state.form,
        facts=state.facts,
        documents=_papers(definition, state.documents),
        submitted_at=local(state.submitted_at),
        received_at=maybe_local(state.received_at),
        receiving_agency=state.receiving_agency,
        promised_due_at=maybe_local(state.promised_due_at),
        promised_on=day_of(state.promised_due_at),
        promise=_promise(state),
        closed_at=maybe_local(state.closed_at),
        closing_reason=state.closing_reason,
        as_of=local(view.as_of),
        provisional_because=[words(why) for why in view.provisional_because],
        clock=case_clock_read(view.times.case),
        without_limit=without_limit_read(definition.total.without_limit),
        acceptance=clock_read(view.times.acceptance),
        notice=notice_read(view),
        steps=steps_read(view),
        suspensions=[_suspension(view, s) for s in state.suspensions],
        opinions=opinions_read(view),
        extensions=[_extension(view, event) for event in state.extensions],
        migrations=[_migration(event) for event in view.migrations],
        prefect=_execution(execution, view.version),
    )


def _promise(state: CaseState) -> schemas.PromiseRead | None:
    first, present = state.promised_due_at, state.promise_in_force
    if first is None or present is None:
        return None
    return schemas.PromiseRead(
        original_due_at=local(first),
        original_on=civil_date(to_instant(first)),
        present_due_at=local(present),
        present_on=civil_date(to_instant(present)),
        is_changed=first != present,
    )


def _migration(event: CaseMigrated) -> note_schemas.MigrationRead:
    return note_schemas.MigrationRead(
        at=local(event.at),
        from_version=event.from_version,
        to_version=event.to_version,
        requested=event.requested,
        steps={str(old): str(new) for old, new in event.steps.items()},
        promised_before=maybe_local(event.before.promised),
        promised_after=maybe_local(event.after.promised),
        due_before=maybe_local(event.before.case),
        due_after=maybe_local(event.after.case),
        words=words(migration_words(event)),
        legal_basis=[LegalBasisRead(**b.model_dump(mode="json")) for b in event.legal_basis],
    )


def summary_read(row: CaseRow) -> schemas.CaseSummary:
    return schemas.CaseSummary(
        id=row.case_id,
        version=row.version,
        status=row.status,
        status_words=words(CASE_STATUS[row.status]),
        dossier_code=row.dossier_code,
        procedure=row.procedure,
        procedure_version=row.procedure_version,
        territory=row.territory,
        applicant=row.applicant,
        submitted_at=local(row.submitted_at),
        received_at=maybe_local(row.received_at),
        promised_due_at=maybe_local(row.promised_due_at),
        promised_on=day_of(row.promised_due_at),
        due_at=maybe_local(row.due_at),
        closed_at=maybe_local(row.closed_at),
    )


def due_dates_read(view: CaseView) -> schemas.DueDates:
    return schemas.DueDates(
        as_of=local(view.as_of),
        promised_due_at=maybe_local(view.state.promised_due_at),
        promised_on=day_of(view.state.promised_due_at),
        published_on=published_on(view),
        provisional_because=[words(why) for why in view.provisional_because],
        total=limit_read(view.times.total),
        without_limit=without_limit_read(view.definition.total.without_limit),
        case=case_clock_read(view.times.case),
        acceptance=clock_read(view.times.acceptance),
        steps=steps_read(view),
    )


def steps_read(view: CaseView) -> list[schemas.StepRead]:
    """In the order of the procedure; a step that nobody has reached is there too."""
    return [_step(view, step) for step in view.definition.steps]


def event_read(recorded: RecordedEvent) -> schemas.EventRead:
    event, actor = recorded.event, recorded.actor
    return schemas.EventRead(
        sequence=recorded.sequence,
        words=words(event_words(event)),
        recorded_at=local(recorded.recorded_at),
        actor=actor_read(actor),
        command_id=recorded.command_id,
        event={**event.model_dump(mode="json"), "at": local(event.at).isoformat()},
    )


def actor_read(actor: Actor) -> schemas.ActorRead:
    absent = actor.on_behalf_of
    principal = schemas.PrincipalRead(id=absent.id, name=absent.name) if absent else None
    return schemas.ActorRead(id=actor.id, name=actor.name, agency=actor.agency, on_behalf_of=principal)


_HREFS = {
    "receive_case": "receive",
    "refuse_receipt": "refuse-receipt",
    "withdraw_case": "withdraw",
    "claim_step": "claim",
    "release_step": "release",
    "assign_step": "assign",
    "establish_fact": "facts",
    "complete_step": "complete",
    "refuse_step": "refuse",
    "request_supplement": "request-supplement",
    "hand_in_supplement": "hand-in-supplement",
    "extend_time_limit": "extend",
    "resume_time_limit": "resume",
    "return_to_step": "return",
    "ask_opinion": "ask-opinion",
    "give_opinion": "give-opinion",
    "withdraw_opinion": "withdraw-opinion",
    "transfer_case": "transfer",
    "transfer_step": "transfer",
}


def commands_read(view: CaseView, found: Sequence[AvailableCommand]) -> schemas.AvailableCommands:
    def href(available: AvailableCommand) -> str:
        place = f"/steps/{available.step}" if available.step else ""
        return f"/cases/{view.state.id}{place}/{_HREFS[available.command]}"

    items = [
        schemas.AvailableCommandRead(
            command=a.command, step=a.step, href=href(a), missing_documents=list(a.missing_documents)
        )
        for a in found
    ]
    return schemas.AvailableCommands(version=view.version, items=items)


def receipt_read(view: CaseView) -> schemas.Receipt:
    """`view` is the case as of its receipt."""
    state, definition = view.state, view.definition
    assert state.dossier_code and state.receiving_agency and state.received_at
    assert state.channel is not None
    return schemas.Receipt(
        title=Words(vi="Giấy tiếp nhận hồ sơ và hẹn trả kết quả", en="Receipt and appointment slip"),
        dossier_code=state.dossier_code,
        agency=state.receiving_agency,
        agency_title=words(view.directory.agencies[state.receiving_agency].title),
        procedure=definition.procedure,
        procedure_code=definition.code,
        procedure_version=definition.version,
        procedure_title=words(definition.title),
        applicant=applicant_name(state),
        channel_words=words(CHANNEL[state.channel]),
        papers=_papers(definition, state.documents),
        received_at=local(state.received_at),
        total=limit_read(view.times.total),
        without_limit=without_limit_read(definition.total.without_limit),
        promised_due_at=maybe_local(state.promised_due_at),
        promised_on=day_of(state.promised_due_at),
        notice=notice_read(view),
        steps=[_planned(view, step) for step in _in_planned_order(view)],
        legal_basis=[LegalBasisRead(**b.model_dump(mode="json")) for b in definition.total.legal_basis],
    )


def agency_title(view: CaseView, agency: AgencyId | None) -> Words | None:
    known = view.directory.agencies.get(agency) if agency else None
    return words(known.title) if known else None


def _in_planned_order(view: CaseView) -> list[StepId]:
    """As they are expected to follow; those for which nothing can be planned at the end."""
    planned = list(view.times.projected)
    return [*planned, *(step for step in view.times.taking_part if step not in view.times.projected)]


def _planned(view: CaseView, step: StepId) -> schemas.PlannedStep:
    declared = view.definition.steps[step]
    agency = view.state.agencies.get(step)
    return schemas.PlannedStep(
        id=step,
        title=words(declared.title),
        agency=agency,
        agency_title=agency_title(view, agency),
        limit=limit_read(view.times.limits.get(step)),
        without_limit=without_limit_read(declared.without_limit),
        planned_at=view.times.projected.get(step),
    )


def _step(view: CaseView, step: StepId) -> schemas.StepRead:
    declared = view.definition.steps[step]
    known = view.state.steps.get(step) or StepState(id=step, status=StepStatus.NOT_READY)
    agency = known.agency or view.state.agencies.get(step)
    return schemas.StepRead(
        id=step,
        title=words(declared.title),
        agency=agency,
        agency_title=agency_title(view, agency),
        status=standing(view.state, step),
        status_words=words(step_words(view.state, step)),
        opened_at=maybe_local(known.opened_at),
        claimed_by=known.claimed_by_name,
        finished_at=maybe_local(known.finished_at),
        part=declared.part,
        part_words=words(PART[declared.part]),
        join=declared.join,
        earlier_runs=[
            _run(view.definition, run, clock)
            for run, clock in zip_longest(known.earlier_runs, view.times.earlier.get(step, ()))
        ],
        superseded_at=maybe_local(known.superseded_at),
        result=known.result,
        refusal=known.refusal,
        deemed=deemed_read(view, known),
        automatic=declared.run is not None,
        limit=limit_read(view.times.limits.get(step)),
        without_limit=without_limit_read(declared.without_limit),
        clock=clock_read(view.times.steps.get(step)),
        answer_clock=clock_read(view.times.answers.get(step)),
        projected_at=view.times.projected.get(step),
    )


def _run(definition: ProcedureDefinition, run: StepRun, clock: Clock | None) -> schemas.StepRunRead:
    return schemas.StepRunRead(
        opened_at=local(run.opened_at),
        finished_at=local(run.finished_at),
        claimed_by=run.claimed_by_name,
        result=run.result,
        documents=_papers(definition, run.documents),
        facts=run.facts,
        ended=run.ended,
        replaced_at=maybe_local(run.replaced_at),
        because=run.because,
        clock=clock_read(clock),
    )


def _suspension(view: CaseView, waiting: Suspension) -> schemas.SuspensionRead:
    return schemas.SuspensionRead(
        id=waiting.id,
        step=waiting.step,
        rule=waiting.rule,
        kind_words=words(wait_words(waiting)),
        reasons=list(waiting.reasons),
        documents=list(waiting.documents),
        started_at=local(waiting.started_at),
        answer_due_at=maybe_local(waiting.answer_due_at),
        ended_at=maybe_local(waiting.ended_at),
        expired=waiting.expired,
        effect=waiting.effect,
        sent_back_to=waiting.sent_back.to if waiting.sent_back is not None else None,
        asked_late=waiting.asked_late,
        tell_by=maybe_local(tell_by(view.law, view.state, waiting)),
    )


def _extension(view: CaseView, event: TimeLimitExtended) -> schemas.ExtensionRead:
    return schemas.ExtensionRead(
        step=event.step,
        rule=event.rule,
        title=words(view.definition.extensions[event.rule].title),
        granted_at=local(event.at),
        reason=event.reason,
        agency_at_fault=event.agency_at_fault,
        agency_at_fault_title=agency_title(view, event.agency_at_fault),
        plus=limit_read(event.plus),
        new_due_on=event.new_due_on,
        of_step=_moved(event.of_step),
        of_total=_moved(event.of_total),
        legal_basis=[LegalBasisRead(**b.model_dump(mode="json")) for b in event.legal_basis],
    )


def _moved(due: ExtendedDue | None) -> schemas.MovedRead | None:
    if due is None:
        return None
    before, after = local(due.before), local(due.after)
    return schemas.MovedRead(before=before, before_on=due_on(before), after=after, after_on=due_on(after))


def _execution(execution: Execution | None, version: int) -> schemas.ExecutionRead | None:
    if execution is None:
        return None
    return schemas.ExecutionRead(
        flow_run_id=execution.flow_run_id,
        seen_version=execution.seen_version,
        lag=max(0, version - execution.seen_version),
    )


def _papers(definition: ProcedureDefinition, given: Sequence[Paper]) -> list[PaperRead]:
    def title(paper: Paper) -> Words:
        known = definition.documents.get(paper.document)
        return words(known.title) if known else Words(vi=paper.document, en=paper.document)

    return [
        PaperRead(document=p.document, title=title(p), reference=p.reference, name=p.name, copies=copies_read(p.copies))
        for p in given
    ]
