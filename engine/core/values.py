"""The base of every value of the core: frozen, and strict about unknown fields."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _whole_seconds(value: datetime) -> datetime:
    if value.microsecond:
        raise ValueError("an instant has whole seconds: leave the fraction of a second out")
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_whole_seconds)]
"""An instant on the time line: aware, whole seconds (rule R1)."""


class Value(BaseModel):
    """A value: compared by content, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Value):
    """A text that people read, in both languages of the interface."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.vi
