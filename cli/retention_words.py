"""What `lienthong retention` says, in both languages."""

from engine.core.retention import RetentionActKind
from engine.core.values import Text
from engine.service.purge_case import Outcome

HEADINGS = (
    Text(vi="hồ sơ", en="case"),
    Text(vi="mã hồ sơ", en="dossier code"),
    Text(vi="thủ tục", en="procedure"),
    Text(vi="kết thúc", en="closed"),
    Text(vi="lưu đến hết", en="kept until the end of"),
    Text(vi="tình trạng", en="state"),
)
ACT_HEADINGS = (
    Text(vi="hồ sơ", en="case"),
    Text(vi="việc", en="act"),
    Text(vi="lúc", en="at"),
    Text(vi="người thực hiện", en="by"),
    Text(vi="lý do", en="reason"),
    Text(vi="căn cứ", en="basis"),
)
OUTCOMES = {
    Outcome.DUE: Text(vi="hết thời hạn lưu trữ", en="past its period"),
    Outcome.PURGED: Text(vi="đã tiêu hủy dữ liệu cá nhân", en="personal data purged"),
    Outcome.HELD: Text(vi="đang tạm giữ theo quy định", en="under legal hold"),
    Outcome.UNDELIVERED: Text(vi="còn thông điệp chưa gửi", en="a message is undelivered"),
    Outcome.OPEN: Text(vi="đang giải quyết", en="still open"),
    Outcome.DIFFERS: Text(vi="không khớp, cần xem lại; chưa thay đổi gì", en="differs, look at it; nothing changed"),
    Outcome.DONE_BEFORE: Text(vi="đã tiêu hủy từ trước", en="purged before"),
    Outcome.RECORDED: Text(vi="đã ghi lại", en="recorded again"),
    Outcome.MISSING: Text(vi="không có hồ sơ này", en="there is no such case"),
}
ACTS = {
    RetentionActKind.HOLD: Text(vi="tạm giữ", en="hold"),
    RetentionActKind.RELEASE: Text(vi="thôi giữ", en="release"),
    RetentionActKind.PURGE: Text(vi="tiêu hủy", en="purge"),
}
NOTHING = Text(
    vi="không có hồ sơ nào hết thời hạn lưu trữ đã khai báo", en="no case is past a declared retention period"
)
NO_ACTS = Text(vi="chưa có việc nào được ghi", en="nothing is on record")
SUM = Text(vi="đã tiêu hủy dữ liệu cá nhân của {count} hồ sơ", en="personal data of {count} cases purged")
WOULD = Text(
    vi="{count} hồ sơ hết thời hạn; chưa thay đổi gì", en="{count} cases are past their period; nothing was changed"
)
LOG_KEPT = Text(
    vi="nhật ký ghi trước của SQLite còn dữ liệu cũ vì đang có người đọc; hãy chạy lại khi không ai đọc",
    en="SQLite's write-ahead log still has what was there, because somebody reads; run it again when nobody does",
)
DONE = Text(vi="đã ghi: {act} {case}", en="recorded: {act} {case}")
UNREADABLE = Text(
    vi="dòng {line} không phải là một việc đã ghi của `retention acts --json`",
    en="line {line} is no act as `retention acts --json` writes it",
)
EMPTY = Text(vi="không được để trống", en="must not be empty")
