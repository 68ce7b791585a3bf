"""ROOM: the terminal. `lienthong` for authors and operators.
MAY IMPORT: engine.wiring, engine.service, engine.core, procedure_defs, visualizer.
MUST NOT: import api or flows (it starts them as processes).
CALLED BY: the world.
"""
