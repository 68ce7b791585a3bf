"""ROOM: the statutory papers of a case over HTTP: which there are, and each as PDF.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status.
CALLED BY: api.app.
"""
