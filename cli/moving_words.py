"""What the commands that carry a ledger say, in both languages."""

from engine.core.values import Text

EXPORTING = Text(vi="đang xuất", en="exporting")
IMPORTING = Text(vi="đang nhập", en="importing")
BACKING_UP = Text(vi="đang sao lưu", en="backing up")
RESTORING = Text(vi="đang khôi phục", en="restoring")
VERIFYING = Text(vi="đang kiểm tra", en="checking")
EXPORTED = Text(
    vi="đã xuất {rows} dòng, trong đó {events} sự kiện, vào {file}",
    en="{rows} rows, {events} of them events, written to {file}",
)
IMPORTED = Text(
    vi="đã nhập {rows} dòng, trong đó {events} sự kiện, từ {file}; hãy khởi động API và dispatcher",
    en="{rows} rows, {events} of them events, taken in from {file}; start the API and the dispatchers",
)
BACKED_UP = Text(vi="đã sao lưu vào {file}", en="backed up to {file}")
VERIFIED = Text(vi="{file} nguyên vẹn, mọi sự kiện đều đọc được", en="{file} is whole, and every event can be read")
RESTORED = Text(
    vi="đã khôi phục từ {file}; hãy khởi động API và dispatcher",
    en="restored from {file}; start the API and the dispatchers",
)
NOT_ENTERED = Text(
    vi="việc này chưa được ghi vào nhật ký kiểm tra: {why}", en="this was not entered in the audit trail: {why}"
)
KEPT_ASIDE = Text(vi="dữ liệu trước đó được giữ ở {kept}", en="what was there before is kept at {kept}")
FILES_PACKED = Text(vi="{files} tệp giấy tờ vào {place}", en="{files} files of papers written to {place}")
FILES_WHOLE = Text(vi="{place}: {files} tệp nguyên vẹn", en="{place}: {files} files, all whole")
FILES_PUT_BACK = Text(
    vi="đã đặt lại {files} tệp giấy tờ từ {place}", en="{files} files of papers put back from {place}"
)
FILES_MISSING = Text(
    vi="{files} tệp mà sổ cái nêu không có trong kho tệp; `lienthong doctor` liệt kê từng tệp",
    en="{files} files that the ledger names are not in the store; `lienthong doctor` lists them",
)
