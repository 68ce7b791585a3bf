"""A city's ledger: how the product answers with 400,000 live cases and 5 million events, against 4,000 cases in the same run."""
