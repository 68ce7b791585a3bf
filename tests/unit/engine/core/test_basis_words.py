"""Where a rule is written, in words: only what has a number is called an article."""

import pytest

from engine.core.basis_words import basis_words
from engine.core.definition_basics import LegalBasis
from visualizer import labels


@pytest.mark.parametrize(
    ("article", "vi", "en"),
    [
        ("5(2)", "NĐ 1/2026, Điều 5(2)", "NĐ 1/2026, art. 5(2)"),
        ("Phụ lục IX, 26", "NĐ 1/2026, Phụ lục IX, 26", "NĐ 1/2026, Phụ lục IX, 26"),
        ("chỉ số 5.2", "NĐ 1/2026, chỉ số 5.2", "NĐ 1/2026, chỉ số 5.2"),
        (None, "NĐ 1/2026", "NĐ 1/2026"),
    ],
)
def test_another_place_than_an_article_stands_as_it_is_written(article: str | None, vi: str, en: str) -> None:
    basis = LegalBasis(ref="NĐ 1/2026", article=article)
    assert (basis_words([basis], "vi"), basis_words([basis], "en")) == (vi, en)
    assert labels.basis_words(basis, "vi").replace("\u00a0", " ") == vi
