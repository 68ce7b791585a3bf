"""The cookies of people who are signed in at the pages."""

from typing import Final

COOKIE: Final = "lienthong_session"
ACTS_FOR: Final = "lienthong_acts_for"
"""The delegation by which whoever is signed in acts for somebody who is away; he chose it in the head of the pages."""
