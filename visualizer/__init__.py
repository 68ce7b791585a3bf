"""ROOM: pictures. Facts in, SVG and HTML text out.
MAY IMPORT: engine.core.
MUST NOT: read a clock, a database or a file outside its own templates.
CALLED BY: api, cli.
"""
