"""Builds the real objects from the settings and joins the rooms; the only place that knows them all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Event

from engine.carriers import carriers_of, ways_of
from engine.core.errors import DefinitionInvalid, EngineError
from engine.core.identifiers import ActorId
from engine.core.values import Text
from engine.file_wiring import file_store
from engine.gateways.agency_http import HttpAgencyGateway
from engine.gateways.clamd import Clamd
from engine.gateways.file_folder import FileFolder
from engine.gateways.openid_provider import OpenIdProvider
from engine.gateways.operations_port import Condition, operations_port
from engine.gateways.prefect_watch import HttpRunWatch
from engine.gateways.system_clock import SystemClock
from engine.gateways.this_machine import ThisMachine
from engine.listening import Where, listening_refused
from engine.metrics import LedgerGauges, MeasuredCommands, Metrics, age_in_seconds
from engine.service import spans
from engine.service.audit_trail import TERMINAL, AuditTrail
from engine.service.backlog_ports import BacklogReader
from engine.service.citizen_access import CitizenAccess
from engine.service.colleagues import Colleagues
from engine.service.delegating import Delegating
from engine.service.delegation_ports import DelegationBook
from engine.service.doctor import Doctor
from engine.service.end_version import EndingVersions
from engine.service.examine_cases import CaseExamination
from engine.service.examine_files import FileExamination
from engine.service.examine_installation import InstallationExamination
from engine.service.examine_queues import QueueExamination
from engine.service.examine_runs import RunExamination
from engine.service.execute_case import CaseExecutor
from engine.service.executed_runs import CASE_FLOW, DEPLOYMENT, STRAY
from engine.service.executor_ports import FlowTurns, Outbox, WakeQueue
from engine.service.fault_points import FaultPoint, reached
from engine.service.file_gate import FileGate
from engine.service.file_ports import FileStore
from engine.service.forget_sheets import SheetsOfPurged
from engine.service.hand_in_papers import PaperHandIn
from engine.service.handle_command import CommandHandler
from engine.service.live_catalogue import LiveCatalogue
from engine.service.loaded_files import word_of
from engine.service.make_papers import Papers
from engine.service.migrate_cases import CaseMigration
from engine.service.owner_notifications import OwnerNotifications
from engine.service.ports import (
    CaseQueries,
    Clock,
    DefinitionCatalogue,
    Editions,
    Ledger,
    SweepBook,
)
from engine.service.provider_sign_in import ProviderSignIn
from engine.service.publish import Publishing
from engine.service.purge_proof import PurgeProof
from engine.service.read_case import CaseReader
from engine.service.read_notices import NoticeReader
from engine.service.read_opinions import OpinionReader
from engine.service.reproject import Reprojection
from engine.service.retention import Retention
from engine.service.seal_audit import Sealer
from engine.service.sweep import Sweep
from engine.service.tables_in_use import TablesInUse
from engine.service.tell_owners import OwnersTold
from engine.service.token_ports import TokenBook
from engine.service.tracking_book import TrackingBook
from engine.service.transfer import Transfers
from engine.service.uploads import Uploads
from engine.service.verify_audit import Verification
from engine.service.what_if import WhatIf
from engine.settings import Settings
from engine.store import migration
from engine.store.audit_book import SqlAuditBook
from engine.store.backlog import SqlBacklog
from engine.store.backup_book import SqlBackupBook
from engine.store.case_queries import SqlCaseQueries
from engine.store.chain_reader import SqlChainReader
from engine.store.citizen_book import SqlCitizenBook
from engine.store.database import Database
from engine.store.delegation_book import SqlDelegationBook
from engine.store.doctor_book import SqlDoctorBook
from engine.store.doctor_repairs import SqlDoctorRepairs
from engine.store.edition_book import SqlEditions
from engine.store.figure_book import SqlFigureBook
from engine.store.flow_turns import SqlFlowTurns
from engine.store.ledger import SqlLedger
from engine.store.named_files import SqlNamedFiles
from engine.store.notification_book import SqlNotificationBook
from engine.store.opinion_book import SqlOpinionBook
from engine.store.outbox import SqlOutbox
from engine.store.paper_book import SqlPaperBook
from engine.store.published_book import SqlPublishedVersions
from engine.store.retention_book import SqlRetentionBook
from engine.store.seal_book import SqlSealBook
from engine.store.sweep_book import SqlSweepBook
from engine.store.token_book import SqlTokenBook
from engine.store.upload_book import SqlUploadBook
from engine.store.wake_queue import SqlWakeQueue
from printing.press import PaperPress
from printing.qr import scalable_qr_svg
from procedure_defs.catalogue import Catalogue, load_catalogue

__all__ = [
    "Condition",
    "Product",
    "build",
    "build_doctor",
    "build_owner_notifications",
    "build_owners_told",
    "build_retention",
    "build_sign_in",
    "build_verification",
    "migrate",
]

TERMINAL_ACCOUNT = ActorId(TERMINAL)
_STOPS = Text(
    vi="tiến trình đang dừng; hãy gửi yêu cầu tới tiến trình khác",
    en="this process is stopping; send requests to another",
)


@dataclass(frozen=True)
class Product:
    """The parts of one installation. Safe to share among threads; `stopping` tells those that wait to let go."""

    settings: Settings
    clock: Clock
    catalogue: DefinitionCatalogue
    ledger: Ledger
    queries: CaseQueries
    wakes: WakeQueue
    outbox: Outbox
    tokens: TokenBook
    citizens: CitizenAccess
    handed_in: PaperHandIn
    delegations: DelegationBook
    delegating: Delegating
    commands: CommandHandler
    reader: CaseReader
    executor: CaseExecutor
    papers: Papers
    tracking_book: TrackingBook
    sweep: Sweep
    sweep_book: SweepBook
    notices: NoticeReader
    opinions: OpinionReader
    reprojection: Reprojection
    transfers: Transfers
    publishing: Publishing
    endings: EndingVersions
    migration: CaseMigration
    what_if: WhatIf
    editions: Editions
    backlog: BacklogReader
    audit: AuditTrail
    sealer: Sealer
    metrics: Metrics
    definitions: str
    """One word for what was read from the files; the same on every machine of an installation."""
    database: Database
    draw_code: Callable[[str], str] = field(default=scalable_qr_svg)
    """A word as a QR code, in SVG."""
    stopping: Event = field(default_factory=Event)

    @property
    def flow_turns(self) -> FlowTurns:
        return SqlFlowTurns(self.database)

    @property
    def uploads(self) -> Uploads:
        return self.handed_in.uploads

    @property
    def colleagues(self) -> Colleagues:
        """Who may be given a step."""
        return Colleagues(self.delegations, self.clock)

    @property
    def file_stores(self) -> tuple[FileStore, ...]:
        """Everywhere that something of a case lies beside the ledger."""
        return self.handed_in.files, self.papers.files

    def find_obstacles(self) -> tuple[Text, ...]:
        """Why the product cannot work now; empty when it can."""
        obstacle = migration.find_obstacle(self.database)
        return tuple(words for words in (obstacle, _STOPS if self.stopping.is_set() else None) if words)

    def condition(self, obstacles: tuple[Text, ...] | None = None) -> Condition:
        """Whether this process can work; and how far Prefect is behind, for which no agency's work waits."""
        found = self.find_obstacles() if obstacles is None else obstacles
        if found:
            return Condition(False, {"status": "not_ready", "problems": [words.en for words in found]})
        try:
            unseen, since = self.backlog.unseen()
        except EngineError as away:  # it went away between the two questions
            return Condition(False, {"status": "not_ready", "problems": [away.words.en]})
        age = int(age_in_seconds(since, self.clock.now()))
        behind = {"prefect_unseen_cases": unseen, "prefect_unseen_seconds": age}
        scanner = "none" if self.uploads.gate.scanner is None else "on"
        told = {**behind, "malware_scanner": scanner, "definitions": self.definitions}
        return Condition(True, {"status": "ready", **told})

    def for_operations(
        self, port: int, said_by: str, condition: Callable[[], Condition]
    ) -> AbstractContextManager[None]:
        """Opens the port on which this process tells monitoring of itself; 0: none. `SettingsInvalid` if it is taken."""
        host = self.settings.operations_host
        refused = partial(listening_refused, Where(host, port, "LIENTHONG_OPERATIONS_HOST", said_by))
        return operations_port(host, port, condition, self.metrics.text, refused)

    def close(self) -> None:
        """Lets go of the database's connections."""
        self.stopping.set()
        self.database.close()


def build(
    settings: Settings, clock: Clock | None = None, *, at_any_rate: bool = False, only_reads: bool = False
) -> Product:
    """Opens the database and reads the definitions; raises `DefinitionInvalid`, and `OSError` where no folder can be made.

    `clock`: a fixed one, for tests. `at_any_rate`: also with files that contradict what was published, to look at it;
    it records nothing of them, and does not ask the ledger yet. `only_reads`: the ledger cannot be written either.
    """
    now, files = clock or SystemClock(), load_catalogue(settings.definitions_dir)
    database = Database(settings.database_url, only_reads=only_reads)
    published, editions = SqlPublishedVersions(database), SqlEditions(database)
    tables = TablesInUse(files.calendars, files.agencies, editions, now, only_looks=at_any_rate)
    catalogue = LiveCatalogue(files, published, tables)
    if not at_any_rate:
        _begin_with_what_is_published(files, catalogue, database)
    ledger, outbox, backlog = SqlLedger(database), SqlOutbox(database), SqlBacklog(database)
    press, sheets, queries = PaperPress(), FileFolder(settings.data_dir / "papers"), SqlCaseQueries(database)
    sweep_book, delegation_book, definitions = SqlSweepBook(database), SqlDelegationBook(database), word_of(files)
    metrics = _metrics(definitions, backlog, now, database)
    audit = AuditTrail(SqlAuditBook(database), now)
    handler = MeasuredCommands(ledger, catalogue, now, metrics, audit, ways_of(settings))
    reader = CaseReader(ledger, queries, catalogue, now)
    gateway = HttpAgencyGateway(settings.agency_systems, spans.carried)
    return Product(
        settings=settings,
        clock=now,
        catalogue=catalogue,
        ledger=ledger,
        queries=queries,
        wakes=SqlWakeQueue(database),
        outbox=outbox,
        tokens=SqlTokenBook(database),
        citizens=CitizenAccess(SqlCitizenBook(database), now),
        handed_in=_hand_in(settings, database, ledger, handler, audit, now),
        delegations=delegation_book,
        delegating=Delegating(delegation_book, now, audit),
        commands=handler,
        reader=reader,
        executor=CaseExecutor(ledger, handler, outbox, gateway, now, settings.language),
        papers=Papers(ledger, catalogue, SqlPaperBook(database), press, sheets, now),
        tracking_book=TrackingBook(reader, queries, catalogue, press, now),
        sweep=Sweep(ledger, sweep_book, handler, now),
        sweep_book=sweep_book,
        notices=NoticeReader(sweep_book, reader),
        opinions=OpinionReader(SqlOpinionBook(database), ledger, handler, now),
        reprojection=Reprojection(ledger, queries, handler, now),
        transfers=Transfers(ledger, queries, handler, now),
        publishing=Publishing(published, catalogue, now),
        endings=EndingVersions(published, catalogue, now),
        migration=CaseMigration(ledger, queries, catalogue, handler, now),
        what_if=WhatIf(ledger, queries, handler, now),
        editions=editions,
        backlog=backlog,
        audit=audit,
        sealer=Sealer(SqlSealBook(database), now),
        metrics=metrics,
        definitions=definitions,
        database=database,
    )


def _hand_in(
    settings: Settings, database: Database, ledger: Ledger, handler: CommandHandler, audit: AuditTrail, clock: Clock
) -> PaperHandIn:
    """What takes files in, from citizens and from agencies."""
    gate = FileGate(Clamd(settings.malware_scanner) if settings.malware_scanner else None, audit)
    uploads = Uploads(file_store(settings), SqlUploadBook(database), gate, ledger, clock)
    return PaperHandIn(uploads, handler)


def _metrics(definitions: str, backlog: BacklogReader, clock: Clock, database: Database) -> Metrics:
    """What this process tells monitoring; the ledger is asked when a reader comes."""
    metrics = Metrics()
    metrics.tell_definitions(definitions)
    metrics.watch(
        LedgerGauges(backlog, clock, database.connections, SqlSealBook(database).unsealed, SqlBackupBook(database))
    )
    return metrics


def build_doctor(product: Product) -> Doctor:
    """Over the parts of a product that may be ill; nothing is asked yet."""
    settings, database, clock = product.settings, product.database, product.clock
    assert isinstance(product.catalogue, LiveCatalogue)
    book, repairs = SqlDoctorBook(database), SqlDoctorRepairs(database)
    watch = HttpRunWatch(settings.prefect_api_url, CASE_FLOW, DEPLOYMENT, STRAY)
    machine = ThisMachine(settings.data_dir, settings.agency_systems)
    gateway = HttpAgencyGateway(settings.agency_systems)
    within = timedelta(hours=settings.backup_within_hours) if settings.backup_within_hours else None
    ledger, wakes, outbox = product.ledger, product.wakes, product.outbox
    return Doctor(
        book,
        InstallationExamination(product.catalogue, book, machine, clock, SqlBackupBook(database), within),
        RunExamination(watch, book, repairs, wakes, product.queries, clock),
        QueueExamination(
            *(ledger, book, repairs, wakes, outbox, product.sweep_book, gateway, product.commands, clock),
            product.sealer,
            build_owners_told(product),
        ),
        CaseExamination(ledger, book, product.commands, product.editions, clock),
        FileExamination(product.uploads.gate.scanner, SqlNamedFiles(database), product.uploads.files),
        SqlFigureBook(database),
    )


def build_owners_told(product: Product) -> OwnersTold:
    """Over the parts of a product, with the carriers of its settings; nothing is sent yet."""
    settings, database, clock = product.settings, product.database, product.clock
    return OwnersTold(
        *(product.ledger, product.commands, SqlNotificationBook(database), carriers_of(settings, clock), clock),
        language=settings.language,
        link=f"{settings.public_url.rstrip('/')}/track" if settings.public_url else "",
        count=product.metrics.note,
    )


def build_owner_notifications(product: Product) -> OwnerNotifications:
    """What owners were told, over the parts of a product."""
    return OwnerNotifications(SqlNotificationBook(product.database), ways_of(product.settings))


def build_retention(product: Product, by: ActorId = TERMINAL_ACCOUNT) -> Retention:
    """Holds and purges over the parts of a product, entered in the audit trail as acts of `by`; nothing is asked yet."""
    book, commands, catalogue = SqlRetentionBook(product.database), product.commands, product.catalogue
    entry_of = partial(product.audit.entry_of, actor=by)
    return Retention(book, commands, catalogue, product.clock, product.file_stores, entry_of)


def build_sign_in(product: Product) -> ProviderSignIn | None:
    """At the OpenID provider of the settings; null where there is none. The provider is not asked yet."""
    settings = product.settings
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    provider = OpenIdProvider(settings.oidc_issuer, settings.oidc_client_id, secret or None)
    return ProviderSignIn(provider, product.tokens, product.audit, product.clock, settings.public_url)


def build_verification(product: Product) -> Verification:
    """Of the audit chain over the parts of a product; nothing is asked yet."""
    return Verification(SqlChainReader(product.database), PurgeProof(product.catalogue))


def _begin_with_what_is_published(files: Catalogue, catalogue: LiveCatalogue, database: Database) -> None:
    """Where the tables are there; else nobody can tell what was published, and readiness says why."""
    if migration.find_obstacle(database) is None:
        _refuse_changed_files(files, catalogue, database)
        catalogue.refresh()  # before any date is reckoned: what the tables say now is known from now on


def _refuse_changed_files(files: Catalogue, catalogue: LiveCatalogue, database: Database) -> None:
    """A file that was changed after its version was published: nothing starts until its author has mended it."""
    found = [
        objection.words.at(files.files.get(key, "/".join(key))) for key, objection in catalogue.contradictions().items()
    ]
    if found:
        database.close()
        raise DefinitionInvalid(tuple(found))


def migrate(settings: Settings) -> None:
    """Brings the database to the tables of this version; safe to repeat, and to start twice at once."""
    migration.migrate(settings.database_url, after_step=partial(reached, FaultPoint.SCHEMA_STEP_DONE))
    reached(FaultPoint.SCHEMA_COMMITTED)


def build_sheets_of_purged(product: Product) -> SheetsOfPurged:
    """Of this host: its data folder is no other's."""
    return SheetsOfPurged(SqlRetentionBook(product.database), FileFolder(product.settings.data_dir / "papers"))
