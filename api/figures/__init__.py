"""ROOM: over HTTP, the manager's figures of a procedure and of an agency, each number with its cases, as JSON or as files.
MAY IMPORT: what api may.
MUST NOT: count.
CALLED BY: api.app.
"""
