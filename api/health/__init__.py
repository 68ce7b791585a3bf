"""ROOM: over HTTP, whether the product lives and is ready.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
