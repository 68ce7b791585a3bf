"""ROOM: the law as data: procedures, agencies, calendars in YAML; the catalogue that finds and checks them.
MAY IMPORT: engine.core, engine.service.ports.
MUST NOT: touch anything but definition files.
CALLED BY: engine.wiring, cli.
"""
