"""ROOM: what is probably a mistake in a procedure though it is allowed: one function per rule; a part of engine.core.
MAY IMPORT: nothing of ours but engine.core.
MUST NOT: what engine.core must not.
CALLED BY: procedure_defs.
"""
