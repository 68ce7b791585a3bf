"""The applicant ends the case before the agencies do."""

from datetime import datetime

from engine.core import commands, events


def withdraw(command: commands.WithdrawCase, at: datetime) -> list[events.Event]:
    return [events.CaseWithdrawn(at=at, reason=command.reason)]
