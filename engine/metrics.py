"""What a process counts and measures, in Prometheus's form. Labels are words of the product, never a person's or a case's."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from engine.core import commands
from engine.core.case import CaseStatus
from engine.core.errors import CommandIdReused, CommandRefused, Conflict, NotFound
from engine.core.notifications import Way
from engine.service.audit_ports import Unsealed
from engine.service.audit_trail import AuditTrail
from engine.service.backlog_ports import Backlog, BacklogReader
from engine.service.backup_ports import BackupBook
from engine.service.handle_command import CommandHandler, CommandResult
from engine.service.ports import Clock, DefinitionCatalogue, Ledger

COUNTED_EVERY = timedelta(minutes=1)
"""To count all open cases is work for the database; what is asked in between is told the last count, with its age."""
_ENTERED = frozenset({"refused", "not_found", "id_reused"})
"""In the audit trail. Who merely was slower than another is not."""
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counts of this process alone: each process is a target of its own, and sums are Prometheus's work."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._commands = Counter(
            "lienthong_commands", "Commands by what became of them.", ("kind", "outcome"), registry=self._registry
        )
        self._refusals = Counter(
            "lienthong_refusals", "Commands that were refused, by reason.", ("code",), registry=self._registry
        )
        self._command_seconds = Histogram(
            "lienthong_command_seconds", "A command, until it is committed.", ("kind",), registry=self._registry,
            buckets=_SECONDS,
        )  # fmt: skip
        self._request_seconds = Histogram(
            "lienthong_request_seconds", "A request over HTTP.", ("method", "route", "status"), registry=self._registry,
            buckets=_SECONDS,
        )  # fmt: skip
        self._entry_seconds = Histogram(
            "lienthong_entry_seconds", "A wake: the flow run of a case was entered, or only shown.", ("outcome",),
            registry=self._registry, buckets=_SECONDS,
        )  # fmt: skip

        self._hurry = Gauge(
            "lienthong_prefect_hurry",
            "1 while this dispatcher is so far behind that it shows cases that go on without entering them.",
            registry=self._registry,
        )

        self._stalls = Counter(
            "lienthong_prefect_stalls",
            "Calls that Prefect's server took and did not answer in time; what they were for is tried again.",
            registry=self._registry,
        )

        self._not_entered = Counter(
            "lienthong_audit_not_entered",
            "Looks and refusals that were answered and could not be entered in the audit trail.",
            registry=self._registry,
        )

        self._notes = Counter(
            "lienthong_notifications",
            "Notes to owners of dossiers by what became of them; `failed` is tried again.",
            ("way", "outcome"),
            registry=self._registry,
        )

    def command(self, kind: str, outcome: str, seconds: float, code: str | None = None) -> None:
        self._commands.labels(kind, outcome).inc()
        self._command_seconds.labels(kind).observe(seconds)
        if code is not None:
            self._refusals.labels(code).inc()

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is the pattern of the address, so that there are as many labels as there are routes."""
        self._request_seconds.labels(method, route, str(status)).observe(seconds)

    def entry(self, outcome: str, seconds: float) -> None:
        self._entry_seconds.labels(outcome).observe(seconds)

    def not_entered(self, count: int) -> None:
        self._not_entered.inc(count)

    def note(self, way: str, outcome: str) -> None:
        self._notes.labels(way, outcome).inc()

    def tell_definitions(self, word: str) -> None:
        """Which files this process has read: two words at one time are machines whose files differ."""
        told = Gauge("lienthong_definitions_info", "What was read from files.", ("files",), registry=self._registry)
        told.labels(word).set(1)

    def hurry(self, is_open: bool) -> None:
        self._hurry.set(int(is_open))

    def prefect_stalls(self) -> None:
        self._stalls.inc()

    def watch(self, collector: Collector) -> None:
        self._registry.register(collector)

    def text(self) -> bytes:
        """Prometheus's text, as of now."""
        return generate_latest(self._registry)


class MeasuredCommands(CommandHandler):
    """Handles commands and counts them, whoever gives them: people, the flow of a case, the sweep.

    What is refused leaves no event: it is entered in the audit trail, after its transaction has ended.
    """

    def __init__(
        self,
        ledger: Ledger,
        catalogue: DefinitionCatalogue,
        clock: Clock,
        metrics: Metrics,
        audit: AuditTrail | None = None,
        ways: frozenset[Way] = frozenset(),
    ) -> None:
        super().__init__(ledger, catalogue, clock, ways)
        self._metrics = metrics
        self._audit = audit

    def handle(self, command: commands.Command) -> CommandResult:
        began = perf_counter()
        outcome, code = "failed", None
        try:
            result = super().handle(command)
            outcome = "repeated" if result.repeated else "accepted"
            return result
        except CommandRefused as refused:
            outcome, code = "refused", refused.reason.value
            raise
        except (Conflict, NotFound, CommandIdReused) as error:
            outcome = {Conflict: "conflict", NotFound: "not_found"}.get(type(error), "id_reused")
            raise
        finally:
            self._metrics.command(command.type, outcome, perf_counter() - began, code)
            if self._audit is not None and outcome in _ENTERED:
                self._audit.refused(command.actor.id, command.case_id, command.type, code or outcome)


class LedgerGauges(Collector):
    """What the ledger says of the work that is left; read when it is asked for. The same from every process."""

    def __init__(
        self,
        backlog: BacklogReader,
        clock: Clock,
        connections: Callable[[], tuple[int, int]],
        unsealed: Callable[[], Unsealed],
        backups: BackupBook,
    ) -> None:
        self._backlog = backlog
        self._clock = clock
        self._connections = connections
        self._unsealed = unsealed
        self._backups = backups
        self._open_cases: tuple[datetime, Mapping[CaseStatus, int]] | None = None

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database before the first reader comes."""
        return []

    def collect(self) -> Iterator[Metric]:
        in_use, most = self._connections()
        yield _gauge("lienthong_database_connections_in_use", "Connections that are lent out.", in_use)
        yield _gauge("lienthong_database_connections_limit", "Connections that this process may open.", most)
        try:
            backlog, now = self._backlog.read(), self._clock.now()
            counted_at, open_cases = self._counted(now)
            unsealed = self._unsealed()
            backup_age = self._backups.made(now).age(now).total_seconds()
        except Exception:  # whatever the driver says: the other figures are wanted all the more
            yield _gauge("lienthong_ledger_readable", "1 if the database answered.", 0)
            return
        yield _gauge("lienthong_ledger_readable", "1 if the database answered.", 1)
        yield from _left(backlog, now)
        yield from _to_seal(unsealed, now)
        yield _gauge("lienthong_backup_age_seconds", "For how long what was done is in no backup.", backup_age)
        cases = GaugeMetricFamily("lienthong_open_cases", "Cases that have not ended.", labels=("status",))
        for status, count in open_cases.items():
            cases.add_metric((status.value,), count)
        yield cases
        age = age_in_seconds(counted_at, now)
        yield _gauge("lienthong_open_cases_age_seconds", "How long ago they were counted.", age)

    def _counted(self, now: datetime) -> tuple[datetime, Mapping[CaseStatus, int]]:
        """A clock that was put back is no reason to wait for it."""
        last = self._open_cases
        if last is None or not last[0] <= now < last[0] + COUNTED_EVERY:
            last = self._open_cases = (now, self._backlog.open_cases())
        return last


def age_in_seconds(since: datetime | None, now: datetime) -> float:
    """None: there is nothing that could be old."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _left(backlog: Backlog, now: datetime) -> Iterator[Metric]:
    oldest_unseen = age_in_seconds(backlog.oldest_unseen_at, now)
    oldest_message = age_in_seconds(backlog.oldest_undelivered_at, now)
    late = age_in_seconds(backlog.falls_due_at, now)
    yield _gauge("lienthong_prefect_unseen_cases", "Cases whose newest version Prefect has not seen.", backlog.unseen)
    yield _gauge("lienthong_prefect_unseen_oldest_seconds", "Age of the oldest of them.", oldest_unseen)
    yield _gauge("lienthong_outbox_undelivered", "Messages without a receipt.", backlog.undelivered)
    yield _gauge("lienthong_outbox_oldest_seconds", "Age of the oldest of them.", oldest_message)
    oldest_note = age_in_seconds(backlog.oldest_untold_at, now)
    yield _gauge(
        "lienthong_notifications_waiting", "Notes to owners of dossiers that are still to be told.", backlog.untold
    )
    yield _gauge("lienthong_notifications_oldest_seconds", "Age of the oldest of them.", oldest_note)
    yield _gauge("lienthong_notifications_given_up", "Notes on record that nobody could be told.", backlog.given_up)
    yield _gauge("lienthong_sweep_late_seconds", "How long ago the sweep should have looked at a case.", late)


def _to_seal(unsealed: Unsealed, now: datetime) -> Iterator[Metric]:
    oldest = age_in_seconds(unsealed.since, now)
    yield _gauge("lienthong_audit_unsealed_cases", "Cases with events that are not sealed yet.", unsealed.cases)
    yield _gauge("lienthong_audit_unsealed_rows", "Other rows that are not sealed yet.", unsealed.rows)
    yield _gauge("lienthong_audit_unsealed_oldest_seconds", "How long the oldest of both has waited.", oldest)


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value)
