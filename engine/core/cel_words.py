"""What the reader of conditions (CEL) says of a mistake, in our words and in both languages."""

import re

from engine.core.values import Text

_FIRST = re.compile(r"^(?:INVALID_ARGUMENT: )?(?:ERROR: )?(?:<input>:)?(?:(?P<at>\d+:\d+): )?(?P<said>.*)")
_TYPES = {
    "bool": Text(vi="đúng hoặc sai", en="true or false"),
    "int": Text(vi="số nguyên", en="a whole number"),
    "double": Text(vi="số thập phân", en="a number with a fraction"),
    "string": Text(vi="đoạn chữ", en="a text"),
    "map": Text(vi="nhóm trường", en="a group of fields"),
    "list": Text(vi="danh sách", en="a list"),
    "timestamp": Text(vi="thời điểm", en="an instant"),
    "duration": Text(vi="khoảng thời gian", en="a span of time"),
}
_UNDECIDED = Text(vi="giá trị không xác định", en="something undecided")


def type_words(name: str) -> Text:
    """A type of CEL, as an author would call it."""
    return _TYPES.get(re.split(r"[<(]", name.strip())[0].lower().removeprefix("google.protobuf."), _UNDECIDED)


def cel_words(error: RuntimeError) -> Text:
    """The first mistake that was found; the place counts lines and columns inside the condition."""
    found = _FIRST.match(str(error).splitlines()[0])
    assert found is not None, "every part of the pattern may be absent"
    words = _words(found["said"])
    return words.at(found["at"]) if found["at"] else words


def _words(said: str) -> Text:
    if found := re.search(r"(?:mismatched|extraneous) input '(.*?)'(?: expecting.*)?$", said):
        if found[1] == "<EOF>":
            return Text(vi="điều kiện kết thúc giữa chừng", en="the condition ends too early")
        return Text(vi=f"không ghi `{found[1]}` ở đây được", en=f"`{found[1]}` cannot stand here")
    if found := re.search(r"no viable alternative at input '(.*)'", said):
        return Text(vi=f"không đọc được từ `{found[1]}`", en=f"`{found[1]}` cannot be read on from here")
    if found := re.search(r"token recognition error at: '(?P<quote>['\"])", said):
        return Text(
            vi="đoạn chữ bắt đầu ở đây không đúng hoặc chưa đóng nháy",
            en="the text that begins here is not well closed",
        )
    if "has() argument" in said:
        return Text(
            vi="`has()` cần một trường, ví dụ `has(form.colour)`", en="`has()` takes a field: `has(form.colour)`"
        )
    if re.search(r"invalid \w+ literal", said):
        return Text(vi="số quá lớn", en="the number is too large")
    if found := re.search(r"token recognition error at: '(.*)'", said):
        return Text(vi=f"không có ký hiệu `{found[1].strip()}`", en=f"there is no sign `{found[1].strip()}`")
    if found := re.search(r"undeclared reference to '(.*?)'", said):
        return Text(vi=f"`{found[1]}` chưa được khai báo", en=f"`{found[1]}` is not declared")
    if found := re.search(r"found no matching overload for '(.*?)' applied to '\((.*)\)'", said):
        return _misfit(found[1], [type_words(part) for part in re.split(r",\s*(?![^(<]*[)>])", found[2])])
    if found := re.search(r"missing '(.*?)' at", said):
        return Text(vi=f"thiếu `{found[1]}`", en=f"`{found[1]}` is missing")
    return Text(vi="không đúng cú pháp", en="it cannot be read")


def _misfit(operator: str, types: list[Text]) -> Text:
    """`_==_` of a text and a number, `!_` of a text: the sign alone, and what stands beside it."""
    sign = operator.strip("_@").replace("_", "")
    vi, en = (" và ".join(t.vi for t in types), " and ".join(t.en for t in types))
    return Text(vi=f"`{sign}` không áp dụng được cho {vi}", en=f"`{sign}` does not go with {en}")
