"""The words of the tables that are drawn into READMEs, Vietnamese and English side by side."""

from collections.abc import Mapping

from engine.core.basis_words import is_numbered
from engine.core.clock_rules import AppliesTo, OnExpiry
from engine.core.definition_basics import Certainty
from engine.core.legal_time import ClockEffect, Convention
from engine.core.values import Text


def article(written: str | None, language: str) -> str:
    """`art. 5(2)`, `Điều 5(2)`; another place of a document bears its own name."""
    if written is None:
        return ""
    return f"{_ARTICLE.in_language(language)} {written}" if is_numbered(written) else written


_ARTICLE = Text(vi="Điều", en="art.")

STEP_HEAD = Text(
    vi="Bước|Cơ quan|Thời hạn|Cách tính|Căn cứ|Mức độ chắc chắn", en="Step|Agency|Limit|Counted|Article|Certainty"
)
WAIT_HEAD = Text(
    vi="Tạm dừng|Ở bước|Thời hạn của người nộp|Khi quá hạn|Thời hạn giải quyết|Căn cứ|Mức độ chắc chắn",
    en="Waiting|In the step|Term|If it passes|Clock|Article|Certainty",
)
EXTENSION_HEAD = Text(
    vi="Gia hạn|Ở bước|Khi nào|Số lần|Thay đổi|Căn cứ|Mức độ chắc chắn",
    en="Extension|In the step|When|How often|Moves|Article|Certainty",
)
FEE_HEAD = Text(vi="Phí, lệ phí|Mức thu|Căn cứ|Mức độ chắc chắn", en="Fee|Amount|Article|Certainty")

AUTOMATIC = Text(vi="tự động", en="automatic")
IF = Text(vi="nếu {condition}", en="if {condition}")
NO_LIMIT = Text(vi="không quy định: {why}", en="none: {why}")
LIMIT_IF = Text(vi="{limit} nếu {condition}", en="{limit} if {condition}")
ANSWERED = Text(vi="hệ thống của cơ quan báo nhận trong {within}", en="its system acknowledges within {within}")
CONSENT = Text(vi="không trả lời coi như đồng ý", en="silence counts as agreement")
REFUSAL = Text(vi="không trả lời coi như từ chối", en="silence counts as refusal")
MAY_RETURN = Text(vi="– có thể trả về “{step}”: {why}", en="– may go back to “{step}”: {why}")
TOTAL = Text(vi="Toàn bộ", en="Total")
TOTAL_OF = Text(vi="Toàn bộ các bước: {steps}", en="Total of: {steps}")
CUT_OFF = Text(vi="– giờ chốt tiếp nhận", en="– the cut-off")
CUT_OFF_AFTER = Text(vi="nhận sau {at}", en="received after {at}")
CUT_OFF_COUNTS = Text(vi="từ ngày làm việc tiếp theo", en="from the next working day")
PUBLISHED = Text(vi="Thời hạn được công bố", en="Published term")
APPLICANT = Text(vi="người nộp", en="the applicant")
AT_LEAST = Text(vi="ít nhất {limit} trước đó", en="at least {limit} before")
EXEMPT = Text(vi="miễn nếu {condition}", en="exempt if {condition}")
BACKWARDS = Text(vi="tính ngược, theo ngày tròn", en="backwards, by whole days")

ASKED_WITHIN = Text(vi="yêu cầu trong {limit}", en="asked within {limit}")
ONCE = Text(vi="một lần", en="once")
TIMES = Text(vi="không quá {times} lần", en="at most {times} times")
NO_TERM = Text(vi="không quy định", en="none written")
BY_AGENCY = Text(vi="không có; cơ quan ghi nhận khi hết chờ", en="none; the agency notes its end")
TOLD_WITHIN = Text(vi="thông báo lý do trong {limit}", en="the reason told within {limit}")
EXPIRY: Mapping[OnExpiry, Text] = {
    OnExpiry.STOP: Text(vi="dừng giải quyết hồ sơ", en="the case is stopped"),
    OnExpiry.REFUSE: Text(vi="từ chối ở bước này", en="the step is refused"),
    OnExpiry.NOTHING: Text(vi="bước tiếp tục", en="the step goes on"),
}
EFFECT: Mapping[ClockEffect, Text] = {
    ClockEffect.SUSPEND: Text(vi="tạm dừng", en="suspended"),
    ClockEffect.RESTART: Text(vi="tính lại từ đầu", en="counted anew"),
    ClockEffect.NONE: Text(vi="vẫn tính", en="runs on"),
}
TOTAL_TOO = Text(vi="cả thời hạn toàn bộ", en="the total, too")

NO_NOTICE = Text(vi="trước khi hết hạn", en="before the due date")
DAY_BEFORE = Text(vi="chậm nhất 1 ngày trước khi hết hạn", en="at the latest the day before the due date")
DAYS_BEFORE = Text(vi="chậm nhất {days} ngày trước khi hết hạn", en="at the latest {days} days before the due date")
AT_MOST = Text(vi="không quá {limit}", en="at most {limit}")
AS_LONG_AGAIN = Text(vi="bằng thời hạn ban đầu", en="as long again")
MOVES: Mapping[AppliesTo, Text] = {
    AppliesTo.STEP: Text(vi="hạn của bước", en="the step's due date"),
    AppliesTo.TOTAL: Text(vi="hạn của toàn bộ", en="the total's due date"),
    AppliesTo.BOTH: Text(vi="hạn của bước và của toàn bộ", en="the due date of the step and of the total"),
}
NOT_FIXED = Text(vi="không cố định", en="not fixed here")

COUNTING: Mapping[Convention, Text] = {
    Convention.ELAPSED: Text(vi="đến từng giây", en="elapsed"),
    Convention.STATUTORY: Text(vi="theo ngày tròn", en="statutory"),
}
CERTAINTY: Mapping[Certainty, Text] = {
    Certainty.VERIFIED: Text(vi="đã đọc văn bản gốc", en="verified"),
    Certainty.SECONDARY: Text(vi="theo nguồn thứ cấp", en="secondary"),
    Certainty.UNVERIFIED: Text(vi="chưa kiểm chứng", en="unverified"),
}
