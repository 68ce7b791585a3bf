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


class ExtensionFault(StrEnum):
    """What is wrong with an extension (R28): the code of the interface does not tell these apart."""

    MALFORMED = "malformed"
    TOO_MANY = "too_many"
    NOT_RUNNING = "not_running"
    DURING_RETURN = "during_return"
    AFTER_DUE = "after_due"
    WITHOUT_NOTICE = "without_notice"
    NOT_LATER = "not_later"


class DeadlineError(ValueError):
    """The facts given cannot be counted by the rules; mend the field that the message names."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class ExtensionRefused(DeadlineError):
    """The extension is not lawful; `fault` says which condition of R28 it does not meet."""

    def __init__(self, fault: ExtensionFault, message: str) -> None:
        super().__init__(ErrorCode.INVALID_EXTENSION, message)
        self.fault = fault
