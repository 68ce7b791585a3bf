"""The one error of this room: an input that the rules refuse, with the code of the deadline interface."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Why an input was refused; the values are those of the deadline interface."""

    INVALID_INSTANT = "invalid_instant"
    INVALID_CALENDAR = "invalid_calendar"
    INVALID_ALLOWANCE = "invalid_allowance"
    INVALID_INTERVAL = "invalid_interval"
    INVALID_CASE = "invalid_case"
    INVALID_PAUSE = "invalid_pause"
    INVALID_EXTENSION = "invalid_extension"


class DeadlineError(ValueError):
    """The facts given cannot be counted by the rules; mend the field that the message names."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
