"""How long a simulation takes: 10,000 cases of the shipped birth procedure are to be over in under 60 seconds."""
