"""The words of the pictures of many cases: where they are, how timely they were, and how that went week by week."""

from engine.core.values import Text

HERE = Text(vi="{n} việc đang ở đây", en="{n} here now")
AT_STEPS = Text(vi="Việc đang ở các bước", en="At the steps now")
LATE = Text(vi="Quá hạn", en="Late")
DUE_SOON = Text(vi="Sắp đến hạn", en="Due soon")
SUSPENDED = Text(vi="Tạm dừng", en="Suspended")
MEDIAN = Text(vi="Trung vị", en="Median")
P90 = Text(vi="P90", en="P90")
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
WEEK_OF = Text(vi="tuần từ", en="week from")
