"""ROOM: cases over HTTP: hand in, receive, withdraw, look at.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
