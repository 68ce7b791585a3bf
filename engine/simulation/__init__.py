"""ROOM: a procedure tried out on invented cases: arrivals, staff and durations as distributions; queues; what came of it.
MAY IMPORT: engine.core; of the world SimPy and seeded chance.
MUST NOT: reckon a due date itself, touch files, network, database or the wall clock, draw an unseeded number.
CALLED BY: procedure_defs (reads scenarios), cli.
"""
