"""The manager's figures at 10,000 live cases and at 400,000 with five million finished ones: each page's questions in turn."""
