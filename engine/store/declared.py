"""Every table as declared, in one place: what the migrations must arrive at."""

from sqlalchemy import MetaData

from engine.store import (
    audit_tables,
    citizen_tables,
    courier_tables,
    delegation_table,
    edition_table,
    ending_table,
    figure_tables,
    flow_turn_table,
    ledger_tables,
    notification_table,
    opinion_table,
    paper_table,
    published_table,
    read_tables,
    reader_table,
    retention_tables,
    sweep_tables,
    token_table,
    upload_table,
    words_table,
)
from engine.store.append_only import declare_triggers
from engine.store.audit_triggers import declare_audit_triggers
from engine.store.figure_triggers import declare_figure_triggers
from engine.store.reader_triggers import declare_reader_triggers
from engine.store.schema import METADATA

TABLES = (
    *(ledger_tables.EVENTS, ledger_tables.COMMAND_RECEIPTS, ledger_tables.DOSSIER_SERIALS),
    *(read_tables.CASES, read_tables.CASE_COUNTERS, read_tables.STEPS, reader_table.CASE_READERS),
    words_table.CASE_WORDS,
    opinion_table.ASKED_OPINIONS,
    *(figure_tables.FIGURE_MOVES, figure_tables.FIGURE_CELLS),
    *(courier_tables.OUTBOX, courier_tables.WAKES, flow_turn_table.FLOW_TURNS),
    *(paper_table.PAPERS, upload_table.UPLOADS, notification_table.NOTIFICATIONS),
    *(sweep_tables.DUE_NOTICES, sweep_tables.OPINION_NOTICES, sweep_tables.SWEEP_FAULTS),
    *(token_table.TOKENS, delegation_table.DELEGATIONS),
    *(citizen_tables.CITIZEN_SECRETS, citizen_tables.CITIZEN_SESSIONS, citizen_tables.CITIZEN_FAILURES),
    published_table.PUBLISHED_PROCEDURES,
    ending_table.VERSION_ENDINGS,
    edition_table.EDITIONS,
    *(retention_tables.RETENTION_ACTS, retention_tables.OPEN_PURGES),
    *(audit_tables.AUDIT_ENTRIES, audit_tables.AUDIT_BLOCKS, audit_tables.AUDIT_ITEMS),
    *(audit_tables.AUDIT_CASES, audit_tables.AUDIT_PENDING),
)

declare_triggers()
declare_audit_triggers()
declare_reader_triggers()
words_table.declare_word_triggers()
declare_figure_triggers()


def declared() -> MetaData:
    return METADATA
