"""The words of the pictures of many cases: where they are, how timely they were, and how that went week by week."""

from engine.core.values import Text

HERE = Text(vi="{n} việc đang ở đây", en="{n} here now")
AT_STEPS = Text(vi="Số bước đang xử lý, đang chờ", en="Steps going on, waits included")
LATE = Text(vi="Quá hạn", en="Late")
DUE_SOON = Text(vi="Sắp đến hạn", en="Due soon")
SUSPENDED = Text(vi="Tạm dừng", en="Suspended")
MEDIAN = Text(vi="Một nửa xong trong", en="Half within")
P90 = Text(vi="9/10 xong trong", en="9 in 10 within")
BOTTLENECK = Text(vi="Nút thắt", en="Bottleneck")
LEVELS = (
    Text(vi="Không có việc nào", en="Nothing here"),
    Text(vi="Đến 1/4 bước đông nhất", en="Up to a quarter of the busiest step"),
    Text(vi="Đến 1/2 bước đông nhất", en="Up to a half of the busiest step"),
    Text(vi="Đến 3/4 bước đông nhất", en="Up to three quarters of the busiest step"),
    Text(vi="Trên 3/4 bước đông nhất", en="More than three quarters of the busiest step"),
)
TIMELY = Text(vi="Trước hạn, đúng hạn, quá hạn theo bước", en="Early, on time and late by step")
EARLY = Text(vi="Trước hạn", en="Early")
ON_TIME = Text(vi="Đúng hạn", en="On time")
WAITS_OUT = Text(vi="không tính thời gian chờ", en="waits left out")
WAITS_IN = Text(vi="tính cả thời gian chờ", en="waits left in")
NONE_PASSED = Text(vi="chưa có việc nào xong", en="nothing done yet")
TREND = Text(vi="Diễn biến theo tuần", en="Week by week")
RECEIVED = Text(vi="Tiếp nhận", en="Received")
FINISHED = Text(vi="Kết thúc", en="Finished")
FINISHED_LATE = Text(vi="Kết thúc quá hạn", en="Finished late")
BACKLOG = Text(vi="Còn lại cuối tuần", en="Left at the end of the week")
COUNTS_CASES = Text(
    vi="Mỗi số đếm hồ sơ do đơn vị tiếp nhận. Tiếp nhận: nhận trong tuần. Kết thúc: có kết quả hoặc dừng trong tuần. Kết "
    "thúc quá hạn: trong số đó, xong sau hạn theo luật. Còn lại: đã nhận mà chưa kết thúc khi hết tuần.",
    en="Each number counts cases that the unit received. Received: in the week. Finished: ended in the week, with a result or "
    "without. Finished late: of these, after the law's limit. Left: received and not ended when the week was over.",
)
STEPS_CAME = Text(vi="Bước chuyển đến", en="Steps that came")
STEPS_DONE = Text(vi="Bước đã xong", en="Steps done")
STEPS_DONE_LATE = Text(vi="Bước xong quá hạn", en="Steps done late")
STEPS_LEFT = Text(vi="Bước chưa xong cuối tuần", en="Steps not done at the end of the week")
COUNTS_STEPS = Text(
    vi="Mỗi số đếm bước do đơn vị giải quyết; một hồ sơ có thể có nhiều bước. Bước chuyển đến: đến lượt đơn vị trong tuần. "
    "Bước đã xong: kết thúc trong tuần. Bước xong quá hạn: trong số đó, xong sau hạn của bước. Bước chưa xong: đã đến mà chưa "
    "xong khi hết tuần, kể cả đang tạm dừng.",
    en="Each number counts steps that the unit does; a case may have several. Steps that came: in the week. Steps done: ended "
    "in the week. Steps done late: of these, after the step's limit. Steps not done: came and not ended when the week was over, "
    "suspended ones included.",
)
WEEK_OF = Text(vi="tuần từ", en="week from")
