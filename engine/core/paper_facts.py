"""What stands on a statutory paper: plain Vietnamese words, read off the ledger as it was right after the paper's event.

The fields are those that real forms have (Thanh Hoá's, filled in after TT 01/2018/TT-VPCP). What nobody recorded – how many
sets, and of a paper nobody counted how many originals and copies – is left open, to be filled in by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core import events
from engine.core.basis_words import basis_words
from engine.core.case import CaseState, StepStatus
from engine.core.day_words import due_words, instant_words
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.form_sets import FormSet, PaperKind
from engine.core.hand_overs import HandOver, hand_overs
from engine.core.identifiers import AgencyId, DocumentId
from engine.core.law import Law, circumstances, limit_in_force
from engine.core.legal_time import to_datetime, to_instant
from engine.core.owner import owner_of, said_of
from engine.core.papers import Copies
from engine.core.statutory_papers import CasePaper
from engine.core.values import Instant, Value
from engine.core.words import CASE_STATUS, REASON, limit_words, no_limit_words, step_words

_VI = "vi"


class PaperFacts(Value):
    """One paper in words. An empty text is a field of the form that this paper does not have, or nobody filled in."""

    kind: PaperKind
    number: str
    form_set: str
    title: str
    size: str
    written_at: Instant
    place: str
    day: str
    unit: str
    code: str
    officer: str
    officer_agency: str
    submitter: str
    owner: str
    personal_id: str
    address: str
    phone: str
    email: str
    request: str
    components: tuple[str, ...]
    copies: tuple[Copies | None, ...] = ()
    term: str
    received: str
    appointed: str
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    answer_by: str = ""
    legal_basis: str = ""
    at_fault: str = ""
    delayed: str = ""
    first_appointed: str = ""
    newly_appointed: str = ""
    outcome: str = ""
    hand_overs: tuple[HandOver, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperSource:
    """The case right after the event of the paper: the law with the directory as it was known then, and what happened.

    `former`: the versions that the case had before.
    """

    law: Law
    state: CaseState
    history: Sequence[events.RecordedEvent]
    former: tuple[ProcedureDefinition, ...] = ()

    @property
    def cause(self) -> events.RecordedEvent:
        return self.history[-1]

    def agency(self, agency: AgencyId | None) -> str:
        known = self.law.agencies.agencies.get(agency) if agency is not None else None
        return known.title.vi if known is not None else agency or ""

    def document(self, document: DocumentId) -> str:
        known = (d.documents[document].title.vi for d in (self.law.definition, *self.former) if document in d.documents)
        return next(known, document)


def facts_of_paper(paper: CasePaper, form_set: FormSet, source: PaperSource) -> PaperFacts:
    """Everything that is written on the paper."""
    state, cause = source.state, source.cause
    unit = state.receiving_agency or state.awaited_by or cause.actor.agency
    common = {
        "kind": paper.kind,
        "number": paper.number,
        "form_set": form_set.title.vi,
        "title": paper.title.vi,
        "size": paper.size.value,
        "written_at": paper.at,
        "place": _place(source, unit),
        "day": _day(paper.at),
        "unit": source.agency(unit),
        "code": state.dossier_code or "",
        "officer": cause.actor.name if cause.actor.agency is not None else "",
        "officer_agency": source.agency(cause.actor.agency),
        "request": source.law.definition.title.vi,
        "components": tuple(source.document(handed_in.document) for handed_in in state.documents),
        "copies": tuple(handed_in.copies for handed_in in state.documents),
        "term": _term(source),
        "received": instant_words(state.received_at, _VI) if state.received_at else "",
        "appointed": due_words(state.promise_in_force, _VI) if state.promise_in_force else "",
    }
    return PaperFacts.model_validate({**common, **_people(source), **_of_its_own(paper, source)})


def _of_its_own(paper: CasePaper, source: PaperSource) -> dict[str, object]:
    match source.cause.event:
        case events.TimeLimitSuspended() as asked:
            return _supplement(source, asked)
        case events.TimeLimitExtended() as granted:
            return _apology(source, granted)
        case events.ReceiptRefused() as refused:
            return {"reasons": (refused.reason,), "legal_basis": _cited([refused.legal_basis])}
        case events.CaseRefused() if paper.kind is PaperKind.REFUSAL:
            return _refusal(source)
        case events.CaseStopped() as stopped if paper.kind is PaperKind.STOP:
            return _stop(source, stopped)
    return _control_sheet(source) if paper.kind is PaperKind.CONTROL_SHEET else {}


def _supplement(source: PaperSource, asked: events.TimeLimitSuspended) -> dict[str, object]:
    return {
        "reasons": asked.reasons,
        "missing": tuple(source.document(document) for document in asked.documents),
        "answer_by": due_words(asked.answer_due_at, _VI) if asked.answer_due_at else "",
        "legal_basis": _cited(asked.legal_basis),
    }


def _apology(source: PaperSource, granted: events.TimeLimitExtended) -> dict[str, object]:
    """The date of the slip moves with the total only; else the step's own limit is named, and the promise stands."""
    told: dict[str, object] = {
        "reasons": (granted.reason,),
        "legal_basis": _cited(granted.legal_basis),
        "at_fault": source.agency(granted.agency_at_fault or source.state.agencies.get(granted.step)),
    }
    if granted.of_step is not None:
        step = source.law.definition.steps[granted.step].title.vi
        before, after = due_words(granted.of_step.before, _VI), due_words(granted.of_step.after, _VI)
        told["delayed"] = f"{step}: hạn {before}, hạn mới {after}"
    if granted.of_total is not None:
        told["first_appointed"] = due_words(granted.of_total.before, _VI)
        told["newly_appointed"] = due_words(granted.promised or granted.of_total.after, _VI)
    return told


def _refusal(source: PaperSource) -> dict[str, object]:
    """The reasons of the steps that were refused, each with what its agency cited."""
    refused = [step for step in source.state.steps.values() if step.status is StepStatus.REFUSED]
    reasons = tuple(
        _in_words(step.refusal) if step.refusal else step_words(source.state, step.id).vi for step in refused
    )
    cited: list[LegalBasis] = []
    for recorded in source.history:
        if isinstance(recorded.event, events.StepRefused):
            cited.append(recorded.event.legal_basis)
        elif isinstance(recorded.event, events.StepDeemed):
            cited += recorded.event.legal_basis
    agencies = dict.fromkeys(source.agency(step.agency) for step in refused)
    return {"reasons": reasons, "legal_basis": _cited(cited), "at_fault": ", ".join(agencies)}


def _stop(source: PaperSource, stopped: events.CaseStopped) -> dict[str, object]:
    """Where a term has passed without an answer: what was asked for, until when, and by which rule."""
    expired = [r.event.suspension for r in source.history if isinstance(r.event, events.SupplementExpired)]
    asked = next(
        (
            recorded.event
            for recorded in source.history
            if isinstance(recorded.event, events.TimeLimitSuspended) and recorded.event.suspension in expired[-1:]
        ),
        None,
    )
    if asked is None:
        return {"reasons": (_in_words(stopped.reason),)}
    until = f" ({due_words(asked.answer_due_at, _VI)})" if asked.answer_due_at else ""
    return {
        "reasons": (_in_words(stopped.reason) + until, *asked.reasons),
        "legal_basis": _cited(asked.legal_basis),
    }


def _cited(basis: Sequence[LegalBasis]) -> str:
    """A paper that people take home rests on what was read; what was not stands there, marked, only if it is all there is."""
    read = [each for each in basis if each.certainty is not Certainty.UNVERIFIED]
    return basis_words(read or basis, _VI)


def _in_words(reason: str) -> str:
    """What happened by itself has a code for its reason; people give theirs in their own words."""
    said = REASON[reason].vi if reason in REASON else reason
    return said[:1].upper() + said[1:]


def _control_sheet(source: PaperSource) -> dict[str, object]:
    assert source.state.status is not None
    titles = (source.law.definition, *source.former)
    return {
        "outcome": CASE_STATUS[source.state.status].vi,
        "hand_overs": hand_overs(source.law, source.state, source.history, titles, source.agency),
    }


def _people(source: PaperSource) -> dict[str, str]:
    """The owner of the dossier by its form. The ledger names nobody else as the one who handed it in."""
    owner = owner_of(source.law.definition, source.state.form)
    name = said_of(owner, "full_name") or said_of(owner, "name")
    return {
        "owner": name,
        "submitter": name,
        "personal_id": said_of(owner, "personal_id") or said_of(owner, "tax_number"),
        "address": said_of(owner, "address"),
        "phone": said_of(owner, "phone"),
        "email": said_of(owner, "email"),
    }


def _term(source: PaperSource) -> str:
    """The limit of the whole that holds in the circumstances as they are known then."""
    definition, state = source.law.definition, source.state
    if definition.total.within is None:
        return no_limit_words(definition.total.without_limit).vi
    seen = circumstances(definition, state.form, state.facts)
    return limit_words(limit_in_force(definition.total, seen)).vi


def _place(source: PaperSource, unit: AgencyId | None) -> str:
    known = source.law.agencies.agencies.get(unit) if unit is not None else None
    territory = source.law.agencies.territories.get(known.territory) if known is not None else None
    return territory.title.vi if territory is not None and territory.title is not None else ""


def _day(at: datetime) -> str:
    local = to_datetime(to_instant(at))
    return f"ngày {local:%d} tháng {local:%m} năm {local:%Y}"
