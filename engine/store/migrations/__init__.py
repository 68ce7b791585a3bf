"""ROOM: how the tables came to be, step by step, up and down; a part of engine.store.
MAY IMPORT: engine.store.schema (the environment alone); a released step stands by itself.
MUST NOT: change a migration that has been released.
CALLED BY: engine.store.migration.
"""
