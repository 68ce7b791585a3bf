"""Why a file is not taken: a stable code, and words that say what to send instead."""

from collections.abc import Mapping
from enum import StrEnum

from engine.core.errors import EngineError
from engine.core.values import Text
from engine.service.file_ports import MAX_FILE_BYTES, MAX_PIXELS

_MEGABYTES = MAX_FILE_BYTES // 1024**2
_MEGAPIXELS = MAX_PIXELS // 1_000_000


class FileFault(StrEnum):
    """The codes are part of the API."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    KIND_UNKNOWN = "file_kind_unknown"
    NAME_MISLEADS = "file_name_misleads"
    DISGUISED = "file_disguised"
    ENCRYPTED = "file_encrypted"
    TOO_MANY_PIXELS = "file_too_many_pixels"
    MALWARE = "malware_found"
    TOO_MANY = "too_many_files"
    NOT_KEPT = "file_not_kept"


class FileRefused(EngineError):
    """A file cannot be taken; the words say why, and what to send instead."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(WORDS[fault])
        self.fault = fault


TITLES: Mapping[str, Text] = {
    FileFault.EMPTY: Text(vi="Tệp trống", en="The file is empty"),
    FileFault.TOO_LARGE: Text(vi="Tệp quá lớn", en="The file is too large"),
    FileFault.KIND_UNKNOWN: Text(vi="Loại tệp không được nhận", en="Not a kind of file that is taken"),
    FileFault.NAME_MISLEADS: Text(vi="Tên tệp không khớp nội dung", en="The file's name misleads"),
    FileFault.DISGUISED: Text(vi="Tệp chứa nội dung của loại khác", en="The file is of two kinds at once"),
    FileFault.ENCRYPTED: Text(vi="Tệp PDF có mật khẩu", en="The PDF is encrypted"),
    FileFault.TOO_MANY_PIXELS: Text(vi="Ảnh có quá nhiều điểm ảnh", en="The picture has too many pixels"),
    FileFault.MALWARE: Text(vi="Tệp có mã độc", en="Malware was found"),
    FileFault.TOO_MANY: Text(vi="Quá nhiều tệp", en="Too many files"),
    FileFault.NOT_KEPT: Text(vi="Chưa có tệp này", en="No such file"),
}
WORDS: Mapping[FileFault, Text] = {
    FileFault.EMPTY: Text(vi="Tệp trống: hãy chọn lại tệp.", en="The file is empty: choose it again."),
    FileFault.TOO_LARGE: Text(
        vi=f"Tệp quá lớn: mỗi tệp tối đa {_MEGABYTES} MB. Hãy chụp lại với cỡ nhỏ hơn, hoặc nộp tại bộ phận một cửa.",
        en=f"The file is too large: at most {_MEGABYTES} MB each. Take a smaller picture, or hand it in at the counter.",
    ),
    FileFault.KIND_UNKNOWN: Text(
        vi="Chỉ nhận tệp PDF, ảnh JPEG hoặc PNG còn nguyên vẹn; nội dung tệp này không phải. Hãy chụp lại hoặc chọn tệp "
        "khác.",
        en="Only whole PDF, JPEG or PNG files are taken; what is in this one is none of them. Take the picture again or "
        "choose another file.",
    ),
    FileFault.NAME_MISLEADS: Text(
        vi="Đuôi tên tệp nói một loại khác với nội dung bên trong: hãy đặt lại đúng đuôi (.pdf, .jpg, .png) rồi gửi lại.",
        en="The ending of the file's name says another kind than its content is: give it the right one (.pdf, .jpg, .png) "
        "and send it again.",
    ),
    FileFault.DISGUISED: Text(
        vi="Trong tệp còn có nội dung của một loại khác (trang web, kịch bản, tệp nén): hãy quét hoặc chụp lại giấy tờ.",
        en="The file also holds something of another kind (a web page, a script, an archive): scan or photograph the "
        "paper again.",
    ),
    FileFault.ENCRYPTED: Text(
        vi="Tệp PDF được đặt mật khẩu hoặc mã hóa nên cơ quan không mở được: hãy bỏ mật khẩu rồi gửi lại.",
        en="The PDF is encrypted or has a password, so no agency can open it: take that off and send it again.",
    ),
    FileFault.TOO_MANY_PIXELS: Text(
        vi=f"Ảnh khai cỡ quá lớn: tối đa {_MEGAPIXELS} triệu điểm ảnh. Hãy chụp lại với cỡ nhỏ hơn.",
        en=f"The picture says it is too large: at most {_MEGAPIXELS} million pixels. Take a smaller one.",
    ),
    FileFault.MALWARE: Text(
        vi="Hệ thống quét phát hiện mã độc trong tệp: tệp không được nhận và không được lưu. Hãy quét máy của mình rồi gửi "
        "tệp khác.",
        en="The scanner has found malware in the file: it was not taken and not kept. Check your device and send another "
        "file.",
    ),
    FileFault.TOO_MANY: Text(
        vi="Ở đây đã có quá nhiều tệp: hãy nộp tại bộ phận một cửa.",
        en="There are too many files here already: hand it in at the counter.",
    ),
    FileFault.NOT_KEPT: Text(
        vi="Tệp được nêu chưa được tải lên cho hồ sơ này, hoặc đã quá hạn chờ: hãy tải lên lại rồi gửi lại lệnh.",
        en="The file that is named was not uploaded for this case, or has waited too long: upload it again, then send "
        "the command.",
    ),
}
