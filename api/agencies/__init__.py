"""ROOM: over HTTP, the agency directory as of any day.
MAY IMPORT: what api may.
MUST NOT: decide who is competent.
CALLED BY: api.app.
"""
