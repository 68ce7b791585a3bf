"""ROOM: the law. Decides what may happen to a case and when it is due; values in, values out.
MAY IMPORT: nothing of ours; pydantic, networkx, the CEL evaluator.
MUST NOT: read a clock, touch files, network or database, log, await, draw random numbers.
CALLED BY: every room.
"""
