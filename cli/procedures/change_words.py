"""The words in which `lienthong procedures diff` answers, in both languages."""

from collections.abc import Mapping
from datetime import datetime

from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text

_WEEKDAYS = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

TOPIC = Text(vi="Nội dung", en="Topic")
WHERE = Text(vi="Ở đâu", en="Where")
OLD = Text(vi="Trước", en="Before")
NEW = Text(vi="Sau", en="After")
RECEIVED = Text(vi="Nhận hồ sơ", en="Received")
STEP = Text(vi="Bước", en="Step")
MOVED = Text(vi="Chênh lệch", en="Moved")
PROMISED = Text(vi="Hẹn trả kết quả", en="Promised")
SAME = Text(vi="như cũ", en="the same")
DAYS = Text(vi="{:+d} ngày", en="{:+d} d")
HOURS = Text(vi="{:+.1f} giờ", en="{:+.1f} h")
NOTHING = Text(vi="Không có gì thay đổi.", en="Nothing changes.")
REFUSED = Text(vi="không nhận: {}", en="not taken: {}")
NO_PROCEDURE = Text(vi="{} không có thủ tục nào", en="{} defines no procedure")
UNSURE = Text(vi="“?”: căn cứ chưa được xác minh đầy đủ.", en="“?”: a basis that is not fully verified.")
RECEIPTS = Text(
    vi="Mỗi bước dùng hết thời hạn; ngày nhận lấy từ các ví dụ, và mỗi ngày trong tuần trước ngày nghỉ lễ đầu tiên.",
    en="Each step takes its whole limit; received as in the worked examples, and on each weekday before the next holiday.",
)

FIELDS: Mapping[str, Text] = {
    "name": Text(vi="tên", en="name"),
    "step": Text(vi="bước", en="step"),
    "within": Text(vi="thời hạn", en="limit"),
    "within_when": Text(vi="thời hạn nếu", en="limit if"),
    "counting": Text(vi="cách tính", en="counting"),
    "cut_off": Text(vi="giờ chốt", en="cut-off"),
    "covers": Text(vi="các bước trong tổng thời hạn", en="steps under the total"),
    "agency": Text(vi="cơ quan", en="agency"),
    "part": Text(vi="vai trò", en="part"),
    "lead": Text(vi="chủ trì", en="lead"),
    "reception": Text(vi="nơi tiếp nhận", en="reception"),
    "needs": Text(vi="chờ", en="needs"),
    "join": Text(vi="chờ tất cả hay một", en="join"),
    "others": Text(vi="nhánh không còn cần thiết", en="branches not needed any more"),
    "when": Text(vi="khi", en="when"),
    "returns": Text(vi="có thể trả về", en="may return to"),
    "on_silence": Text(vi="im lặng là", en="silence means"),
    "run": Text(vi="tự động", en="automatic"),
    "may": Text(vi="được dùng", en="may use"),
    "notice_days": Text(vi="báo trước (ngày)", en="days of notice"),
    "suspension": Text(vi="lý do tạm dừng", en="suspension"),
    "effect": Text(vi="tác động", en="effect"),
    "max": Text(vi="số lần", en="how often"),
    "applies_to": Text(vi="áp dụng cho", en="for"),
    "at_most": Text(vi="gia hạn tối đa", en="at most"),
    "extension": Text(vi="gia hạn", en="extension"),
    "on_expiry": Text(vi="khi quá hạn bổ sung", en="on expiry"),
    "ended_by": Text(vi="kết thúc bởi", en="ended by"),
    "applicant_term": Text(vi="hạn của người nộp", en="applicant's term"),
    "applicant_term_when": Text(vi="hạn của người nộp nếu", en="applicant's term if"),
    "ask_within": Text(vi="phải yêu cầu trong", en="to be asked within"),
    "tell_within": Text(vi="phải thông báo kết quả trong", en="the outcome to be told within"),
    "requires": Text(vi="cần", en="requires"),
    "produces": Text(vi="tạo ra", en="produces"),
    "document": Text(vi="giấy tờ", en="document"),
    "required": Text(vi="bắt buộc", en="required"),
    "source": Text(vi="nguồn", en="source"),
    "legal_basis": Text(vi="căn cứ", en="legal basis"),
    "title": Text(vi="tên", en="title"),
    "code": Text(vi="mã thủ tục", en="code"),
    "calendar": Text(vi="lịch", en="calendar"),
    "dossier_code": Text(vi="mã hồ sơ", en="dossier code"),
    "form_set": Text(vi="bộ biểu mẫu", en="form set"),
    "retention": Text(vi="thời hạn lưu trữ (năm)", en="retention period (years)"),
    "effective": Text(vi="áp dụng", en="in force"),
    "fact": Text(vi="thông tin", en="fact"),
    "fee": Text(vi="phí, lệ phí", en="fee"),
    "published": Text(vi="thời hạn công bố", en="published term"),
    "before_event": Text(vi="nộp trước sự kiện", en="handed in before the event"),
    "after_event": Text(vi="nộp sau sự kiện", en="handed in after the event"),
    "after_event_published": Text(
        vi="nộp sau sự kiện, theo văn bản khác", en="handed in after the event, otherwise read"
    ),
    "territory": Text(vi="địa bàn", en="territory"),
    "running_cases": Text(vi="hồ sơ đang giải quyết", en="running cases"),
    "field": Text(vi="trường", en="field"),
}


def field_words(field: str, language: str) -> str:
    """The name of a field; of a variant of a limit with its condition."""
    name, _, condition = field.partition(" ")
    said = FIELDS[name].in_language(language) if name in FIELDS else name
    return f"{said} {condition}".strip()


def at_words(at: datetime | None, language: str) -> str:
    """`T2 24/08/2026 09:00`, in the time of Vietnam; nothing where there is no date."""
    if at is None:
        return "–"
    local = to_datetime(to_instant(at))
    return f"{_WEEKDAYS[language][local.weekday()]} {local:%d/%m/%Y %H:%M}"


def moved_words(old: datetime | None, new: datetime | None, language: str) -> str:
    """By how much a date moves: in days if the day moves, else in hours."""
    if old is None or new is None:
        return ""
    if old == new:
        return SAME.in_language(language)
    days = (to_datetime(to_instant(new)).date() - to_datetime(to_instant(old)).date()).days
    if days:
        return DAYS.in_language(language).format(days)
    return HOURS.in_language(language).format((new - old).total_seconds() / 3600)
