"""A name is found however it is typed: without case, diacritics or double spaces."""

import pytest

from engine.store.search_text import searchable


@pytest.mark.parametrize(
    ("typed", "found_as"),
    [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("NGUYỄN  VĂN ĐỨC ", "nguyen van duc"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("Ưng Hoàng Phúc", "ung hoang phuc"),
        ("H98.01-260601-0001", "h98.01-260601-0001"),
        ("", ""),
    ],
)
def test_searchable(typed: str, found_as: str) -> None:
    assert searchable(typed) == found_as


def test_what_is_missing_leaves_no_trace() -> None:
    assert searchable("An", None) == "an"
    assert searchable(None, None) == ""
