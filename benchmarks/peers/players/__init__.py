"""Programs that each play the case on one engine, in the environment of that engine."""
