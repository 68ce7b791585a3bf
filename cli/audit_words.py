"""What `lienthong audit` says, in both languages."""

from engine.core.values import Text
from engine.service.verify_audit import Wrong

HEADINGS = (
    Text(vi="lúc", en="at"),
    Text(vi="việc", en="what"),
    Text(vi="tài khoản", en="account"),
    Text(vi="hồ sơ", en="case"),
    Text(vi="về", en="about"),
    Text(vi="kết quả", en="outcome"),
    Text(vi="từ", en="from"),
)
WRONG = {
    Wrong.BLOCK_MISSING: Text(vi="thiếu khối", en="the block is missing"),
    Wrong.BLOCK_CHANGED: Text(vi="khối bị sửa", en="the block was changed"),
    Wrong.SEALS_CHANGED: Text(vi="các niêm phong trong khối bị sửa", en="the seals of the block were changed"),
    Wrong.SCHEME_UNKNOWN: Text(
        vi="khối do phiên bản phần mềm khác ghi", en="the block was written by another version of the product"
    ),
    Wrong.ROW_CHANGED: Text(vi="nội dung bị sửa", en="changed"),
    Wrong.ROW_MISSING: Text(vi="bị xóa", en="removed"),
    Wrong.ROW_UNSEALED: Text(vi="bị chèn thêm", en="slipped in"),
    Wrong.EVENT_SKIPPED: Text(
        vi="sự kiện ngay trước đó không còn khi niêm phong", en="the event before it was gone when it was sealed"
    ),
    Wrong.PURGE_FORGED: Text(
        vi="ghi là đã tiêu hủy nhưng không như việc tiêu hủy để lại",
        en="on record as purged, and not as a purge leaves it",
    ),
    Wrong.HEAD_UNKNOWN: Text(
        vi="không có mã đã cho trong chuỗi: chuỗi bị cắt hoặc viết lại",
        en="the given hash is not in the chain: it was cut off or written anew",
    ),
}
BLOCK = Text(vi="khối {}", en="block {}")
EVENT = Text(vi="hồ sơ {}, sự kiện {}", en="case {}, event {}")
ROW = Text(vi="bảng {}, dòng {} {}", en="table {}, row {} {}")
MORE = Text(vi="… và {} chỗ khác", en="… and {} more")
WHOLE = Text(
    vi="toàn vẹn: {blocks} khối, {rows} mục; mã của khối mới nhất ({number}): {hash}",
    en="whole: {blocks} blocks, {rows} seals; the hash of the newest ({number}): {hash}",
)
EMPTY = Text(vi="chưa có khối nào; hãy chạy `lienthong audit seal`", en="no block yet; run `lienthong audit seal`")
BROKEN = Text(vi="KHÔNG toàn vẹn: {count} chỗ sai", en="NOT whole: {count} differences")
PURGED = Text(
    vi="đã tiêu hủy theo quy định: {count} sự kiện, trong đó {fresh} chưa niêm phong lại",
    en="lawfully purged: {count} events, {fresh} of them not sealed anew yet",
)
UNSEALED = Text(
    vi="chưa niêm phong: {cases} hồ sơ có sự kiện mới, {rows} mục khác, từ {since}",
    en="not sealed yet: {cases} cases with new events, {rows} other entries, since {since}",
)
SEALED = Text(vi="đã niêm phong {rows} mục trong {blocks} khối", en="{rows} entries sealed in {blocks} blocks")
CHECKING = Text(vi="đang kiểm tra các khối", en="checking blocks")
NO_HASH = Text(
    vi="mã của khối có 64 chữ số thập lục phân, như `lienthong audit head` in ra",
    en="a block's hash has 64 hexadecimal digits, as `lienthong audit head` prints them",
)
NO_BLOCK = Text(vi="không có khối {}; khối mới nhất là {}", en="there is no block {}; the newest is {}")
NEXT = Text(vi="tiếp: --after {}", en="next: --after {}")
NO_ENTRIES = Text(vi="không có mục nào", en="no entries")
CURSOR = Text(vi="không phải mã trang mà lệnh này đã in ra", en="this is no page that this command has printed")
