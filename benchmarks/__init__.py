"""ROOM: measuring. Compares the engine with its peers; never part of the product, never asserts a time.
MAY IMPORT: engine.core.legal_time, tests.support (calendars as data); the peers, inside functions.
MUST NOT: be imported by anything of ours but its own tests.
CALLED BY: people, by `make benchmark-deadlines`.
"""
