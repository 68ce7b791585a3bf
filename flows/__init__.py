"""ROOM: Prefect. Couriers, not judges: carries out due work and suspends until there is more.
MAY IMPORT: engine.wiring, engine.service, engine.core.
MUST NOT: import api or cli; compute a date, compare a status, hold SQL.
CALLED BY: the world (the dispatcher process, Prefect schedules).
"""
