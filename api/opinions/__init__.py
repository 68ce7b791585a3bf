"""ROOM: over HTTP, what an agency is asked by others, and nothing else of their cases.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
