"""What can be chosen in a form, or as a fact: `house: {vi: Nhà ở riêng lẻ, en: A house}`, or names alone."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from engine.core.values import Misfit, Text


def _titled(value: Any) -> Any:
    """`[red, blue]`: choices whose names are their titles, too."""
    if not isinstance(value, list | tuple):
        return value
    if not all(isinstance(name, str) for name in value):
        raise Misfit(
            Text(vi="mỗi lựa chọn được đặt tên bằng chữ", en="each choice is named by a text"),
            Text(
                vi="hãy đặt trong dấu nháy nếu trông như số hoặc ngày",
                en="put it in quotes if it looks like a number or a date",
            ),
        )
    return {name: {"vi": name, "en": name} for name in value}


Choices = Annotated[dict[str, Text], BeforeValidator(_titled, json_schema_input_type=tuple[str, ...] | dict[str, Text])]
"""The name that stands in the data -> the title that people read."""
