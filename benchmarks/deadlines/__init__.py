"""Due dates against businesstimedelta, pandas and numpy: speed as ratios of one run, and right answers."""
