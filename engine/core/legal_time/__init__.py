"""ROOM: legal time, by the rules R1-R34 of the deadline specification. Instants are whole seconds (int, UTC epoch).
MAY IMPORT: nothing of ours.
MUST NOT: know about cases, commands or events; read a clock.
CALLED BY: engine.core and the `lienthong deadlines` adapter.
"""
