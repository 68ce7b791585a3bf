"""What the reader of YAML says is told in our words, in both languages; nothing of its own words is left."""

import pytest
from ruamel.yaml.error import MarkedYAMLError

from procedure_defs.reader import read_text
from procedure_defs.yaml_words import syntax_words


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("a: 1\nb", "dòng này thiếu dấu `:`", "this line has no `:`"),
        ("a: {b: 1\n", "thiếu dấu `,` hoặc dấu `}`", "a `,` or a `}` is missing"),
        ("a: b: c\n", "không ghi dấu `:` ở đây được", "a `:` cannot stand here"),
        ("a: - b\n", "không ghi dấu `-` ở đây được", "a `-` cannot stand here"),
        ("a: ? b\n", "không ghi dấu `?` ở đây được", "a `?` cannot stand here"),
        ("a: `b`\n", "giá trị bắt đầu bằng ``` phải đặt trong dấu nháy", "what begins with ``` has to be quoted"),
        ("a: [1,, 2]\n", "thiếu một giá trị trước chỗ này", "a value is missing before this"),
        ('a: "b\n', "dấu nháy chưa đóng", "the quote is not closed"),
        ("a: 'b\n--- c\n'\n", "dấu nháy chưa đóng", "the quote is not closed"),
        ('a: "\\q"\n', "trong dấu nháy kép không ghi `\\q` được", "`\\q` means nothing in double quotes"),
        ('a: "\\xZZ"\n', "mã ký tự sau `\\` không đúng", "the number of the sign behind `\\` is wrong"),
        ("a: |0\n  b\n", "sau `|` hoặc `>` phải xuống dòng", "behind `|` or `>` a new line begins"),
        ("a: | b\n", "sau `|` hoặc `>` phải xuống dòng", "behind `|` or `>` a new line begins"),
        ("a: & b\n", "thiếu tên sau `&`, `*` hoặc `%`", "a name is missing behind `&`, `*` or `%`"),
        ("a: !x!y b\n", "một dấu `%` hoặc `!` ghi sai", "a `%` or `!` is wrong"),
    ],
)
def test_each_mistake_has_words_of_ours(text: str, vi: str, en: str) -> None:
    told = [problem.what for problem in read_text(text, "f.yaml").problems]
    assert any(f"cú pháp YAML ({vi}" in words.vi and f"not YAML here ({en}" in words.en for words in told), told


def test_what_nobody_foresaw_is_told_without_the_words_of_the_reader() -> None:
    words = syntax_words(MarkedYAMLError(problem="something new"))
    assert (words.vi, words.en) == ("chỗ này không đọc được", "it cannot be read")
