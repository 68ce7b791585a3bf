"""ROOM: over HTTP, the audit trail: who did what that leaves no event.
MAY IMPORT: what api may.
MUST NOT: compute a date or compare a status; write into the trail (api.trail does).
CALLED BY: api.app.
"""
