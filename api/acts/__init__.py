"""ROOM: what a person may do with a case, as forms made from the procedure's definition, and as the commands they become.
MAY IMPORT: what api may.
MUST NOT: write HTML; decide what is lawful, compute a date or compare a status.
CALLED BY: api.pages.
"""
