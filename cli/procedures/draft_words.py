"""The words in which `lienthong procedures new` answers, in both languages."""

from datetime import date

from engine.core.values import Text

NEXT = Text(
    vi="tiếp theo: lienthong procedures validate {0}; lint {0}; test {0}; graph {0}/{1}.yaml",
    en="next: lienthong procedures validate {0}; lint {0}; test {0}; graph {0}/{1}.yaml",
)


def is_there(target: object) -> Text:
    """Of a folder that would be written over."""
    return Text(vi=f"{target} đã có sẵn", en=f"{target} is there already")


def unknown_kind(kind: str, hint: Text) -> Text:
    """Of an agency; `hint` names those that there are."""
    return Text(vi=f"không có loại cơ quan `{kind}`; {hint.vi}", en=f"there is no kind of agency `{kind}`; {hint.en}")


def unknown_days(calendar: str, first: date, last: date) -> Text:
    """Of a first day that the calendar does not reach."""
    return Text(
        vi=f"lịch {calendar} chỉ có các ngày từ {first} đến {last}",
        en=f"the calendar {calendar} knows the days from {first} to {last}",
    )


def bad_name(name: str) -> Text:
    """Of a procedure."""
    return Text(
        vi=f"`{name}`: chỉ dùng chữ thường không dấu, chữ số và từng dấu `-`, ví dụ kite-licence",
        en=f"`{name}`: small letters, digits and single `-`, e.g. kite-licence",
    )


def bad_step(step: str) -> Text:
    """Of a step's name."""
    return Text(
        vi=f"`{step}`: chỉ dùng chữ thường không dấu, chữ số và từng dấu `_` hoặc `-`",
        en=f"`{step}`: small letters, digits and single `_` or `-`",
    )


def bad_steps(most: int) -> Text:
    """Of too many steps, or one named twice."""
    return Text(vi=f"tối đa {most} bước, mỗi bước nêu một lần", en=f"at most {most} steps, each named once")
