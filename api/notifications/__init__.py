"""ROOM: notes to owners of dossiers over HTTP: what was told, what waits, what nobody could be told.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status; show an address or the words of a note.
CALLED BY: api.app.
"""
