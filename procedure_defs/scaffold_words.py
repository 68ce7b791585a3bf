"""What a new procedure says to its author, in the language of the author; titles for citizens are in both languages."""

from engine.core.values import Text

HEAD = Text(
    vi="# Bản nháp. Điền vào những chỗ có dấu “…”, rồi chạy: lienthong procedures validate, lint, test, graph.",
    en="# A draft. Fill in what stands in quotes with dots, then: lienthong procedures validate, lint, test, graph.",
)
NAME_THE_LAW = Text(vi="ghi văn bản pháp luật và điều, khoản", en="name the legal document and its article")
TOTAL = Text(vi="# thời hạn hẹn với công dân", en="# what the citizen is promised")
SUSPENSIONS = Text(
    vi="# lý do tạm dừng tính thời hạn: mỗi lý do phải nêu căn cứ pháp lý cho phép",
    en="# what stops a limit: every suspension names the law that allows it",
)
EXAMPLES_HEAD = Text(
    vi="# Các ví dụ có ngày tháng và kết quả đúng luật. Hãy tự tính lại ngày theo luật trước khi tin vào chúng.",
    en="# Dated stories with the lawful outcome. Reckon the dates by hand from the law before you trust them.",
)
EXAMPLE = Text(vi="Hồ sơ thông thường", en="An ordinary case")
WHY = Text(
    vi="{days} ngày làm việc sau {received}, không tính ngày tiếp nhận. …",
    en="{days} working days after {received}, the day of receipt not counted. …",
)
README = (
    Text(
        vi="Bản nháp. *Mức xác minh*: **verified** = đã đọc trong văn bản pháp luật; **secondary** = đọc qua nguồn khác;",
        en="A draft. *Certainty*: **verified** = read in the text of the law; **secondary** = read in reports about it;",
    ),
    Text(vi="**unverified** = chưa đọc.", en="**unverified** = neither."),
)
README_READ = Text(vi="## Đã đọc luật như thế nào", en="## How these were read")
README_END = Text(
    vi="`worked_examples.yaml` có các ví dụ ghi ngày tháng và kết quả đúng luật của chúng.",
    en="`worked_examples.yaml` holds dated stories with their lawful outcome.",
)
