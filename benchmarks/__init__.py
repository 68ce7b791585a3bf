"""ROOM: measuring. Holds the product against its bars and its peers, as ratios within one run; never part of the product,
never asserts a time. Each benchmark is a package that ends in `Findings(…).publish()` and stands in `NAMES`.
MAY IMPORT: every room of the product, tests.support (real servers, calendars as data); the peers, inside functions.
MUST NOT: be imported by anything of ours but its own tests.
CALLED BY: people, by `make benchmarks` or `python -m benchmarks.NAME`.
"""
