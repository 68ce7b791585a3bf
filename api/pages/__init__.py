"""ROOM: over HTTP, pages for people, in HTML and SVG.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
