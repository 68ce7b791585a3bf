"""Procedures that strain a layout: any graph of steps over any lanes, and one tangle of fourteen steps in six lanes."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition

_BASIS = [{"ref": "Luật Thử", "article": "1"}]
_AGENCIES = (
    "Bộ phận Một cửa",
    "Chi nhánh Văn phòng đăng ký đất đai khu vực",
    "Thuế cơ sở",
    "Kho bạc Nhà nước",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Ủy ban nhân dân cấp xã",
)
TANGLE: Mapping[str, tuple[str, int, Sequence[str]]] = {
    "receive": ("Kiểm tra hồ sơ", 0, ()),
    "measure": ("Đo đạc, trích lục bản đồ địa chính", 1, ("receive",)),
    "opinion": ("Xác nhận nguồn gốc và thời điểm sử dụng đất", 5, ("receive",)),
    "plan": ("Ý kiến về quy hoạch", 4, ("receive",)),
    "post": ("Niêm yết công khai", 5, ("opinion",)),
    "verify": ("Thẩm tra hồ sơ", 1, ("measure", "opinion", "plan")),
    "price": ("Xác định giá đất", 4, ("measure", "plan")),
    "slip": ("Gửi phiếu chuyển thông tin", 1, ("verify", "price")),
    "tax": ("Tính thuế, lệ phí trước bạ và tiền sử dụng đất", 2, ("slip",)),
    "notice": ("Thông báo nộp tiền", 0, ("tax", "receive")),
    "pay": ("Thu tiền, xác nhận chứng từ", 3, ("notice", "tax")),
    "debt": ("Ghi nợ, miễn giảm", 2, ("tax", "opinion")),
    "sign": ("Ký Giấy chứng nhận", 5, ("pay", "debt", "post", "verify")),
    "return": ("Trả kết quả", 0, ("sign", "measure")),
}
"""Invented: step -> title, lane, what it needs."""


def a_procedure(steps: Mapping[str, tuple[str, int, Sequence[str]]], produces: bool = True) -> ProcedureDefinition:
    """A procedure of these steps; each hands over one document named after it."""
    return ProcedureDefinition.model_validate(
        {
            "procedure": "tangle",
            "version": "2026-01-01",
            "title": {"vi": "Cấp Giấy chứng nhận quyền sử dụng đất (ví dụ)", "en": "A tangle"},
            "legal_basis": _BASIS,
            "effective": {"from": "2026-01-01"},
            "calendar": "office",
            "total": {"within": "20 working_days", "legal_basis": _BASIS},
            "documents": {f"{s}_paper": {"title": _both(f"Kết quả {title}")} for s, (title, _, _) in steps.items()},
            "steps": {s: _step(s, title, lane, needs, produces) for s, (title, lane, needs) in steps.items()},
        }
    )


def a_directory(lanes: int = len(_AGENCIES)) -> AgencyDirectory:
    """As many kinds of agency as asked for, and no agency."""
    kinds = {_kind(n): {"title": _both(_AGENCIES[n % len(_AGENCIES)])} for n in range(lanes)}
    return AgencyDirectory.model_validate({"territories": {}, "kinds": kinds, "agencies": {}})


def _step(name: str, title: str, lane: int, needs: Sequence[str], produces: bool) -> dict[str, Any]:
    return {
        "title": _both(title),
        "agency": _kind(lane),
        "needs": list(needs),
        "within": "2 working_days",
        "legal_basis": _BASIS,
        "produces": [f"{name}_paper"] if produces and len(name) % 2 else [],
    }


def _both(words: str) -> dict[str, str]:
    return {"vi": words, "en": words}


def _kind(lane: int) -> str:
    return f"agency_{lane}"
