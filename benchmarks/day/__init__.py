"""A city's day: the acts of 40,000 cases over eight working hours with a morning peak, in time that runs faster."""
