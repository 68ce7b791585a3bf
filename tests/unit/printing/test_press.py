"""Papers as they leave the press, read back from the PDF: words, size, fonts, code; and always the same bytes."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.paper_facts import PaperFacts
from printing.press import NEWEST, PaperPress
from tests.support.pdf_reading import codes_on, plain, read_paper

CODE = "H98.01-260903-0001"
LONG = (
    "Giấy tờ chứng minh quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất của người được tặng cho"
)
FACTS: dict[str, Any] = {
    "kind": "receipt",
    "number": "01",
    "form_set": "Mẫu giấy tờ theo Thông tư 03/2025/TT-VPCP",
    "title": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "size": "A5",
    "written_at": "2026-09-03T09:32:00+07:00",
    "place": "Phường Mẫu Đơn",
    "day": "ngày 03 tháng 09 năm 2026",
    "unit": "Bộ phận Một cửa phường Mẫu Đơn",
    "code": CODE,
    "officer": "Nguyễn Thị Thí Dụ",
    "officer_agency": "Bộ phận Một cửa phường Mẫu Đơn",
    "submitter": "Trần Ngữ Quỳnh",
    "owner": "Đặng Thuỵ Ưởng",
    "personal_id": "099000000001",
    "address": "Số 0 đường Ví Dụ, phường Mẫu Đơn",
    "phone": "0900000000",
    "email": "vidu@example.vn",
    "request": "Đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế",
    "components": ["Giấy chứng sinh", "Giấy chứng nhận kết hôn"],
    "term": "3 ngày làm việc",
    "received": "09:32 ngày 03/09/2026",
    "appointed": "24:00 ngày 08/09/2026",
}
PRESS = PaperPress()


def printed(**other: Any) -> bytes:
    return PRESS.print(PaperFacts.model_validate({**FACTS, **other}), NEWEST)


def test_every_field_of_the_slip_can_be_read_back() -> None:
    """The fields that domain.md 1.2 lists for form 01."""
    paper = read_paper(printed())
    texts = [value for name, value in FACTS.items() if isinstance(value, str) and name not in _NOT_AS_IT_IS]
    missing = [text for text in (*texts, *FACTS["components"]) if plain(text) not in paper.words]
    assert missing == []
    assert plain(FACTS["title"]).upper() in paper.words and FACTS["unit"].upper() in paper.words
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper.words and "Độc lập - Tự do - Hạnh phúc" in paper.words
    assert "Mẫu số 01" in paper.words and "NGƯỜI NỘP HỒ SƠ" in paper.words and "NGƯỜI TIẾP NHẬN HỒ SƠ" in paper.words


_NOT_AS_IT_IS = {"kind", "size", "written_at", "title", "officer_agency"}


def test_the_sheet_is_a5_and_brings_its_fonts_with_it() -> None:
    """TT 01/2018/TT-VPCP art. 9(2): 148 × 210 mm."""
    paper = read_paper(printed())
    assert paper.sizes == {(148, 210)}
    assert paper.are_fonts_embedded
    assert all(font.startswith("LibertinusSerif") for font in paper.fonts)
    assert read_paper(printed(size="A4")).sizes == {(210, 297)}


def test_a_camera_reads_the_dossier_code() -> None:
    assert codes_on(printed()) == [CODE]


def test_the_same_facts_are_the_same_bytes() -> None:
    once = printed()
    assert printed() == once == PaperPress().print(PaperFacts.model_validate(FACTS), NEWEST)
    assert printed(officer="Nguyễn Thị Thí Dụ B") != once


def test_many_components_with_long_names_go_on_over_sheets() -> None:
    names = [f"{number}. {LONG}" for number in range(1, 41)]
    paper = read_paper(printed(components=names))
    assert paper.pages > 1 and paper.sizes == {(148, 210)}
    assert [name for name in names if plain(name) not in paper.words] == []
    assert f"{CODE} – Trang 1/{paper.pages}" in paper.words


@pytest.mark.parametrize(
    "typed", ["#panic() *x* $y$ @z // #[w]", "<script>alert(1)</script>", 'a "b" \\ c', "0" * 60, "= Tiêu đề"]
)
def test_what_people_type_is_text_and_nothing_else(typed: str) -> None:
    assert typed in read_paper(printed(address=typed)).words


@pytest.mark.parametrize("typed", ["Lan 😀", "\ue000", "a\x00b", "\ufffe"])
def test_a_letter_without_a_shape_does_not_keep_the_paper_back(typed: str) -> None:
    paper = read_paper(printed(owner=typed))
    assert CODE in paper.words and paper.are_fonts_embedded


def test_letters_that_came_in_parts_are_whole() -> None:
    assert "Nguyễn Thuỷ" in read_paper(printed(owner="Nguyễn Thuỷ")).words


def test_a_dossier_without_a_code_has_no_qr() -> None:
    assert codes_on(printed(kind="refusal", code="", reasons=["Không thuộc thẩm quyền"])) == []


@pytest.mark.parametrize(
    ("kind", "own", "read"),
    [
        ("supplement", {"reasons": ["Ảnh mờ"], "missing": ["Ảnh 3×4"], "answer_by": "24:00 ngày 15/09/2026"}, "Ảnh mờ"),
        ("refusal", {"reasons": ["Không thuộc thẩm quyền"], "legal_basis": "NĐ 1, Điều 2"}, "NĐ 1, Điều 2"),
        ("apology", {"reasons": ["Máy hỏng"], "at_fault": "Công an phường", "newly_appointed": "24:00 ngày 10/09/2026"}, "Công an phường"),
        ("stop", {"reasons": ["Quá thời hạn bổ sung"]}, "Quá thời hạn bổ sung"),
        ("control-sheet", {"outcome": "Đã giải quyết xong", "hand_overs": [
            {"step": "Khai sinh", "giver": "Một cửa", "receiver": "Hộ tịch", "at": "09:32 ngày 03/09/2026",
             "finished": "10:00 ngày 04/09/2026", "result": "Hoàn thành, trước hạn"}]}, "trước hạn"),
    ],
)  # fmt: skip
def test_each_form_says_what_is_its_own(kind: str, own: dict[str, Any], read: str) -> None:
    paper = read_paper(printed(kind=kind, **own))
    said = [value for value in own.values() if isinstance(value, str)]
    said += [one for value in own.values() if isinstance(value, list) for one in value if isinstance(one, str)]
    assert read in paper.words
    assert [text for text in said if text not in paper.words] == []
    assert FACTS["owner"] in paper.words or FACTS["submitter"] in paper.words
    assert paper.sizes == {(148, 210)} and paper.title == FACTS["title"]


def test_a_template_that_there_is_not_is_said() -> None:
    with pytest.raises(KeyError):
        PRESS.print(PaperFacts.model_validate(FACTS), "../v1")


COUNTED = {
    "components": ["Giấy chứng sinh", "Ảnh"],
    "copies": [{"originals": 7, "certified": 3, "photocopies": 5}, None],
}


def test_the_slip_tells_the_numbers_of_a_paper_that_was_counted() -> None:
    """Form 01 has a column for originals, certified copies and photocopies each (domain.md 1.2)."""
    assert "Giấy chứng sinh 7 3 5" in " ".join(read_paper(printed(**COUNTED)).words.split())


def test_a_paper_that_nobody_counted_is_left_open() -> None:
    assert printed() == printed(copies=[None, None]) != printed(copies=[{"originals": 1}, None])


def test_what_the_first_template_printed_does_not_change_with_the_numbers() -> None:
    before = PRESS.print(PaperFacts.model_validate(FACTS), "1")
    assert PRESS.print(PaperFacts.model_validate({**FACTS, "copies": [{"originals": 1}, None]}), "1") == before
