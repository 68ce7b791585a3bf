"""ROOM: over HTTP, the statutory figures: report II.06a and the progress indicator of Decision 766, with their cases.
MAY IMPORT: what api may.
MUST NOT: count.
CALLED BY: api.app.
"""
