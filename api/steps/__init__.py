"""ROOM: over HTTP, the work of agencies on their steps.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
