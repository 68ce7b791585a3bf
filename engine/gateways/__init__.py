"""ROOM: the network and the wall clock.
MAY IMPORT: engine.core, engine.service.ports and executor_ports.
MUST NOT: touch the database; decide anything.
CALLED BY: engine.wiring.
"""
