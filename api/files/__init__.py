"""ROOM: over HTTP, the files of a case's papers, served so that no browser runs what is in them.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status; touch a disk.
CALLED BY: api.app.
"""
