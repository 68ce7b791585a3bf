"""What the doctor asks of the world, as protocols: the whole store, Prefect's own account of the runs, the machine."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.identifiers import CaseId, CommandId, DossierCode
from engine.core.values import Instant, Text, Value
from engine.service.ports import CaseRow, StepRow


class ExecutorAway(Exception):
    """Prefect's server gives no answer that can be understood."""


class KeptRows(Value):
    """The read rows of a case as they stand. `case` is null where there is none, with its counters where there is."""

    case: CaseRow | None = None
    steps: tuple[StepRow, ...] = ()
    is_findable: bool = True
    """Whether what is searched and ordered by agrees with the rest of the rows."""
    is_listed: bool = True
    """Whether the lists of agencies have the case, as it is, with those and only those that the rows name."""
    versions: Mapping[str, int] = {}
    """The highest version of the case that each table beside the events knows."""
    is_put_off: bool = False
    """Whether the sweep failed at the case and comes again later."""


class ExecutedCase(Value):
    """A case as the executor knows it. `is_awaited`: it is to be entered anyway, now or later."""

    case_id: CaseId
    dossier_code: DossierCode | None
    flow_run_id: str | None
    is_open: bool
    is_awaited: bool


class WaitingEntry(Value):
    """A case that is held, or is to be entered and was not. `until`: of its lease, or of its delay."""

    case_id: CaseId
    since: Instant
    until: Instant | None
    error: str | None


class UndeliveredMessage(Value):
    """A message without a receipt. `is_awaited`: its case is to be entered anyway."""

    key: str
    case_id: CaseId
    system: str
    created_at: Instant
    attempts: int
    next_attempt_at: Instant
    last_error: str | None
    is_awaited: bool


class LostReceipt(Value):
    """A command's answer that names events which are not there."""

    command_id: CommandId
    case_id: CaseId


class Altered(NamedTuple):
    """A table, column, index or trigger that is not as declared. `kind`: "trigger" or "table"."""

    kind: str
    name: str


class DoctorBook(Protocol):
    """Questions over the whole store; each is answered from an index, page by page, but the few that say otherwise."""

    def size(self) -> int:
        """How many cases there are, by their rows."""
        ...

    def cases(self, after: CaseId | None, limit: int) -> Sequence[CaseId]:
        """Every case that has events or a row, in the order of the ids."""
        ...

    def sample(self, count: int) -> Sequence[CaseId]:
        """So many of them, by chance; goes over the ids of all."""
        ...

    def kept_rows(self, cases: Collection[CaseId]) -> Mapping[CaseId, KeptRows]: ...
    def event_columns(self, cases: Collection[CaseId]) -> Mapping[tuple[CaseId, int], tuple[str, datetime]]:
        """Of each event of these cases: the type and the instant that stand beside its body."""
        ...

    def messages_among(self, keys: Collection[str]) -> Collection[str]:
        """Which of these messages were ever put down, delivered or not."""
        ...

    def lost_receipts(self, after: CommandId | None, limit: int) -> tuple[Sequence[LostReceipt], CommandId | None]:
        """Of the next `limit` receipts those that name events which are not there; and where to go on, or null."""
        ...

    def lost_receipts_of(self, cases: Collection[CaseId]) -> Sequence[LostReceipt]:
        """The same of these cases; goes once over the receipts of all, which are found by their commands."""
        ...

    def cases_with_runs(self, after: CaseId | None, limit: int) -> Sequence[ExecutedCase]:
        """Cases in progress, and those that have ended and had a run, in the order of their ids."""
        ...

    def executed(self, cases: Collection[CaseId]) -> Sequence[ExecutedCase]:
        """These cases, open or not, as far as the queue knows them."""
        ...

    def never_entered(self, limit: int) -> Sequence[CaseId]:
        """Cases in progress that no run executes, or of which a version is unknown to the queue, and nobody will enter."""
        ...

    def unseen(self, before: datetime, limit: int) -> Sequence[WaitingEntry]:
        """To be entered since then, held by nobody and put off by nobody; the oldest first."""
        ...

    def failing(self, before: datetime, put_off_until: datetime, limit: int) -> Sequence[WaitingEntry]:
        """Cases that were put off with news that wait since `before`, or for longer than `put_off_until`."""
        ...

    def leases(self, ended: datetime, beyond: datetime, limit: int) -> Sequence[WaitingEntry]:
        """Leases that ended before the one instant and are still noted, or that end after the other."""
        ...

    def undelivered(self, before: datetime, limit: int) -> Sequence[UndeliveredMessage]:
        """Written before then, the oldest first."""
        ...

    def database_time(self) -> datetime | None:
        """The clock of the database's own machine; null where the database has none of its own."""
        ...

    def is_sound(self) -> bool:
        """Whether the database's own check of its pages finds nothing; as far as one is cheap."""
        ...

    def altered(self) -> Sequence[Altered]:
        """What differs of tables, indexes and triggers from what this version declares; none where they are of a newer."""
        ...

    def find_obstacle(self) -> Text | None:
        """Why the store cannot be looked at: it does not answer, or its tables are older than this version."""
        ...


class DoctorRepairs(Protocol):
    """What is repaired beside the ledger's own transaction; never an event."""

    def release(self, case_id: CaseId, now: datetime) -> None:
        """The case is to be entered, as if it were woken now: no delay, no lease, no error of before."""
        ...

    def end_lease(self, case_id: CaseId, until: datetime) -> None:
        """Ends the lease that ends at `until`; one that was taken or renewed since stays."""
        ...

    def try_message_now(self, key: str, now: datetime) -> None:
        """The message may be sent at once; how often it was tried stays."""
        ...


class SeenRun(NamedTuple):
    """A flow run of a case as Prefect's server tells of it. `key`: the case that it was made for, if it was ours."""

    run_id: str
    key: str | None
    name: str
    state_type: str
    state_name: str
    since: datetime


class RunWatch(Protocol):
    """Prefect's server, asked; each raises `ExecutorAway`."""

    def pauses_expire(self) -> bool:
        """Whether the service runs that loads every paused run again and again (ADR 0005)."""
        ...

    def is_registered(self) -> bool:
        """Whether the deployment of the cases' flow is there."""
        ...

    def in_states(self, types: Collection[str]) -> Sequence[SeenRun]:
        """Runs of cases in one of these, without those that were called off as strays."""
        ...

    def of_cases(self, cases: Collection[CaseId]) -> Sequence[SeenRun]: ...
    def named(self, codes: Collection[DossierCode]) -> Sequence[SeenRun]:
        """Every run of the cases' flow that bears one of these dossier codes."""
        ...

    def call_off(self, run_id: str) -> None:
        """Ends a run that the ledger does not know."""
        ...


class Room(NamedTuple):
    """What is left on a disk, in bytes."""

    free: int
    total: int


class Machine(Protocol):
    """What the doctor sees of the machine on which it runs, and from it."""

    def disk(self) -> Room:
        """Of the disk that holds the data folder."""
        ...

    def systems(self) -> Collection[str]:
        """The agencies' systems of which an address is known."""
        ...

    def reaches(self, system: str) -> bool:
        """Whether an agency's system answers anything at all at its address."""
        ...
