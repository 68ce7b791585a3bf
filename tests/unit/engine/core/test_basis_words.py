"""Where a rule is written, in words: as Vietnamese law cites, the smallest part first; only what has a number is an article."""

import pytest

from engine.core.basis_words import basis_words, brief_basis_words
from engine.core.definition_basics import Certainty, LegalBasis
from visualizer import labels


@pytest.mark.parametrize(
    ("article", "vi", "en"),
    [
        ("5", "Điều 5 NĐ 1/2026", "NĐ 1/2026, art. 5"),
        ("5(2)", "khoản 2 Điều 5 NĐ 1/2026", "NĐ 1/2026, art. 5(2)"),
        ("8(2)a", "điểm a khoản 2 Điều 8 NĐ 1/2026", "NĐ 1/2026, art. 8(2)a"),
        ("8(3a)", "khoản 3a Điều 8 NĐ 1/2026", "NĐ 1/2026, art. 8(3a)"),
        ("36(3)-(5)", "từ khoản 3 đến khoản 5 Điều 36 NĐ 1/2026", "NĐ 1/2026, art. 36(3)-(5)"),
        (
            "6(3) (8(2)a)",
            "khoản 3 Điều 6 NĐ 1/2026 (sửa đổi, bổ sung điểm a khoản 2 Điều 8)",
            "NĐ 1/2026, art. 6(3) (amending art. 8(2)a)",
        ),
        (
            "3(2); 5 (7(3))",
            "khoản 2 Điều 3 và Điều 5 (sửa đổi, bổ sung khoản 3 Điều 7) NĐ 1/2026",
            "NĐ 1/2026, art. 3(2); 5 (amending art. 7(3))",
        ),
        ("147(2), (3)", "khoản 2 và khoản 3 Điều 147 NĐ 1/2026", "NĐ 1/2026, art. 147(2), (3)"),
        ("54(2), 54(3)", "khoản 2 và khoản 3 Điều 54 NĐ 1/2026", "NĐ 1/2026, art. 54(2), 54(3)"),
        ("15, 16", "Điều 15 và Điều 16 NĐ 1/2026", "NĐ 1/2026, art. 15, 16"),
        ("17, Mẫu số 01", "Điều 17 NĐ 1/2026, Mẫu số 01", "NĐ 1/2026, art. 17, Mẫu số 01"),
        ("Phụ lục IX, 26", "NĐ 1/2026, Phụ lục IX, 26", "NĐ 1/2026, Phụ lục IX, 26"),
        ("chỉ số 5.2", "NĐ 1/2026, chỉ số 5.2", "NĐ 1/2026, chỉ số 5.2"),
        (None, "NĐ 1/2026", "NĐ 1/2026"),
    ],
)
def test_a_place_is_cited_from_its_smallest_part_on(article: str | None, vi: str, en: str) -> None:
    basis = LegalBasis(ref="NĐ 1/2026", article=article)
    assert (brief_basis_words(basis, "vi"), brief_basis_words(basis, "en")) == (vi, en)
    assert basis_words([basis], "vi") == vi.replace("NĐ 1/2026", "Nghị định số 1/2026")
    assert basis_words([basis], "en") == en
    assert labels.basis_words(basis, "vi").replace("\u00a0", " ") == vi


@pytest.mark.parametrize(
    ("ref", "vi"),
    [
        ("NĐ 301/2026/NĐ-CP", "Nghị định số 301/2026/NĐ-CP"),
        ("TTLT 04/2012/TTLT-BTP", "Thông tư liên tịch số 04/2012/TTLT-BTP"),
        ("BLDS 91/2015/QH13", "Bộ luật Dân sự số 91/2015/QH13"),
        ("Luật Hộ tịch 60/2014/QH13", "Luật Hộ tịch số 60/2014/QH13"),
        ("Luật 107/2025/QH15", "Luật số 107/2025/QH15"),
        ("Luật Cư trú 2020", "Luật Cư trú 2020"),
        ("vietnamplus.vn 30/01/2023", "vietnamplus.vn 30/01/2023"),
        ("Báo cáo VPCP tháng 6/2024", "Báo cáo VPCP tháng 6/2024"),
    ],
)
def test_a_document_is_named_by_its_kind_and_number(ref: str, vi: str) -> None:
    basis = LegalBasis(ref=ref)
    assert (basis_words([basis], "vi"), basis_words([basis], "en")) == (vi, ref)


def test_documents_are_named_once_and_doubt_is_said() -> None:
    sure = [LegalBasis(ref="NĐ 1/2026/NĐ-CP", article=article) for article in ("5", "6(1)", "7(2)b")]
    doubtful = LegalBasis(ref="TT 2/2026/TT-BCA", article="3", certainty=Certainty.UNVERIFIED)
    assert basis_words([*sure, doubtful], "vi") == (
        "Điều 5, khoản 1 Điều 6 và điểm b khoản 2 Điều 7 Nghị định số 1/2026/NĐ-CP; "
        "Điều 3 Thông tư số 2/2026/TT-BCA – chưa đối chiếu văn bản gốc"
    )
