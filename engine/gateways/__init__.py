"""ROOM: the network, the wall clock, the disk of this machine.
MAY IMPORT: engine.core, engine.service.ports, executor_ports, doctor_ports, notification_ports, file_ports and upload_ports.
MUST NOT: touch the database; decide anything.
CALLED BY: engine.wiring.
"""
