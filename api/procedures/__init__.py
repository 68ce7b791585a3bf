"""ROOM: over HTTP, the procedures that are in force.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
