"""What is wrong with a request, point by point, as people read it: the framework's findings in both languages."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.core.values import Text

_WRONG: Mapping[str, str] = {
    "missing": "còn thiếu trường này",
    "extra_forbidden": "không có trường này",
    "json_invalid": "JSON không hợp lệ",
    "instant_form": "thời điểm phải là một chuỗi theo ISO 8601 có múi giờ",
    "timezone_aware": "thời điểm phải có múi giờ",
    "uuid_parsing": "không phải là UUID",
    "string_too_short": "phải có ít nhất {min_length} ký tự",
    "string_too_long": "được có nhiều nhất {max_length} ký tự",
    "string_pattern_mismatch": "không đúng dạng {pattern}",
    "too_short": "phải có ít nhất {min_length} mục",
    "too_long": "được có nhiều nhất {max_length} mục",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "không được quá {le}",
    "enum": "phải là một trong các giá trị {expected}",
    "literal_error": "phải là một trong các giá trị {expected}",
}
_KINDS: Mapping[str, str] = {
    "string": "phải là một chuỗi",
    "int": "phải là một số nguyên",
    "decimal": "phải là một số, không quá dài",
    "bool": "phải là true hoặc false",
    "dict": "phải là một đối tượng JSON",
    "model": "phải là một đối tượng JSON",
    "list": "phải là một danh sách",
    "datetime": "không phải là một thời điểm hợp lệ",
    "timezone": "thời điểm phải có múi giờ",
    "date": "không phải là một ngày hợp lệ",
}
_PLAIN = (str, int, float, Decimal)
_ANYTHING_ELSE = "giá trị không hợp lệ"
_MENDS: Mapping[str, Text] = {
    "missing": Text(vi="hãy bổ sung", en="add it"),
    "extra_forbidden": Text(vi="hãy bỏ đi", en="leave it out, it is not known here"),
    "json_invalid": Text(vi="hãy gửi JSON hợp lệ", en="send valid JSON"),
    "uuid_parsing": Text(vi="hãy gửi một UUID", en="give a UUID"),
    "instant_form": Text(vi="ví dụ 2026-08-21T15:10:00+07:00", en="give one like 2026-08-21T15:10:00+07:00"),
    "timezone_aware": Text(
        vi="ví dụ 2026-08-21T15:10:00+07:00", en="give an instant with its offset, e.g. 2026-08-21T15:10:00+07:00"
    ),
}


def faults_in_words(faults: Sequence[Mapping[str, Any]]) -> tuple[Text, ...]:
    """Each as `where: what is wrong: how to mend it`."""
    return tuple(_fault(fault) for fault in faults)


def _fault(fault: Mapping[str, Any]) -> Text:
    kind = str(fault["type"])
    where = ".".join(str(part) for part in _readable(fault["loc"]))
    said = Text(vi=_vietnamese(kind, fault.get("ctx") or {}), en=str(fault["msg"])).at(where)
    mend = _MENDS.get(kind)
    return Text(vi=f"{said.vi}: {mend.vi}", en=f"{said.en}: {mend.en}") if mend else said


def _vietnamese(kind: str, limits: Mapping[str, Any]) -> str:
    known = _WRONG.get(kind) or _KINDS.get(kind.partition("_")[0], _ANYTHING_ELSE)
    return known.format_map({name: value for name, value in limits.items() if isinstance(value, _PLAIN)})


def _readable(place: Iterable[int | str]) -> Iterable[int | str]:
    """The place as the client knows it; names of our types inside it say nothing to him."""
    return (part for part in place if not (isinstance(part, str) and part[:1].isupper() and "-" not in part))
