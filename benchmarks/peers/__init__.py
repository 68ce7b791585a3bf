"""The same birth case with one supplement, act by act, on the product and on three engines that others made, at the same
durability: whatever is acknowledged was committed with fsync in the same PostgreSQL.
"""
