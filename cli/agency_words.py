"""The words in which `lienthong agencies` answers, in both languages."""

from datetime import date

from engine.core.values import Text

NOBODY = Text(
    vi="ngày {day} không có cơ quan loại {kind} nào cho {place}", en="no agency of kind {kind} for {place} on {day}"
)
SYSTEM = Text(vi=", trên hệ thống {}", en=", in the system {}")
MIRRORED = Text(vi=" (của Bộ; ở đây chỉ phản ánh lại)", en=" (a ministry's; here it is mirrored)")
TRANSFER_HEADINGS = (
    Text(vi="hồ sơ", en="case"),
    Text(vi="bước", en="step"),
    Text(vi="từ cơ quan", en="from"),
    Text(vi="sang cơ quan", en="to"),
)
RECORDED = Text(vi="đã ghi nhận", en="recorded")
DECIDE = Text(vi="cần quyết định", en="decide")
COUNTER = Text(vi="(nơi tiếp nhận)", en="(counter)")
TRANSFER_SUMS = Text(
    vi="Đã xem {looked_at} hồ sơ đang giải quyết; đã chuyển giao {recorded}; cần quyết định {to_decide}.",
    en="open cases looked at: {looked_at}; transferred: {recorded}; to be decided: {to_decide}",
)


def unknown_name(name: str) -> Text:
    """Of a kind of agency or a territory."""
    return Text(vi=f"danh mục không có `{name}`", en=f"the directory does not know `{name}`")


def no_date(text: str) -> Text:
    """Of what stands where a day is asked for."""
    return Text(
        vi=f"`{text}` không phải là ngày, hãy viết như 2025-07-01", en=f"`{text}` is no date, write e.g. 2025-07-01"
    )


def not_come(day: date) -> Text:
    """Of a day on which nothing can be recorded yet."""
    return Text(
        vi=f"ngày {day} chưa đến: chỉ xem trước được bằng --dry-run",
        en=f"{day} has not come: only --dry-run can ask of it",
    )
