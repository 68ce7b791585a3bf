"""The base of every value of the core: frozen, and strict about unknown fields."""

from datetime import MAXYEAR, MINYEAR, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError


def _said_as_iso(value: object) -> object:
    """A bare number would be taken for seconds since 1970."""
    if isinstance(value, datetime) or (isinstance(value, str) and value[4:5] == "-"):
        return value
    raise PydanticCustomError("instant_form", "an instant is a text in ISO 8601 with its offset")


def _whole_seconds(value: datetime) -> datetime:
    """In the first and the last year that a `datetime` knows, another offset may be beyond them."""
    if not MINYEAR < value.year < MAXYEAR:
        raise Misfit(
            Text(vi="thời điểm nằm ngoài các năm 2 đến 9998", en="an instant lies in the years 2 to 9998"),
            Text(vi="hãy đưa ra một thời điểm trong khoảng đó", en="give one in between"),
        )
    if value.microsecond:
        raise Misfit(
            Text(vi="thời điểm chỉ tính đến giây", en="an instant has whole seconds"),
            Text(vi="hãy bỏ phần lẻ của giây", en="leave the fraction of a second out"),
        )
    return value


Instant = Annotated[AwareDatetime, BeforeValidator(_said_as_iso), AfterValidator(_whole_seconds)]
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

    def at(self, place: str) -> "Text":
        """`place: text`, in both languages."""
        return Text(vi=f"{place}: {self.vi}", en=f"{place}: {self.en}")


class Misfit(ValueError):
    """A value that a model refuses, with what is wrong and how to mend it; Pydantic keeps it in its error."""

    def __init__(self, what: Text, mend: Text) -> None:
        super().__init__(f"{what.en}: {mend.en}")
        self.what = what
        self.mend = mend


def _alike_in_both(value: object) -> object:
    return {"vi": str(value), "en": str(value)} if isinstance(value, str) else value


Name = Annotated[Text, BeforeValidator(_alike_in_both, json_schema_input_type=Text | str)]
"""A name in both languages; one plain text is read as the name in both (`VNeID`)."""
