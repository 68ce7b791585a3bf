"""ROOM: over HTTP, who stands in for whom: give, end, see.
MAY IMPORT: what api may.
MUST NOT: decide who may; that is engine.core.delegations.
CALLED BY: api.app.
"""
