"""What is on record is sealed in a chain of hashes; what leaves no event is entered in a trail of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")
REASON = " is insert-only: what has happened is not changed"
KINDS = (
    *("signed_in", "sign_in_refused", "command_refused", "case_looked_at", "token_issued", "token_revoked"),
    *("version_published", "version_ended", "case_held", "case_released", "case_purged"),
    *("exported", "imported", "backed_up", "restored", "report_exported"),
)
NEEDS_SEALING = sa.text("version > sealed_version")
NOTED = {
    "published_procedures": ("''", "edition"),
    "version_endings": ("''", "number"),
    "editions": ("''", "edition"),
    "retention_acts": ("case_id", "number"),
    "audit_entries": ("entry_id", "1"),
}
"""What names a row to the seal: its subject and its number."""


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name="ck_audit_entries_known"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_audit_entries"),
    )
    for name, columns in (("at", ["at"]), ("actor", ["actor", "at"]), ("case", ["case_id", "at"])):
        op.create_index(f"ix_audit_entries_{name}", "audit_entries", [*columns, "entry_id"])
    _create_chain()
    op.add_column("wakes", sa.Column("sealed_version", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_wakes_to_seal", "wakes", ["case_id"], sqlite_where=NEEDS_SEALING, postgresql_where=NEEDS_SEALING
    )
    dialect = op.get_bind().dialect.name
    for table in ("audit_entries", "audit_blocks", "audit_items"):
        for statement in _refusals(table, dialect):
            op.execute(statement)
    for table, (subject, number) in NOTED.items():
        op.execute(
            f"INSERT INTO audit_pending (source, subject, number) SELECT '{table}', {subject}, {number} FROM {table}"
        )
        for statement in _noting(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    """The chain and the trail are gone; what was sealed stays as it is."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in NOTED:
        op.execute(f"DROP TRIGGER {table}_note_unsealed" + (f" ON {table}" if is_postgresql else ""))
        if is_postgresql:
            op.execute(f"DROP FUNCTION note_unsealed_{table}()")
    op.drop_index("ix_wakes_to_seal", "wakes")
    op.drop_column("wakes", "sealed_version")
    for table in ("audit_pending", "audit_cases", "audit_items", "audit_blocks", "audit_entries"):
        op.drop_table(table)


def _create_chain() -> None:
    op.create_table(
        "audit_blocks",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("sealed_at", INSTANT, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_audit_blocks_from_one"),
        sa.CheckConstraint("items >= 1", name="ck_audit_blocks_seal_something"),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(previous) = 64 AND length(root) = 64", name="ck_audit_blocks_hashes"
        ),
        sa.UniqueConstraint("previous", name="uq_audit_blocks_previous"),
        sa.UniqueConstraint("hash", name="uq_audit_blocks_hash"),
        sa.PrimaryKeyConstraint("number", name="pk_audit_blocks"),
    )
    op.create_table(
        "audit_items",
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.UniqueConstraint("source", "subject", "number", name="uq_audit_items_row"),
        sa.PrimaryKeyConstraint("block", "place", name="pk_audit_items"),
    )
    op.create_table(
        "audit_cases",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("sealed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_audit_cases"),
    )
    op.create_table(
        "audit_pending",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "subject", "number", name="pk_audit_pending"),
    )


def _refusals(table: str, dialect: str) -> tuple[str, ...]:
    """As `append_only` declares them now; the function is there since the ledger."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}{REASON}'); END"
            for change in ("UPDATE", "DELETE")
        )
    trigger = f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    return (trigger + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",)


def _noting(table: str, dialect: str) -> tuple[str, ...]:
    subject, number = (value if value in ("''", "1") else f"NEW.{value}" for value in NOTED[table])
    note = f"INSERT INTO audit_pending (source, subject, number) VALUES ('{table}', {subject}, {number})"
    if dialect == "sqlite":
        return (f"CREATE TRIGGER {table}_note_unsealed AFTER INSERT ON {table} BEGIN {note}; END",)
    return (
        (
            f"CREATE OR REPLACE FUNCTION note_unsealed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {note}; RETURN NULL; END $$"
        ),
        (
            f"CREATE TRIGGER {table}_note_unsealed AFTER INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION note_unsealed_{table}()"
        ),
    )
