"""Texts are measured and wrapped so that Vietnamese always fits."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizer.measure import text_width, wrapped

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự 0123456789/:.,-–"


def test_marks_take_no_room_and_horns_do() -> None:
    assert text_width("ế", 10) == text_width("e", 10)
    assert text_width("ợ", 10) == text_width("ơ", 10)
    assert text_width("ự", 10) > text_width("u", 10)


def test_letters_in_two_spellings_are_as_wide() -> None:
    name = "Ủy ban nhân dân phường Mẫu Đơn – hộ tịch"
    assert text_width(unicodedata.normalize("NFD", name), 12) == text_width(name, 12)


def test_an_unknown_letter_counts_as_a_wide_one() -> None:
    assert text_width("界", 10) > text_width("W", 10)


@given(st.text(LETTERS, max_size=80), st.integers(60, 300), st.booleans())
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int, bold: bool) -> None:
    lines = wrapped(text, width, 14, bold)
    assert all(text_width(line, 14, bold) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_exceeds_the_lines_is_marked_as_cut(lines: int) -> None:
    found = wrapped("Thông báo kết quả giải quyết đăng ký thường trú cho trẻ em", 100, 12, lines=lines)
    assert len(found) == lines
    assert found[-1].endswith("…")
    assert all(text_width(line, 12) <= 100 for line in found)


def test_a_date_and_its_time_stay_together() -> None:
    assert wrapped("đến 28/08/2026\u00a014:00", 120, 12)[-1] == "28/08/2026\u00a014:00"
