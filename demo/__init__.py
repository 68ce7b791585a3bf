"""ROOM: the outside world, played: a stand-in agency server and a small town's day. It knows the product by HTTP alone.
MAY IMPORT: nothing of ours.
MUST NOT: touch the product's database or modules.
CALLED BY: `lienthong up --demo`, the tests.
"""
