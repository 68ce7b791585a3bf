"""Who had the time of a case: each second from the receipt to the end with one owner, adding up to the whole (R34)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from engine.core.case import CaseState
from engine.core.counted_facts import facts_of_every_step
from engine.core.day_words import span_words, spoken_instant_words
from engine.core.identifiers import AgencyId, CaseId, StepId
from engine.core.law import Law
from engine.core.legal_time import Attribution, Instant, PauseKind, attribute, to_datetime, to_instant
from engine.core.turns import path_of_steps
from engine.core.values import Text, Value
from engine.core.words import PAUSE_KIND


class Owner(StrEnum):
    """Whose a part of the time is."""

    AGENCY = "agency"
    APPLICANT = "applicant"
    FINANCIAL = "financial"
    ORIGINALS = "originals"
    OTHER_AGENCY = "other_agency"
    OUTSIDE_WORKING_TIME = "outside_working_time"


class TimeShare(Value):
    """The part of one owner."""

    owner: Owner
    agency: AgencyId | None = Field(description="Of an agency's part only.")
    title: Text
    seconds: int


class DecidingStep(Value):
    """A step of the chain that decided, or is expected to decide, when the case ends."""

    step: StepId
    title: Text
    agency: AgencyId | None
    agency_title: Text | None


class CaseAttribution(Value):
    """Who had the time from the receipt until the end, or until now; before the receipt nobody has had any."""

    case_id: CaseId
    received_at: datetime | None
    until: datetime | None = Field(description="The end of the case, or the instant asked for.")
    is_final: bool = Field(description="False while the case goes on: the chain that decides can still change.")
    total_seconds: int = Field(description="The wall time; the parts add up to it.")
    shares: tuple[TimeShare, ...]
    decided_by: tuple[DecidingStep, ...] = Field(description="In the order of time; the last one made the end.")


def attribution_of(law: Law, state: CaseState, as_of: datetime) -> CaseAttribution:
    """As of an instant; `state` holds what had happened by then."""
    until = as_of if state.closed_at is None else min(as_of, state.closed_at)
    facts = facts_of_every_step(law, state, until)
    split = attribute(facts, to_instant(until)) if facts is not None else Attribution(None, None, {})
    return CaseAttribution(
        case_id=state.id,
        received_at=_datetime(split.start),
        until=_datetime(split.end),
        is_final=state.closed_at is not None,
        total_seconds=split.total_seconds,
        shares=tuple(_shares(law, split)),
        decided_by=tuple(_decided_by(law, state, split)),
    )


def attribution_sentences(said: CaseAttribution, language: str) -> tuple[str, ...]:
    """From when to when, which part was whose, and which steps decided the end; empty before the receipt."""
    if said.received_at is None or said.until is None:
        return ()
    whole = _WHOLE.in_language(language).format(
        start=spoken_instant_words(said.received_at, language),
        end=spoken_instant_words(said.until, language),
        span=span_words(said.total_seconds, language),
    )
    parts = (f"{s.title.in_language(language)}: {span_words(s.seconds, language)}." for s in said.shares if s.seconds)
    chain = decided_words(said, language)
    return (whole, *parts, *([chain] if chain else []))


def decided_words(said: CaseAttribution, language: str) -> str | None:
    """`Quyết định thời điểm kết thúc: bước … (cơ quan) → bước … (cơ quan).`; null where no step did."""
    if not said.decided_by:
        return None
    links = (_link(link, language) for link in said.decided_by)
    phrase = _DECIDED if said.is_final else _DECIDES
    return phrase.in_language(language).format(chain=" → ".join(links))


OUTSIDE = Text(vi="Ngoài giờ làm việc", en="Outside working time")
APPLICANT = Text(vi="Người nộp (chờ bổ sung hồ sơ)", en="The applicant (a supplement)")
_WHOLE = Text(vi="Từ {start} đến {end} là {span}, trong đó:", en="From {start} to {end} are {span}, of which:")
_DECIDED = Text(vi="Quyết định thời điểm kết thúc: {chain}.", en="What decided when it ended: {chain}.")
_DECIDES = Text(
    vi="Hiện đang quyết định thời điểm kết thúc: {chain}.", en="What decides, so far, when it ends: {chain}."
)

_OWNERS: Mapping[PauseKind, Owner] = {
    PauseKind.SUPPLEMENT: Owner.APPLICANT,
    PauseKind.FINANCIAL: Owner.FINANCIAL,
    PauseKind.ORIGINALS: Owner.ORIGINALS,
    PauseKind.OTHER_AGENCY: Owner.OTHER_AGENCY,
}


def _shares(law: Law, split: Attribution) -> Iterator[TimeShare]:
    for name, seconds in split.agencies.items():
        agency = AgencyId(name)
        yield TimeShare(owner=Owner.AGENCY, agency=agency, title=law.agencies.agencies[agency].title, seconds=seconds)
    for kind, seconds in split.waits.items():
        title = APPLICANT if kind is PauseKind.SUPPLEMENT else PAUSE_KIND[kind]
        yield TimeShare(owner=_OWNERS[kind], agency=None, title=title, seconds=seconds)
    outside = split.outside_working_time
    yield TimeShare(owner=Owner.OUTSIDE_WORKING_TIME, agency=None, title=OUTSIDE, seconds=outside)


def _decided_by(law: Law, state: CaseState, split: Attribution) -> Iterator[DecidingStep]:
    for step in path_of_steps(state, split.critical_path):
        agency = state.agencies.get(step)
        yield DecidingStep(
            step=step,
            title=law.definition.steps[step].title,
            agency=agency,
            agency_title=law.agencies.agencies[agency].title if agency else None,
        )


def _link(link: DecidingStep, language: str) -> str:
    agency = f" ({link.agency_title.in_language(language)})" if link.agency_title else ""
    return f"“{link.title.in_language(language)}”{agency}"


def _datetime(at: Instant | None) -> datetime | None:
    return to_datetime(at) if at is not None else None
