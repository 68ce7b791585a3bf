"""ROOM: paper. Facts in, PDF bytes out: the same facts and template give the same bytes, on any machine.
MAY IMPORT: engine.core; typst, segno.
MUST NOT: read a clock, a database, the network, the machine's fonts, or a file outside its own templates.
CALLED BY: engine.wiring.
"""
