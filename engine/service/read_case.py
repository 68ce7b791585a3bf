"""The questions that screens ask: a case as of an instant, its events, its commands, lists. Who may not see, finds nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from engine.core.actors import Actor, Permission, Reach
from engine.core.agencies import AgencyDirectory
from engine.core.available import available_commands
from engine.core.calendar_coverage import provisional_because
from engine.core.case import CaseState, CaseStatus, fold, known_by
from engine.core.case_clock import CaseTimes, times_of
from engine.core.decisions.lapses import as_law_sees
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.events import CaseMigrated, RecordedEvent
from engine.core.holder_events import StepAssigned, StepClaimed, StepReleased, StepTransferred
from engine.core.identifiers import ActorId, AgencyId, CaseId, DossierCode, ProcedureId, StepId
from engine.core.known_law import with_known_directory
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.core.organisation import Organisation
from engine.core.standing import AvailableCommand
from engine.core.values import Text
from engine.core.who_may import may_see
from engine.core.work_standing import soon_since
from engine.service.handle_command import CommandResult, law_under
from engine.service.ports import (
    CaseQueries,
    CaseQuery,
    CaseRow,
    Clock,
    DefinitionCatalogue,
    Execution,
    Ledger,
    Page,
    WorklistEntry,
)
from engine.service.worklist_ports import WorkCounts, WorkFilter, WorkQuery

ALL_WORK = WorkFilter()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as of one instant: what had happened by then, and every clock. `version` is the ledger's."""

    law: Law
    state: CaseState
    times: CaseTimes
    history: Sequence[RecordedEvent]
    version: int
    former: tuple[ProcedureDefinition, ...] = ()
    """The versions that the case kept before it came over to the present one."""

    def title_of(self, step: StepId) -> Text:
        """Of a step of the present version, or of one that the case had before."""
        known = (d.steps[step].title for d in (self.definition, *self.former) if step in d.steps)
        return next(known, Text(vi=step, en=step))

    @property
    def migrations(self) -> tuple[CaseMigrated, ...]:
        return tuple(r.event for r in self.history if isinstance(r.event, CaseMigrated))

    @property
    def as_of(self) -> datetime:
        return self.times.as_of

    @property
    def definition(self) -> ProcedureDefinition:
        return self.law.definition

    @property
    def provisional_because(self) -> tuple[Text, ...]:
        """Which calendars end before a due date of the case can; its dates are provisional until they reach further."""
        return provisional_because(self.law, self.state, self.times)

    @property
    def directory(self) -> AgencyDirectory:
        return self.law.agencies


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One step on a worklist, with its case as of now."""

    entry: WorklistEntry
    view: CaseView

    @property
    def assigned(self) -> RecordedEvent | None:
        """By which a lead gave the step to who has it now; null if nobody has it, or took it on by himself."""
        for recorded in reversed(self.view.history):
            event = recorded.event
            if isinstance(event, _HOLDERS) and event.step == self.entry.step.step:
                return recorded if isinstance(event, StepAssigned) else None
        return None


_HOLDERS = (StepAssigned, StepClaimed, StepReleased, StepTransferred)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to; null means any."""

    procedure: ProcedureId | None = None
    status: CaseStatus | None = None
    text: str | None = None


class _Seen(TypedDict, total=False):
    """The part of a `CaseQuery` that says which cases are for the actor."""

    everything: bool
    visible_to_agency: AgencyId | None
    under: tuple[AgencyId, ...]
    submitted_by: ActorId
    awaiting_receipt: bool
    procedures: tuple[ProcedureId, ...]


class CaseReader:
    """Answers for one actor at a time; changes nothing."""

    def __init__(self, ledger: Ledger, queries: CaseQueries, catalogue: DefinitionCatalogue, clock: Clock) -> None:
        self._ledger = ledger
        self._queries = queries
        self._catalogue = catalogue
        self._clock = clock

    def get_view(self, case_id: CaseId, actor: Actor, as_of: datetime | None = None) -> CaseView:
        """Raises `NotFound` for a case that is not there, not yet there, or not for this actor."""
        history = self._ledger.history(case_id)
        present = fold(case_id, history)
        if present.status is None or not may_see(actor, present, self._organisation()):
            raise NotFound()
        self._catalogue.refresh()
        if as_of is None:
            return self._view(present, history, self._clock.now(), present.version)
        known = known_by(history, as_of)
        state = fold(case_id, known)
        if state.status is None:
            raise NotFound(
                Text(
                    vi=f"lúc {as_of.isoformat()} hồ sơ chưa được nộp; hãy hỏi một thời điểm sau đó",
                    en=f"the case was not submitted yet at {as_of.isoformat()}; ask for a later instant",
                )
            )
        return self._view(state, known, as_of, present.version)

    def get_view_by_code(self, code: DossierCode, actor: Actor) -> CaseView:
        """The case of a dossier code; raises `NotFound` like `get_view`."""
        row = self._queries.find_case_by_code(code)
        if row is None:
            raise NotFound()
        return self.get_view(row.case_id, actor)

    def get_view_at_receipt(self, case_id: CaseId, actor: Actor) -> CaseView:
        """The case as it stood right after its receipt; raises `NotFound` before that, too."""
        received_at = self.get_view(case_id, actor).state.received_at
        if received_at is None:
            raise NotFound(
                Text(
                    vi="hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận",
                    en="the dossier has not been received; there is no receipt yet",
                )
            )
        return self.get_view(case_id, actor, received_at)

    def view_of(self, result: CommandResult) -> CaseView:
        """The case right after a command, as of its recording: a repeated command is answered the same."""
        recorded_at = result.caused[-1].recorded_at
        return self._view(result.state, result.caused, recorded_at, result.state.version, result.times)

    def find_version(self, case_id: CaseId) -> int | None:
        """The version of the case without reading its history; says nothing about who may see it."""
        row = self._queries.find_case(case_id)
        return row.version if row is not None else None

    def find_execution(self, case_id: CaseId) -> Execution | None:
        """How far the executor has come with the case."""
        return self._queries.find_execution(case_id)

    def available(self, case_id: CaseId, actor: Actor) -> tuple[CaseView, tuple[AvailableCommand, ...]]:
        """The case and what the actor may do with it now."""
        view = self.get_view(case_id, actor)
        return view, available_commands(view.law, view.state, actor)

    def list_cases(self, actor: Actor, only: CaseFilter, page: Page) -> tuple[Sequence[CaseRow], str | None]:
        """The cases that the actor may see, the newest first, with the cursor of the next page."""
        query = CaseQuery(
            procedure=only.procedure,
            status=only.status,
            text=only.text,
            **self._seen_by(actor),
        )
        return self._queries.list_cases(query, page)

    def sees_agency(self, actor: Actor, agency: AgencyId) -> bool:
        """Whether what waits at an agency, and what it was told, is for the actor."""
        reach = actor.reach(Permission.READ_AGENCY)
        if reach is None or reach is Reach.OWN_CASES:
            return False
        if reach is Reach.EVERYWHERE or agency == actor.agency:
            return True
        return reach is Reach.SUB_UNITS and actor.agency in (None, *self._organisation().above(agency))

    def list_views(self, actor: Actor, only: CaseFilter, page: Page) -> tuple[Sequence[CaseView], str | None]:
        """The same list, each case with its clocks as of now."""
        rows, cursor = self.list_cases(actor, only, page)
        self._catalogue.refresh()
        views = self._present([row.case_id for row in rows])
        return [views[row.case_id] for row in rows if row.case_id in views], cursor

    def worklist(
        self, actor: Actor, page: Page, only: WorkFilter = ALL_WORK, holder: str | None = None
    ) -> tuple[Sequence[WorkItem], str | None]:
        """The unfinished steps of the actor's agency: what is late, what is due soon, then the nearest due first.

        `holder`: `me` (and whom the actor stands in for), `nobody`, or the id of a colleague.
        """
        entries, cursor = self._queries.worklist(self._work_of(actor, only, holder), page)
        self._catalogue.refresh()
        views = self._present([entry.case.case_id for entry in entries])
        return [WorkItem(one, views[one.case.case_id]) for one in entries if one.case.case_id in views], cursor

    def count_work(self, actor: Actor, only: WorkFilter = ALL_WORK, holder: str | None = None) -> WorkCounts:
        """How much of the same list stands how, whichever standing is asked for."""
        return self._queries.count_work(self._work_of(actor, only, holder))

    def _work_of(self, actor: Actor, only: WorkFilter, holder: str | None) -> WorkQuery:
        now = self._clock.now()
        return WorkQuery(
            **dict(only),
            agency=get_agency(actor, "read_worklist"),
            as_of=now,
            soon_since=soon_since(self._catalogue.calendars, now),
            procedures=actor.procedures,
            holders=_holders(actor, holder),
        )

    def _organisation(self) -> Organisation:
        """Of today: who has an agency above it now sees what is below it now."""
        return Organisation(self._catalogue.agencies, civil_date(to_instant(self._clock.now())))

    def _seen_by(self, actor: Actor) -> _Seen:
        """What `may_see` says of one case, for lists; nothing for an actor who may see none."""
        reach = actor.reach(Permission.VIEW)
        if reach is None:
            return _Seen(everything=False)
        if actor.sees_everything:
            return _Seen(everything=True, procedures=actor.procedures)
        seen = _Seen(everything=False, procedures=actor.procedures, submitted_by=actor.id)
        if reach is Reach.OWN_CASES:
            return seen
        seen["visible_to_agency"] = actor.agency
        seen["awaiting_receipt"] = actor.may(Permission.RECEIVE)
        if reach is Reach.SUB_UNITS and actor.agency is not None:
            seen["under"] = self._organisation().below(actor.agency)
        return seen

    def _present(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, CaseView]:
        """Each as of now; their histories are one question, however many they are. What a newer program wrote is left out."""
        now, views = self._clock.now(), {}
        for case_id, history in self._ledger.histories(case_ids, only_readable=True).items() if case_ids else ():
            state = fold(case_id, history)
            views[case_id] = self._view(state, history, now, state.version)
        return views

    def _view(
        self,
        state: CaseState,
        history: Sequence[RecordedEvent],
        as_of: datetime,
        version: int,
        known: CaseTimes | None = None,
    ) -> CaseView:
        """`known`: the clocks of that very state as of then, unless the law sees more in it than is written down."""
        assert state.procedure is not None and state.procedure_version is not None
        definition = self._catalogue.get(state.procedure, state.procedure_version)
        law = with_known_directory(law_under(definition, self._catalogue), state, as_of)
        seen = as_law_sees(law, state, as_of)
        moves = (r.event for r in history if isinstance(r.event, CaseMigrated))
        former = tuple(self._catalogue.get(state.procedure, move.from_version) for move in moves)
        times = known if known is not None and seen is state else times_of(law, seen, as_of)
        return CaseView(law, seen, times, history, version, former)


def _holders(actor: Actor, said: str | None) -> tuple[ActorId, ...] | None:
    if said == "nobody" or said is None:
        return () if said else None
    if said == "me":
        return tuple(dict.fromkeys((actor.id, (actor.on_behalf_of or actor).id)))
    return (ActorId(said),)


def get_agency(actor: Actor, attempted: str) -> AgencyId:
    """The agency for which the actor acts; raises `CommandRefused` for an account that has none."""
    if actor.agency is None:
        raise CommandRefused(
            Reason.NOT_PERMITTED,
            Text(
                vi=f"{actor.name} không thuộc cơ quan nào; hãy dùng tài khoản của một cơ quan",
                en=f"{actor.name} acts for no agency; use the account of an agency",
            ),
            attempted=attempted,
        )
    return actor.agency
