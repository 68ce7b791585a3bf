"""ROOM: HTTP. One endpoint, one command or one question.
MAY IMPORT: engine.wiring, engine.service, engine.core, visualizer.
MUST NOT: import flows, cli or prefect; compute a date or compare a status.
CALLED BY: the world.
"""
