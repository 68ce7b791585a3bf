"""What the reader of conditions says is told in our words, in both languages, at the place that it names."""

import pytest

from engine.core.cel_words import cel_words, type_words
from engine.core.expressions import ExpressionInvalid, check_expression


@pytest.mark.parametrize(
    ("condition", "vi", "en"),
    [
        ("form.a &&", "1:10: điều kiện kết thúc giữa chừng", "1:10: the condition ends too early"),
        ("not form.a", "1:5: không ghi `form` ở đây được", "1:5: `form` cannot stand here"),
        ("form.a)", "1:7: không ghi `)` ở đây được", "1:7: `)` cannot stand here"),
        ("form..a", "1:6: không đọc được từ `..`", "1:6: `..` cannot be read on from here"),
        ("form.a # b", "1:8: không có ký hiệu `#`", "1:8: there is no sign `#`"),
        (
            "form.a == 'b",
            "1:11: đoạn chữ bắt đầu ở đây không đúng hoặc chưa đóng nháy",
            "1:11: the text that begins here is not well closed",
        ),
        ("(form.a", "1:8: thiếu `)`", "1:8: `)` is missing"),
        ("applicant.a", "1:10: `applicant.a` chưa được khai báo", "1:10: `applicant.a` is not declared"),
        (
            "has(1)",
            "1:5: `has()` cần một trường, ví dụ `has(form.colour)`",
            "1:5: `has()` takes a field: `has(form.colour)`",
        ),
        ("99999999999999999999 == 1", "1:1: số quá lớn", "1:1: the number is too large"),
        ("[1].all(1, true)", "1:9: không đúng cú pháp", "1:9: it cannot be read"),
        ("!1", "1:1: `!` không áp dụng được cho số nguyên", "1:1: `!` does not go with a whole number"),
        (
            "1 + 1",
            "điều kiện cho ra số nguyên, không phải đúng hoặc sai",
            "the condition gives a whole number, not true or false",
        ),
    ],
)
def test_each_mistake_has_words_of_ours(condition: str, vi: str, en: str) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        check_expression(condition)
    assert (refused.value.words.vi, refused.value.words.en) == (vi, en)


def test_what_nobody_foresaw_is_told_without_the_words_of_the_reader() -> None:
    words = cel_words(RuntimeError("INTERNAL: something new\nand more"))
    assert (words.vi, words.en) == ("không đúng cú pháp", "it cannot be read")


@pytest.mark.parametrize(
    ("name", "en"),
    [
        ("INT", "a whole number"),
        ("map(string, dyn)", "a group of fields"),
        ("list<int>", "a list"),
        ("google.protobuf.Timestamp", "an instant"),
        ("null_type", "something undecided"),
    ],
)
def test_a_type_is_called_as_an_author_would(name: str, en: str) -> None:
    assert type_words(name).en == en
