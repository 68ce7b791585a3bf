"""The labels that only pictures need, in both languages; the words of statuses are the core's (`engine.core.words`)."""

from datetime import datetime

from engine.core.definition import LegalBasis
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text

AND = Text(vi="và", en="and")
AS_OF = Text(vi="Tính đến", en="As of")
AUTOMATIC = Text(vi="Tự động", en="Automatic")
CALENDAR_TOTAL = Text(vi="Tổng thời hạn", en="Total limit")
CASE_CLOSED = Text(vi="Kết thúc", en="Closed")
CLAIMED_BY = Text(vi="Người xử lý", en="Handled by")
CRITICAL_PATH = Text(vi="Đường găng", en="Critical path")
DECLARED = Text(vi="Bước", en="Step")
DOCUMENT = Text(vi="Giấy tờ được tạo ra", en="Document produced")
DUE = Text(vi="Hẹn", en="Due")
DUE_CASE = Text(vi="Hẹn trả kết quả", en="Promised")
DUE_IF_RESUMED = Text(vi="Nếu tiếp ngay", en="If resumed now")
DUE_NOW = Text(vi="Hạn hiện tại", en="Due now")
ELSE_LIMIT = Text(vi="nếu", en="if")
EFFECTIVE = Text(vi="Áp dụng", en="In force")
EFFECTIVE_FROM = Text(vi="từ", en="from")
EFFECTIVE_TO = Text(vi="đến", en="to")
FINISHED = Text(vi="Xong", en="Finished")
LEGAL_BASIS = Text(vi="Căn cứ", en="Legal basis")
LEGEND = Text(vi="Chú giải", en="Legend")
LIMIT = Text(vi="Thời hạn", en="Time limit")
MODE = Text(vi="Cách làm", en="Done")
NOT = Text(vi="không", en="not")
NOT_RECEIVED = Text(vi="Chưa có mã hồ sơ", en="No dossier code yet")
OPTIONAL = Text(vi="Tùy trường hợp", en="If needed")
OR = Text(vi="hoặc", en="or")
PROJECTED = Text(vi="Dự kiến", en="Projected")
PROJECTED_LATE = Text(vi="trễ hạn", en="late")
RECEIVED = Text(vi="Tiếp nhận", en="Received")
REFUSED_AT = Text(vi="Từ chối", en="Refused")
RESULT = Text(vi="Kết quả", en="Result")
STOPPED_STEP = Text(vi="Dừng lại", en="Stopped")
SUBMITTED = Text(vi="Nộp hồ sơ", en="Submitted")
SUPPLEMENT_RULE = Text(vi="Bổ sung", en="Supplement")
SUSPENDED_FROM = Text(vi="từ", en="from")
SUSPENDED_NOW = Text(vi="đến nay", en="until now")
SUSPENDED_TERM = Text(vi="Hạn bổ sung", en="Answer due")
SUSPENDED_TO = Text(vi="đến", en="to")
SUSPENSION = Text(vi="Khoảng tạm dừng", en="Suspension")
SUSPENSION_EXPIRED = Text(vi="Quá hạn bổ sung", en="Term expired")
UNPROMISED = Text(vi="chưa hẹn", en="none yet")
VERSION = Text(vi="Phiên bản", en="Version")
WHEN = Text(vi="Khi", en="When")


def instant_words(at: datetime) -> str:
    """`04/09/2026 16:00`, in the time of Vietnam."""
    return f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}"


def basis_words(basis: LegalBasis, language: str) -> str:
    """`NĐ 301/2026/NĐ-CP, Điều 5`."""
    if basis.article is None:
        return basis.ref
    article = "article" if language == "en" else "Điều"
    return f"{basis.ref}, {article} {basis.article}"
