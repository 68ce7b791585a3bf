"""ROOM: over HTTP, the pages of those who answer for an agency with its sub-units.
MAY IMPORT: what api may.
MUST NOT: compute a date, compare a status, or write anything.
CALLED BY: api.app.
"""
