"""What Pydantic found, in words for the author of a file: what is wrong, and how to mend it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.core.findings import NO_WORDS, Level, Rule, did_you_mean, nearest, one_of
from engine.core.legal_time import Unit
from engine.core.values import Misfit, Text
from procedure_defs.other_words import limit_mend
from procedure_defs.shapes import as_name

VALUE = Rule(
    "value",
    Level.ERROR,
    Text(vi="Giá trị đúng loại mà trường yêu cầu.", en="A value is of the kind that its field asks for."),
)
MISSING = Rule(
    "field-missing", Level.ERROR, Text(vi="Trường bắt buộc phải có.", en="A field that must be there is there.")
)
UNKNOWN = Rule(
    "field-unknown",
    Level.ERROR,
    Text(vi="Tên trường phải có ở vị trí đó.", en="A field has a name that is known at its place."),
)
BASIS = Rule(
    "legal-basis-missing",
    Level.ERROR,
    Text(
        vi="Mỗi thời hạn, bước, việc tạm dừng và quy tắc đều nêu căn cứ pháp lý.",
        en="Every limit, step, suspension and rule says where it is written.",
    ),
)
NAME = Rule(
    "name",
    Level.ERROR,
    Text(
        vi="Tên gồm chữ thường không dấu, chữ số và dấu `_` hoặc `-` đơn.",
        en="A name is made of small letters, digits and single `_` or `-`.",
    ),
)
PLACE = Rule(
    "heading",
    Level.ERROR,
    Text(vi="Các phần nằm dưới đúng tiêu đề của chúng.", en="Parts stand below the heading that they belong to."),
)

SHAPE_RULES = (VALUE, MISSING, UNKNOWN, BASIS, NAME, PLACE)
"""What the shape of a file can break, before anything is known of what it means."""


_SIGNS = Text(
    vi="chữ thường không dấu, chữ số và dấu `_` hoặc `-` đơn", en="small letters, digits and single `_` or `-`"
)
_SIGNS_OF_A_PROCEDURE = Text(
    vi="chữ thường không dấu, chữ số và dấu `-` đơn", en="small letters, digits and single `-`"
)


class Words(NamedTuple):
    """One mistake in words."""

    what: Text
    mend: Text
    rule: Rule = VALUE


def _said(words: str) -> Text:
    """A name or a value of the file, as it stands there."""
    return Text(vi=words, en=words)


_DIGITS = Text(vi="hãy chỉ ghi chữ số", en="write digits only")
_PAIRS = Text(vi="hãy ghi các cặp `tên: giá trị`, thụt lề ở dưới", en="write `name: value` pairs, indented below")
_A_MAPPING = Text(vi="một nhóm `tên: giá trị`", en="a mapping")
_A_TRUTH = Text(vi="true hoặc false", en="true or false")
_A_WHOLE_NUMBER = Text(vi="số nguyên", en="a whole number")
_A_NUMBER = Text(vi="số", en="a number")
_TRUE_OR_FALSE = Text(vi="hãy ghi `true` hoặc `false`", en="write `true` or `false`")
_KINDS = {
    "string_type": (
        Text(vi="đoạn chữ", en="a text"),
        Text(
            vi="hãy ghi đoạn chữ, đặt trong dấu nháy nếu trông như số hoặc ngày",
            en="write a text, in quotes if it looks like a number or a date",
        ),
    ),
    "dict_type": (_A_MAPPING, _PAIRS),
    "model_type": (_A_MAPPING, _PAIRS),
    "tuple_type": (
        Text(vi="danh sách", en="a list"),
        Text(vi="hãy ghi `[a, b]`, hoặc mỗi dòng một mục `- mục`", en="write `[a, b]`, or one `- item` a line"),
    ),
    "bool_type": (_A_TRUTH, _TRUE_OR_FALSE),
    "bool_parsing": (_A_TRUTH, _TRUE_OR_FALSE),
    "int_type": (_A_WHOLE_NUMBER, _DIGITS),
    "int_parsing": (_A_WHOLE_NUMBER, _DIGITS),
    "int_from_float": (_A_WHOLE_NUMBER, _DIGITS),
    "decimal_type": (_A_NUMBER, _DIGITS),
    "decimal_parsing": (_A_NUMBER, _DIGITS),
    "finite_number": (Text(vi="số đếm được", en="a number that can be counted"), _DIGITS),
}
_TIGHT = re.compile(r"(?P<name>[^:]{1,200}):(?P<value>[^:\s][^:]{0,100})")
_UNITS = tuple(unit.value for unit in Unit)
_DATES = ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact")

_INSTANTS = ("instant_form", "datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware")

_BOUNDS = {
    "greater_than": ("gt", Text(vi="lớn hơn", en="greater than")),
    "greater_than_equal": ("ge", Text(vi="từ", en="greater than or equal to")),
    "less_than": ("lt", Text(vi="nhỏ hơn", en="less than")),
    "less_than_equal": ("le", Text(vi="không quá", en="less than or equal to")),
}

_TIME_OF_DAY = Text(vi="giờ trong ngày ghi bằng giờ và phút", en="a time of day is written with hour and minute")
_PATTERNS = {
    "event": (
        Text(vi="ngày diễn ra sự kiện là một trường của tờ khai", en="the date of the event is a field of the form"),
        Text(vi="hãy ghi theo dạng `form.starts_on`", en="write it as `form.starts_on`"),
    ),
    "territory": (
        Text(vi="địa bàn của bước là một trường của tờ khai", en="the territory of a step is a field of the form"),
        Text(vi="hãy ghi theo dạng `form.new_commune`", en="write it as `form.new_commune`"),
    ),
    "version": (
        Text(vi="phiên bản được đặt tên bằng ngày", en="a version is named by its date"),
        Text(vi="hãy ghi theo dạng `2026-09-01`", en="write it as `2026-09-01`"),
    ),
    "cut_off": (_TIME_OF_DAY, Text(vi='hãy ghi theo dạng `"15:00"`', en='write it as `"15:00"`')),
    "week": (_TIME_OF_DAY, Text(vi='hãy ghi theo dạng `"08:00"`', en='write it as `"08:00"`')),
    "sessions": (_TIME_OF_DAY, Text(vi='hãy ghi theo dạng `"08:00"`', en='write it as `"08:00"`')),
    "http": (
        Text(vi="thao tác được đặt tên theo dạng `hệ_thống.thao_tác`", en="an operation is named `system.operation`"),
        Text(vi="hãy ghi theo dạng `social_insurance.issue_card`", en="write it as `social_insurance.issue_card`"),
    ),
    "unit_code": (
        Text(
            vi="mã đơn vị gồm một chữ cái, hai chữ số và các nhóm sau dấu chấm",
            en="a unit code has a letter, two digits and groups behind points",
        ),
        Text(vi="hãy ghi theo dạng `H99.01`", en="write it as `H99.01`"),
    ),
}

_TIMES = ("week", "sessions")
_SESSIONS = Text(
    vi='hãy ghi mỗi buổi là một cặp giờ, ví dụ `[["08:00", "12:00"], ["13:00", "17:00"]]`',
    en='write each session as a pair of times, e.g. `[["08:00", "12:00"], ["13:00", "17:00"]]`',
)


def missing(field: str, owner: Text) -> Words:
    """A field that must be there is not."""
    if field == "legal_basis":
        what = Text(vi=f"{owner.vi} chưa có căn cứ pháp lý", en=f"{owner.en} has no legal basis")
        mend = Text(
            vi="hãy thêm `legal_basis: [{ref: …, article: …}]`: nơi quy định điều này",
            en="add `legal_basis: [{ref: …, article: …}]`: where its rule is written",
        )
        return Words(what, mend, BASIS)
    if field == "within":
        what = Text(vi=f"{owner.vi} chưa có thời hạn", en=f"{owner.en} has no time limit")
        mend = Text(
            vi="hãy thêm `within:` với số và đơn vị, ví dụ `within: 2 working_days`",
            en="add `within:` with a number and a unit, e.g. `within: 2 working_days`",
        )
        return Words(what, mend, MISSING)
    what = Text(vi=f"{owner.vi} chưa có `{field}`", en=f"{owner.en} has no `{field}`")
    return Words(what, Text(vi=f"hãy thêm `{field}:`", en=f"add `{field}:`"), MISSING)


def unknown_field(field: str, owner: Text, known: Mapping[str, Any], likely: str | None = None) -> Words:
    """A field that means nothing here; `likely` is the one that may be meant."""
    what = Text(vi=f"{owner.vi} có trường lạ `{field}`", en=f"{owner.en} has an unknown field `{field}`")
    head, colon, rest = field.partition(":")
    if colon and head in known:
        pair = f"`{head}: {rest.strip()}`"
        return Words(
            what,
            Text(vi=f"hãy thêm dấu cách sau dấu hai chấm: {pair}", en=f"put a space behind the colon: {pair}"),
        )
    if likely:
        return Words(what, did_you_mean(field, likely), UNKNOWN)
    names = ", ".join(known)
    mend = Text(
        vi=f"hãy bỏ đi; ở đây có các trường: {names or 'không có trường nào'}",
        en=f"take it out; known here: {names or 'nothing'}",
    )
    return Words(what, mend, UNKNOWN)


def bad_value(error: Mapping[str, Any], field: str | None) -> Words:
    """A value that does not fit; `field` is the name of its field, none for the whole file."""
    kind, value = error["type"], error["input"]
    place = _said(f"`{field}`") if field is not None else Text(vi="tệp", en="`the file`")
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Misfit):
        everyday = limit_mend(value, _UNITS) if isinstance(value, str) and "time limit" in cause.what.en else None
        what = Text(vi=f"{place.vi}: {cause.what.vi}", en=f"{place.en}: {cause.what.en}")
        return Words(what, everyday or cause.mend)
    if kind in ("enum", "literal_error"):
        return _not_among(_plain(value), str(error["ctx"]["expected"]), error["loc"][-1], place)
    if kind in _KINDS:
        return _other_kind(error, place)
    shown = _shown(value)
    if kind in _DATES:
        return Words(
            Text(
                vi=f"{place.vi}: {shown.vi} không phải là ngày có thật",
                en=f"{place.en}: {shown.en} is no date of the calendar",
            ),
            Text(vi="hãy ghi theo dạng `2026-09-01`", en="write it as `2026-09-01`"),
        )
    if kind in _INSTANTS:
        return Words(
            Text(
                vi=f"{place.vi}: {shown.vi} không phải là thời điểm có múi giờ",
                en=f"{place.en}: {shown.en} is no instant with its offset from UTC",
            ),
            Text(vi='hãy ghi theo dạng `"2026-09-01T10:30:00+07:00"`', en='write it as `"2026-09-01T10:30:00+07:00"`'),
        )
    if kind == "string_pattern_mismatch":
        return _not_like(error, place)
    if kind in ("missing", "too_long"):
        return Words(
            Text(
                vi=f"{place.vi} là {shown.vi}, trong khi ở đây cần một cặp",
                en=f"{place.en} holds {shown.en} where a pair is expected",
            ),
            Text(vi='hãy ghi hai giá trị, ví dụ `["08:00", "12:00"]`', en='write two values, as `["08:00", "12:00"]`'),
        )
    if kind in ("too_short", "string_too_short"):
        return _empty(field, place)
    what = Text(vi=f"{place.vi}: {shown.vi} không phù hợp", en=f"{place.en}: {shown.en} does not fit")
    return Words(what, _bounded(error))


def bad_name(error: Mapping[str, Any], name: str) -> Words:
    """A key that cannot be a name."""
    plain, of = as_name(name), _SIGNS
    if plain and error["loc"][-1] == "procedure":
        plain, of = plain.replace("_", "-"), _SIGNS_OF_A_PROCEDURE
    write = f"`{plain}`" if plain and len(plain) <= 60 else None
    return Words(
        Text(vi=f"`{name}` không dùng làm tên ở đây được", en=f"`{name}` cannot be a name here"),
        Text(
            vi=f"{f'hãy ghi {write}' if write else 'hãy bắt đầu bằng chữ thường không dấu'}: {of.vi}",
            en=f"{f'write {write}' if write else 'begin with a small letter'}: {of.en}",
        ),
        NAME,
    )


def _other_kind(error: Mapping[str, Any], place: Text) -> Words:
    kind, shown = error["type"], _shown(error["input"])
    wanted, mend = _KINDS[kind]
    pattern = _pattern(error["loc"])
    value = error["input"]
    tight = _TIGHT.fullmatch(value) if isinstance(value, str) and kind in ("dict_type", "model_type") else None
    if tight is not None:
        pair = f"`{tight['name']}: {tight['value']}`"
        mend = Text(vi=f"hãy thêm dấu cách sau dấu hai chấm: {pair}", en=f"put a space behind the colon: {pair}")
    if pattern is not None and kind == "string_type":
        mend = _PATTERNS[pattern][1]
    elif pattern in _TIMES and kind == "tuple_type":
        mend = _SESSIONS
    what = Text(
        vi=f"{place.vi} phải là {wanted.vi}, không phải {shown.vi}",
        en=f"{place.en} should be {wanted.en}, not {shown.en}",
    )
    return Words(what, mend)


def _bounded(error: Mapping[str, Any]) -> Text:
    """What a number must be; of what a model may ever ask besides, that the value be looked at again."""
    kind = str(error["type"])
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        bound = error["ctx"][name]
        up = " trở lên" if kind == "greater_than_equal" else ""
        return Text(vi=f"hãy ghi giá trị {words.vi} {bound}{up}", en=f"input should be {words.en} {bound}")
    return Text(vi="hãy đối chiếu với một tệp định nghĩa có sẵn", en="compare it with a shipped definition")


def _not_among(value: str, expected: str, part: Any, place: Text) -> Words:
    known = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    likely = nearest(value, known)
    everything = ", ".join(known)
    if part == "unit":
        hint = one_of(value, [likely]) if likely else NO_WORDS
        if (everyday := limit_mend(f"1 {value}", known)) is not None:
            hint = Text(vi=f"{everyday.vi.replace('`1 ', '`')};", en=f"{everyday.en.replace('`1 ', '`')};")
        return Words(
            Text(vi=f"`{value}` không phải là đơn vị thời gian", en=f"`{value}` is no unit of time"),
            Text(
                vi=f"{hint.vi} các đơn vị gồm: {everything}".strip(),
                en=f"{hint.en} the units are: {everything}".strip(),
            ),
        )
    return Words(
        Text(vi=f"{place.vi} không thể là `{value}`", en=f"{place.en} cannot be `{value}`"),
        one_of(value, known)
        if likely
        else Text(vi=f"hãy ghi một trong các giá trị: {everything}", en=f"write one of: {everything}"),
    )


def _not_like(error: Mapping[str, Any], place: Text) -> Words:
    if (pattern := _pattern(error["loc"])) is not None:
        wanted, mend = _PATTERNS[pattern]
        shown = _shown(error["input"])
        return Words(Text(vi=f"{place.vi}: {shown.vi}: {wanted.vi}", en=f"{place.en}: {shown.en}: {wanted.en}"), mend)
    return bad_name(error, str(error["input"]))


def _pattern(way: tuple[str | int, ...]) -> str | None:
    """The field whose pattern a value should follow: its own, or that of the part that it stands in."""
    names = [part for part in way if isinstance(part, str)]
    return next((name for name in (*names[-1:], *names[:1]) if name in _PATTERNS), None)


def _empty(field: str | None, place: Text) -> Words:
    if field == "legal_basis":
        return Words(
            Text(vi="căn cứ pháp lý để trống", en="the legal basis is empty"),
            Text(
                vi="hãy thêm `{ref: …, article: …}`: nơi quy định điều này",
                en="add `{ref: …, article: …}`: where the rule is written",
            ),
            BASIS,
        )
    return Words(Text(vi=f"{place.vi} để trống", en=f"{place.en} is empty"), Text(vi="hãy điền vào", en="fill it in"))


def _shown(value: Any) -> Text:
    if isinstance(value, dict):
        return _A_MAPPING
    if isinstance(value, list | tuple):
        return Text(vi="một danh sách", en="a list")
    if value is None:
        return Text(vi="giá trị trống", en="nothing")
    text = _plain(value)
    return _said(f"`{text[:40]}{'…' if len(text) > 40 else ''}`")


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
