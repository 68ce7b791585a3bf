"""The tests, in rooms again: see the folder names. Shared fixtures are in `conftest.py`, their machinery in `support/`."""
