"""Transitions: from a command over HTTP to the durable ledger with the next step open, against the bare floor: the very
statements that the product sends for these commands, as plain SQL by the same driver, by turns within one run.
"""
