"""The words that only the picture of who held a case needs."""

from engine.core.values import Text

TITLE = Text(vi="Ai giữ hồ sơ, từ lúc nào đến lúc nào", en="Who held the case, from when until when")
INTAKE = Text(vi="Tiếp nhận hồ sơ", en="Receipt of the dossier")
STILL = Text(vi="đến nay", en="until now")
STILL_HELD = Text(vi="đang giữ", en="has it still")
EXPECTED = Text(vi="dự kiến", en="expected")
LATE_BY = Text(vi="quá hạn {span} tính cả ngày đêm, từ {since}", en="late by {span}, day and night, since {since}")
NOBODY = Text(vi="Chưa xác định cơ quan", en="No agency yet")
RUN = Text(vi="lần {n}", en="run {n}")
NOW = Text(vi="Thời điểm đang xem", en="The instant it is looked at")
PROMISE = Text(vi="Hẹn trả kết quả", en="Promised")
DUE = Text(vi="Hạn của bước", en="Due date of the step")
DONE = Text(vi="Đã giữ", en="Held")
HELD = Text(vi="Đang giữ", en="Holds it now")
AWAITED = Text(vi="Dự kiến", en="Expected")
STOPPED = Text(vi="Tạm dừng tính thời hạn", en="Suspended, the time limit stands still")
NOTED = Text(vi="Chờ, thời hạn vẫn chạy", en="Waits, the time limit runs on")
LATE = Text(vi="Quá hạn", en="Late")
COLUMNS = (
    Text(vi="Cơ quan", en="Agency"),
    Text(vi="Bước", en="Step"),
    Text(vi="Từ", en="From"),
    Text(vi="Đến", en="To"),
    Text(vi="Hạn", en="Due"),
    Text(vi="Chờ", en="Waits"),
    Text(vi="Quá hạn", en="Late"),
    Text(vi="Thời gian dư", en="Slack"),
)
