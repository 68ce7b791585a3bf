"""ROOM: over HTTP, what waits at the caller's agency.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
