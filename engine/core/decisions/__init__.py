"""ROOM: the large decisions, a file for each kind of command; a part of engine.core.
MAY IMPORT: nothing of ours but engine.core.
MUST NOT: what engine.core must not.
CALLED BY: engine.core.decide.
"""
