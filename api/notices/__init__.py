"""ROOM: over HTTP, what the passage of time had to be told: little time left, limits and terms that passed.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
