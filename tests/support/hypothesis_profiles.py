"""How long random stories are searched: a few, the same each time, in every run; many, new ones, on request.

`pytest --hypothesis-profile=long --timeout=0 FILE` gives each test that asks here a thousand stories.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

LONG = "long"
"""The name of the profile; `tests/conftest.py` registers it."""


def few_or_long(examples: int, steps: int) -> settings:
    """So many stories, the same each time; under the profile `long` as many as it says, by chance, shrunk if one fails."""
    unhurried = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    if settings.get_current_profile_name() == LONG:
        return settings(suppress_health_check=unhurried)
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=unhurried,
    )
