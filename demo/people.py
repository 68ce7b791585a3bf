"""The people of the town, all invented and plainly so, and the forms that they fill in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng")
_GIVEN = ("Ví Dụ", "Thí Dụ", "Minh Họa", "Làm Mẫu", "Giả Định", "Thử Nghiệm", "Tượng Trưng", "Không Thật")
_PLACES = {
    "mau-don": "Tổ {n}, phường Mẫu Đơn, tỉnh Hoa Mẫu",
    "sen-trang": "Thôn {n}, xã Sen Trắng, tỉnh Hoa Mẫu",
}


def mother_of(number: int) -> str:
    return f"{_SURNAMES[number % 7]} Thị {_GIVEN[number % 8]}"


def father_of(number: int) -> str:
    return f"{_SURNAMES[(number + 3) % 7]} Văn {_GIVEN[(number + 2) % 8]}"


def child_of(number: int) -> str:
    return f"Bé Mẫu {number:02d}"


def form_of(
    number: int, territory: str, received_on: date, *, father_unknown: bool, identity_card: bool
) -> dict[str, Any]:
    """Form 01 as the family filled it in; numbers begin with 000, which no province has."""
    address = _PLACES[territory].format(n=1 + number % 9)
    requester = mother_of(number) if father_unknown or number % 2 else father_of(number)
    form: dict[str, Any] = {
        "requester": {
            "full_name": requester,
            "personal_id": _personal_id(number, 1),
            "address": address,
            "relation_to_child": "Mẹ" if requester == mother_of(number) else "Cha",
        },
        "child": {
            "full_name": child_of(number),
            "date_of_birth": (received_on - timedelta(days=4 + number % 17)).isoformat(),
            "place_of_birth": "Bệnh viện Đa khoa Hoa Mẫu",
            "sex": "female" if number % 2 else "male",
            "ethnicity": "Kinh",
            "nationality": "Việt Nam",
            "birth_notice_number": f"GCS-MAU-{number:04d}",
        },
        "mother": {"full_name": mother_of(number), "personal_id": _personal_id(number, 2)},
        "father_unknown": father_unknown,
        "residence": {"head_of_household": requester, "relation_to_head": "Con", "address": address},
        "insurance": {"first_clinic": "Trạm Y tế Hoa Mẫu"},
        "wants_identity_card": identity_card,
    }
    if not father_unknown:
        form["father"] = {"full_name": father_of(number), "personal_id": _personal_id(number, 3)}
    return form


def paper(document: str, number: int, name: str) -> dict[str, str]:
    """One paper of the dossier; the scan itself lies elsewhere."""
    return {"document": document, "reference": f"mau/{number:02d}/{document}.pdf", "name": name}


def _personal_id(number: int, who: int) -> str:
    return f"000{who}{number:08d}"
