"""Alembic's entry: runs the steps on the connection that `engine.store.migration` opened and locked."""

from alembic import context

from engine.store.declared import declared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=declared(),
    # SQLite changes a table by making it anew.
    render_as_batch=True,
    compare_type=True,
    on_version_apply=context.config.attributes["on_version_apply"],
)
with context.begin_transaction():
    context.run_migrations()
