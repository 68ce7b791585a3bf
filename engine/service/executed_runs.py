"""What runs of cases are called in Prefect, and when one of them stands wrongly: one notion for the reconciler and the doctor."""

from datetime import datetime, timedelta

CASE_FLOW = "Hồ sơ"
DEPLOYMENT = "Liên Thông"
"""Each flow has one deployment of this name."""

STRAY = "Ngoài sổ cái"
"""A run that somebody started by hand in Prefect's pages: a case has one run, and the ledger knows it."""

LEASE_SECONDS = 60
"""How long a case is held by a dispatcher that says nothing more: after so long another one takes it."""

ENDED_BY_SOMEBODY = ("CANCELLED", "CANCELLING", "FAILED", "CRASHED")
"""The flow's body ends in none of these: a person, or a crash, has stopped the run."""

BEING_ENTERED = ("RUNNING", "PENDING")
RESUMED = "SCHEDULED"
"""Somebody pressed Resume (or made a run by hand): a dispatcher is to take it."""

COMPLETED = "COMPLETED"


def hangs(since: datetime, now: datetime) -> bool:
    """Of a run that is being entered: for longer than a lease, so mostly nobody executes it.

    If somebody does, the lease keeps others away.
    """
    return since < now - timedelta(seconds=LEASE_SECONDS)


def lives(state_type: str | None) -> bool:
    """Whether an open case has a run that it can be entered by; null: Prefect has none of it."""
    return state_type is not None and state_type != COMPLETED
