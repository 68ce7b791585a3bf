"""ROOM: the use cases. Load, decide, append, commit; no `if` about law.
MAY IMPORT: engine.core.
MUST NOT: import sqlalchemy, prefect, fastapi, httpx; it talks to the world through `ports`.
CALLED BY: engine.wiring, api, flows, cli.
"""
