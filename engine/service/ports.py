"""What the use cases need of the world, as protocols; `engine.wiring` supplies the real parts."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import NamedTuple, Protocol

from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook
from engine.core.case import CaseStatus, StepStatus
from engine.core.closing import Closing, Ending, EndingFact
from engine.core.definition import ProcedureDefinition
from engine.core.directory_editions import DirectoryBook
from engine.core.editions import RecordedEdition
from engine.core.events import RecordedEvent
from engine.core.execution import AutomaticWork
from engine.core.form_sets import FormSets
from engine.core.identifiers import (
    ActorId,
    AgencyId,
    CaseId,
    CommandId,
    DossierCode,
    ProcedureId,
    ProcedureVersion,
    StepId,
)
from engine.core.notifications import Notification
from engine.core.outcomes import Outcome
from engine.core.papers import Channel
from engine.core.publication import Newest, Publication, PublishedVersion
from engine.core.rungs import Rung
from engine.core.statutory_papers import CasePaper
from engine.core.values import Instant, Value
from engine.core.work_standing import WorkStanding
from engine.service.opinion_ports import OpinionRow
from engine.service.worklist_ports import WorkCounts, WorkQuery


class Clock(Protocol):
    """The only source of the present instant: aware, whole seconds."""

    def now(self) -> datetime: ...


class DefinitionCatalogue(Protocol):
    """The procedures, agencies and calendars that are in force."""

    form_sets: FormSets

    @property
    def agencies(self) -> AgencyDirectory:
        """The directory as it is now."""
        ...

    @property
    def directories(self) -> DirectoryBook:
        """The directory as it was known when, where there is a ledger that recorded it."""
        ...

    @property
    def calendars(self) -> CalendarBook:
        """With what was known when, where there is a ledger that recorded it."""
        ...

    def get(self, procedure: ProcedureId, version: ProcedureVersion) -> ProcedureDefinition: ...
    def find_applicable(self, procedure: ProcedureId, on: date) -> ProcedureDefinition | None: ...
    def all(self) -> Sequence[ProcedureDefinition]: ...
    def find_publication(self, procedure: ProcedureId, version: ProcedureVersion) -> PublishedVersion | None:
        """When and by whom a version was published; null: it is only in a file, which may still change."""
        ...

    def find_closing(self, procedure: ProcedureId, version: ProcedureVersion) -> Closing | None:
        """Until when a version takes cases, and why no longer; null while no end is known."""
        ...

    def last_closed(self, procedure: ProcedureId, on: date) -> Closing | None:
        """What closed a procedure of which no version takes cases on that day; null: there was none before it."""
        ...

    def knows(self, newest: Newest) -> bool:
        """Whether nothing is newer than what this has seen."""
        ...

    def refresh(self) -> None:
        """Sees what was published, and which calendars were recorded, since; cheap, so that it can be asked before every command and question."""
        ...


class Publications(Protocol):
    """What was published, and what of it was ended, for reading."""

    def newest(self) -> Newest:
        """One question, whatever there is: so that it can be asked before every command."""
        ...

    def since(self, edition: int) -> Sequence[PublishedVersion]:
        """What was published after an edition, in order."""
        ...

    def endings(self) -> Sequence[Ending]:
        """Every ending that was ever recorded, in order."""
        ...


class PublishedVersions(Publications, Protocol):
    """The versions that were published, and the endings recorded of them: added once, never changed."""

    def add(self, publication: Publication) -> PublishedVersion:
        """Raises `Conflict` if the version was published meanwhile."""
        ...

    def add_ending(self, fact: EndingFact) -> Ending:
        """Raises `Conflict` if another one was recorded meanwhile."""
        ...

    def has_cases(self, procedure: ProcedureId, version: str, since: datetime) -> bool:
        """Whether a case was received since then that keeps the version."""
        ...

    def has_other_cases(
        self, procedure: ProcedureId, version: str, since: datetime, before: datetime | None = None
    ) -> bool:
        """Whether a case was received since then (and before another instant) that keeps another version."""
        ...


class Editions(Protocol):
    """What the calendars and the directory said, and when that was first seen: added once, never changed."""

    def newest(self) -> int:
        """The number of the newest edition; nought: none was recorded yet."""
        ...

    def all(self) -> Sequence[RecordedEdition]:
        """Every edition of every table, in the order in which they were recorded."""
        ...

    def add(self, editions: Sequence[RecordedEdition]) -> None:
        """All or none; raises `Conflict` if one of the numbers was taken meanwhile."""
        ...


class CommandReceipt(Value):
    """The first answer to a command, kept so that a repeat gets the same one."""

    command_id: CommandId
    case_id: CaseId
    fingerprint: str
    first_sequence: int
    last_sequence: int


class CaseRow(Value):
    """What lists of cases show; written with the events, in their transaction."""

    case_id: CaseId
    version: int
    status: CaseStatus
    procedure: ProcedureId
    procedure_version: ProcedureVersion
    territory: str
    applicant: str
    dossier_code: DossierCode | None
    receiving_agency: AgencyId | None
    counters: tuple[AgencyId, ...] = ()
    opinions: tuple[OpinionRow, ...] = ()
    """Both are written for lists to search by; rows that are read back do not have them."""
    awaited_by: AgencyId | None = None
    submitted_by: ActorId
    submitted_at: Instant
    received_at: Instant | None
    promised_due_at: Instant | None
    due_at: Instant | None
    next_due_at: Instant | None
    look_at: Instant | None = None
    """When the sweep must look next: a rung may be passed then, or a term lapses."""
    closed_at: Instant | None
    channel: Channel | None = None  # rows that older processes wrote have none of the four, see `outcomes_of`
    outcome: Outcome | None = None
    outcome_766: Outcome | None = None
    outcome_766_waiting: Outcome | None = None


class StepRow(Value):
    """One open, claimed, suspended or ended step, for worklists."""

    case_id: CaseId
    step: StepId
    agency: AgencyId
    status: StepStatus
    opened_at: Instant
    claimed_by: ActorId | None
    claimed_by_name: str | None
    due_at: Instant | None
    soon_at: Instant | None = None
    """From when on it is due soon; rows that older processes wrote do not know it."""
    finished_at: Instant | None
    by_law: Outcome | None = (
        None  # while it goes on none of the three; rows that older processes wrote have none either
    )
    by_wall: Outcome | None = None
    working_seconds: int | None = None


class WorklistEntry(Value):
    """A step on an agency's worklist together with its case, and how it stands as of the list."""

    step: StepRow
    case: CaseRow
    standing: WorkStanding


class LedgerTransaction(Protocol):
    """One command's transaction: everything in it is committed together, or not at all."""

    newest: Newest
    """Of publications, endings and tables, looked at when the case was locked."""

    def lock_case(self, case_id: CaseId) -> Sequence[RecordedEvent]:
        """The history in order, with the case locked against other writers until the end."""
        ...

    def find_receipt(self, command_id: CommandId) -> CommandReceipt | None:
        """The first answer, if the locked case knows the command."""
        ...

    def next_serial(self, unit_code: str, day: date) -> int: ...
    def append(self, recorded: Sequence[RecordedEvent], receipt: CommandReceipt) -> None:
        """Raises `Conflict` when another writer took the sequence, `CommandIdReused` when another case took the id."""
        ...

    def save_rows(self, case: CaseRow, steps: Sequence[StepRow], now: datetime, *, is_swept: bool = False) -> None:
        """`look_at` stays where it was missed before `now`, unless the sweep has just looked (`is_swept`)."""
        ...

    def told_rungs(self, case_id: CaseId) -> Sequence[Rung]:
        """The rungs of the locked case that were told already."""
        ...

    def tell_rungs(self, case_id: CaseId, rungs: Sequence[Rung], now: datetime) -> None:
        """Added once, never changed; raises `Conflict` if another sweep was faster."""
        ...

    def forget_steps(self, case_id: CaseId, steps: Collection[StepId]) -> None:
        """Rows of steps that the case has no more: it came over to a version in which they are called otherwise."""
        ...

    def forget_rows(self, case_id: CaseId) -> None:
        """The rows of all its steps and counters: they are going to be written anew."""
        ...

    def put_outbox(self, work: Sequence[AutomaticWork], now: datetime) -> None:
        """Messages to agencies' systems; one that is there already (same key) is left as it is."""
        ...

    def put_papers(self, case_id: CaseId, papers: Sequence[CasePaper], now: datetime) -> None:
        """Papers that the events of this transaction cause, to be made afterwards."""
        ...

    def put_notifications(self, notes: Sequence[Notification], now: datetime) -> None:
        """Notes to the owner that are caused in this transaction; one that is there already is left as it is."""
        ...

    def mark_wake(self, case_id: CaseId, version: int, now: datetime, *, wakes: bool, trace: str | None = None) -> None:
        """The version that the executor has not seen; `wakes` false: only to be shown when there is slack. A wake ends a
        delay (`put_off`): what went wrong before may be over. `trace`: of the command, kept for the entry."""
        ...


class Ledger(Protocol):
    """The truth: append-only events, and what is read off them."""

    def transaction(self) -> AbstractContextManager[LedgerTransaction]: ...
    def history(self, case_id: CaseId) -> Sequence[RecordedEvent]: ...
    def histories(
        self, case_ids: Collection[CaseId], *, only_readable: bool = False
    ) -> Mapping[CaseId, Sequence[RecordedEvent]]:
        """Several at once, in one question; a case without events has an empty one. Raises `WrittenByNewer` for events of a
        later program, unless those cases are left out: lists of this one go on during an upgrade."""
        ...

    def find_receipt(self, command_id: CommandId) -> CommandReceipt | None: ...


class CaseQuery(Value):
    """Which cases to list; null means any.

    Listed is what is visible to the agency, was submitted by the actor, (`awaiting_receipt`) was not received
    but awaits the agency's receipt, or anybody's, or (`under`) is visible to one of these agencies or awaits its
    receipt; with `everything` the four are not asked. Of `procedures` everything is, if any are given. `text` finds
    parts of the applicant's name and of the dossier code, without case or diacritics.
    """

    procedure: ProcedureId | None = None
    status: CaseStatus | None = None
    visible_to_agency: AgencyId | None = None
    submitted_by: ActorId | None = None
    awaiting_receipt: bool = False
    under: tuple[AgencyId, ...] = ()
    procedures: tuple[ProcedureId, ...] = ()
    everything: bool = False
    text: str | None = None


class Page(Value):
    """Keyset pagination: `after` is the opaque cursor that the page before gave."""

    limit: int = 50
    after: str | None = None


class Execution(Value):
    """How far the executor has come with a case: its run, and the newest version that the run saw."""

    flow_run_id: str | None
    seen_version: int


class CaseQueries(Protocol):
    """The questions that screens ask; each answers (rows, next cursor or null)."""

    def find_case(self, case_id: CaseId) -> CaseRow | None: ...
    def find_case_by_code(self, code: DossierCode) -> CaseRow | None: ...
    def find_execution(self, case_id: CaseId) -> Execution | None: ...
    def list_cases(self, query: CaseQuery, page: Page) -> tuple[Sequence[CaseRow], str | None]: ...
    def list_coded(self, heads: Sequence[str], first: date, last: date, limit: int) -> Sequence[CaseRow]:
        """Cases whose dossier code begins with one of the unit codes and names one of the days; in no order."""
        ...

    def count_coded(self, heads: Sequence[str], first: date, last: date) -> int: ...
    def worklist(self, query: WorkQuery, page: Page) -> tuple[Sequence[WorklistEntry], str | None]:
        """What is late, then what is due soon, then the nearest due first; what waits, or has no date, last."""
        ...

    def count_work(self, query: WorkQuery) -> WorkCounts: ...


class FallingDue(NamedTuple):
    """A case that the sweep must look at, since when, and how often in a row it could not."""

    look_at: datetime
    case_id: CaseId
    failures: int = 0


class SweepFault(Value):
    """A case at which the sweep failed: how often in a row, why, and when it is tried again."""

    case_id: CaseId
    failures: int
    error: str
    failed_at: Instant
    retry_at: Instant


class DueNotice(Value):
    """A rung that was told: to which agency, when it was passed, and when that was written down."""

    case_id: CaseId
    rung: Rung
    told_at: Instant


class SweepBook(Protocol):
    """What the sweep must look at, what it could not look at, and what it has told."""

    def falling_due(self, now: datetime, limit: int, after: FallingDue | None = None) -> Sequence[FallingDue]:
        """Due by `now`, the earliest first, without cases put off; an indexed look-up, never a scan."""
        ...

    def put_off(self, fault: SweepFault) -> None:
        """Look again at `retry_at`; the other cases go on."""
        ...

    def forget_fault(self, case_id: CaseId) -> None: ...
    def faults(self, limit: int) -> Sequence[SweepFault]:
        """The cases that are put off, the oldest failure first."""
        ...

    def notices_of(self, case_id: CaseId) -> Sequence[DueNotice]:
        """In the order in which the rungs were passed."""
        ...

    def notices_to(
        self, agency: AgencyId, page: Page, procedures: Collection[ProcedureId] = ()
    ) -> tuple[Sequence[DueNotice], str | None]:
        """The newest first, with the next cursor or null; if any are given, of these procedures only."""
        ...
