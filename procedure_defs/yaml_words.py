"""What the reader of YAML says of a mistake in the text, in our words and in both languages."""

import re
from collections.abc import Callable

from ruamel.yaml.error import MarkedYAMLError

from engine.core.values import Text

Found = re.Match[str]


def _plain(vi: str, en: str) -> Callable[[Found], Text]:
    return lambda found: Text(vi=vi, en=en)


_QUOTE = _plain("dấu nháy chưa đóng", "the quote is not closed")
_BLOCK = _plain("sau `|` hoặc `>` phải xuống dòng", "behind `|` or `>` a new line begins")
_SAYINGS: tuple[tuple[str, Callable[[Found], Text]], ...] = (
    ("could not find expected ':'", _plain("dòng này thiếu dấu `:`", "this line has no `:`")),
    (
        "expected <block end>",
        _plain(
            "chỗ này không nối được với phần ở trên, thường do thụt lề",
            "this does not go on with what stands above, mostly for its indentation",
        ),
    ),
    (
        "expected ',' or '(?P<sign>.)'",
        lambda found: Text(
            vi=f"thiếu dấu `,` hoặc dấu `{found['sign']}`", en=f"a `,` or a `{found['sign']}` is missing"
        ),
    ),
    ("mapping values are not allowed", _plain("không ghi dấu `:` ở đây được", "a `:` cannot stand here")),
    ("sequence entries are not allowed", _plain("không ghi dấu `-` ở đây được", "a `-` cannot stand here")),
    ("mapping keys are not allowed", _plain("không ghi dấu `?` ở đây được", "a `?` cannot stand here")),
    (
        "found character '(?P<sign>.+)' that cannot start",
        lambda found: Text(
            vi=f"giá trị bắt đầu bằng `{found['sign']}` phải đặt trong dấu nháy",
            en=f"what begins with `{found['sign']}` has to be quoted",
        ),
    ),
    ("expected the node content", _plain("thiếu một giá trị trước chỗ này", "a value is missing before this")),
    ("unexpected end of stream", _QUOTE),
    ("unexpected document separator", _QUOTE),
    (
        "unknown escape character '(?P<sign>.+)'",
        lambda found: Text(
            vi=f"trong dấu nháy kép không ghi `\\{found['sign']}` được",
            en=f"`\\{found['sign']}` means nothing in double quotes",
        ),
    ),
    ("escape sequence", _plain("mã ký tự sau `\\` không đúng", "the number of the sign behind `\\` is wrong")),
    ("indentation indicator", _BLOCK),
    ("chomping", _BLOCK),
    ("comment or a line break", _BLOCK),
    (
        "more indented follow up line",
        _plain("dòng đầu của đoạn chữ thụt lề không khớp", "the first line of this text is indented otherwise"),
    ),
    (
        "alphabetic or numeric character",
        _plain("thiếu tên sau `&`, `*` hoặc `%`", "a name is missing behind `&`, `*` or `%`"),
    ),
    (
        "<document start>|document end marker",
        _plain("văn bản YAML đã kết thúc trước chỗ này", "the document has ended before this"),
    ),
    ("directive|tag|URI|expected '!'|YAML document", _plain("một dấu `%` hoặc `!` ghi sai", "a `%` or `!` is wrong")),
)


def syntax_words(error: MarkedYAMLError) -> Text:
    """What is wrong at the place that the error marks; what nobody foresaw is said without its reason."""
    said = " ".join(str(error.problem or error.context or "").split())
    for pattern, words in _SAYINGS:
        if found := re.search(pattern, said):
            return words(found)
    return Text(vi="chỗ này không đọc được", en="it cannot be read")
