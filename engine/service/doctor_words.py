"""Everything the doctor can find: how grave it is, what it means, and how it is mended, in both languages."""

from collections.abc import Mapping

from engine.core.identifiers import CaseId
from engine.core.values import Instant, Text, Value
from engine.service.doctor_kinds import Gravity, Kind, kind_of
from engine.service.doctor_run_words import OF_PREFECT, WOKEN

__all__ = ["KINDS", "DoctorFinding", "Gravity"]


class DoctorFinding(Value):
    """One thing that was found; of a case, or of many. `detail` names fields, states and causes, never a person."""

    id: str
    case_id: CaseId | None = None
    about: str = ""
    """What it is about beside the case: a run, a message, a calendar, a system."""
    count: int = 1
    since: Instant | None = None
    until: Instant | None = None
    detail: str = ""
    explained: Text | None = None
    """What others said of it, where they say it in both languages."""

    @property
    def kind(self) -> Kind:
        return KINDS[self.id]


_FROM_BACKUP = (
    "khôi phục từ bản sao lưu, rồi đối chiếu với nhật ký",
    "restore from a backup, then compare with the logs",
)
_OF_THE_INSTALLATION: Mapping[str, Kind] = {
    "store-unusable": kind_of(
        Gravity.ERROR,
        ("không xem được cơ sở dữ liệu", "the database cannot be looked at"),
        ("làm theo điều được nêu, rồi chạy lại", "do what it says, then look again"),
    ),
    "trigger-missing": kind_of(
        Gravity.ERROR,
        (
            "thiếu trigger bảo vệ sổ cái: điều đã ghi có thể bị sửa",
            "a trigger that guards the ledger is gone: what is recorded could be changed",
        ),
        (
            "tìm ai đã gỡ nó; xuất sổ cái rồi nhập vào cơ sở dữ liệu mới",
            "find who took it away; export the ledger and import it into a new database",
        ),
    ),
    "table-differs": kind_of(
        Gravity.ERROR,
        ("bảng hoặc chỉ mục khác với phiên bản này khai báo", "a table or an index is not as this version declares it"),
        (
            "trả lại như cũ; nếu không, xuất sổ cái rồi nhập vào cơ sở dữ liệu mới",
            "put it back; else export the ledger and import it into a new database",
        ),
    ),
    "disk-low": kind_of(
        Gravity.WARNING,
        ("ổ đĩa của thư mục dữ liệu sắp đầy", "the disk of the data folder is nearly full"),
        ("dọn hoặc mở rộng ổ đĩa", "clear or enlarge it"),
    ),
    "disk-full": kind_of(
        Gravity.ERROR,
        ("ổ đĩa của thư mục dữ liệu gần như đã đầy", "the disk of the data folder is as good as full"),
        ("dọn hoặc mở rộng ổ đĩa ngay", "clear or enlarge it now"),
    ),
    "clock-skew": kind_of(
        Gravity.WARNING,
        ("đồng hồ máy này lệch với máy cơ sở dữ liệu", "the clock of this machine differs from the database's"),
        ("bật đồng bộ thời gian (NTP) trên cả hai máy", "keep the time of both machines (NTP)"),
    ),
    "clock-wrong": kind_of(
        Gravity.ERROR,
        ("đồng hồ máy này lệch nhiều với máy cơ sở dữ liệu", "the clock of this machine is far from the database's"),
        (
            "dừng nhận hồ sơ cho đến khi đồng bộ thời gian (NTP)",
            "take no dossiers until the time of both machines is kept (NTP)",
        ),
    ),
    "calendar-ends": kind_of(
        Gravity.WARNING,
        ("lịch sắp hết ngày đã biết", "a calendar knows few days more"),
        (
            "kéo dài lịch (docs/operations.md, “When a calendar ends too soon”)",
            "extend it (docs/operations.md, “When a calendar ends too soon”)",
        ),
    ),
    "calendar-ended": kind_of(
        Gravity.ERROR,
        ("lịch đã hết ngày đã biết: không tiếp nhận được hồ sơ", "a calendar has ended: no dossier can be received"),
        ("kéo dài lịch ngay", "extend it now"),
    ),
    "definition-differs": kind_of(
        Gravity.ERROR,
        (
            "tệp nói khác điều đã công bố: không tiến trình nào khởi động được",
            "a file says otherwise than was published: no process starts",
        ),
        ("trả lại nội dung cũ, hoặc công bố phiên bản mới", "put back what it said, or publish a version of its own"),
    ),
    "definition-missing": kind_of(
        Gravity.WARNING,
        ("phiên bản đã công bố không còn tệp", "a published version has no file any more"),
        (
            "đặt lại tệp; cho đến lúc đó sổ cái vẫn giữ nội dung",
            "put the file back; until then the ledger has what it says",
        ),
    ),
    "backup-old": kind_of(
        Gravity.WARNING,
        ("lâu rồi không có bản sao lưu mới", "the last backup was made too long ago"),
        (
            "chạy `lienthong backup`, và xem vì sao việc sao lưu định kỳ không chạy (LIENTHONG_BACKUP_WITHIN_HOURS)",
            "run `lienthong backup`, and see why what should make them did not (LIENTHONG_BACKUP_WITHIN_HOURS)",
        ),
    ),
    "backup-none": kind_of(
        Gravity.WARNING,
        ("sổ cái này chưa từng được sao lưu", "this ledger was never backed up"),
        ("chạy `lienthong backup`, rồi đặt lịch cho nó", "run `lienthong backup`, then have it run by a timer"),
    ),
    "agency-without-address": kind_of(
        Gravity.WARNING,
        ("có thông điệp cho hệ thống chưa có địa chỉ", "messages wait for a system without an address"),
        ("đặt LIENTHONG_AGENCY_SYSTEMS", "set LIENTHONG_AGENCY_SYSTEMS"),
    ),
    "agency-unreachable": kind_of(
        Gravity.WARNING,
        ("hệ thống của cơ quan không trả lời", "an agency's system does not answer"),
        ("hỏi cơ quan; thông điệp được giữ và gửi lại", "ask the agency; messages are kept and sent again"),
    ),
}

_OF_FILES: Mapping[str, Kind] = {
    "file-missing": kind_of(
        Gravity.ERROR,
        ("tệp của một giấy tờ không có trong kho tệp", "the file of a paper is not in the store of files"),
        (
            "khôi phục kho tệp từ bản sao lưu (….files.tar), hoặc kiểm tra thư mục files/",
            "put the store back from a backup (….files.tar), or look at the folder files/",
        ),
    ),
    "files-away": kind_of(
        Gravity.ERROR,
        ("kho tệp không trả lời", "the store of files does not answer"),
        ("khởi động kho tệp, hoặc sửa LIENTHONG_FILES_S3_ENDPOINT", "start it, or mend LIENTHONG_FILES_S3_ENDPOINT"),
    ),
    "scanner-none": kind_of(
        Gravity.INFO,
        ("tệp nhận vào không được quét mã độc", "files that come in are not scanned for malware"),
        ("đặt LIENTHONG_MALWARE_SCANNER", "set LIENTHONG_MALWARE_SCANNER"),
    ),
    "scanner-away": kind_of(
        Gravity.ERROR,
        (
            "hệ thống quét mã độc không trả lời: không nhận tệp nào",
            "the malware scanner does not answer: no file is taken",
        ),
        ("khởi động clamd, hoặc sửa LIENTHONG_MALWARE_SCANNER", "start clamd, or mend LIENTHONG_MALWARE_SCANNER"),
    ),
}

_OF_THE_QUEUES: Mapping[str, Kind] = {
    "run-never-made": kind_of(
        Gravity.ERROR,
        ("hồ sơ đang mở chưa có luồng và không chờ ai vào", "an open case has no run, or news, that anybody would enter"),
        WOKEN,
        is_mendable=True,
    ),
    "unseen-too-long": kind_of(
        Gravity.ERROR,
        ("có hồ sơ mà Prefect lâu chưa thấy phiên bản mới", "cases whose newest version Prefect has not seen for long"),
        ("xem bộ điều phối có chạy và có đủ không", "see that dispatchers run, and that they are enough"),
    ),
    "entry-fails": kind_of(
        Gravity.WARNING,
        ("vào luồng của hồ sơ nhiều lần không được", "the run of a case cannot be entered, time and again"),
        ("xóa thời gian chờ và vào lại ngay", "its delay is ended, and it is entered at once"),
        is_mendable=True,
    ),
    "lease-left": kind_of(
        Gravity.INFO,
        ("có hồ sơ do bộ điều phối đã dừng giữ", "a case is noted as held by a dispatcher that is gone"),
        ("kết thúc việc giữ", "the lease is ended"),
        is_mendable=True,
    ),
    "lease-too-long": kind_of(
        Gravity.WARNING,
        ("hồ sơ bị giữ quá lâu (đồng hồ từng chạy sai?)", "a case is held for too long (was a clock wrong?)"),
        ("kết thúc việc giữ", "the lease is ended"),
        is_mendable=True,
    ),
    "message-waits": kind_of(
        Gravity.WARNING,
        ("thông điệp lâu chưa được nhận, đang chờ lần gửi sau", "a message is long undelivered and waits for its next try"),
        ("gửi lại ngay", "it is tried again at once"),
        is_mendable=True,
    ),
    "message-forgotten": kind_of(
        Gravity.ERROR,
        ("thông điệp chưa gửi mà không ai sẽ gửi", "an undelivered message that nobody would send"),
        WOKEN,
        is_mendable=True,
    ),
    "message-lacking": kind_of(
        Gravity.ERROR,
        ("việc tự động đến lượt mà không có thông điệp nào để gửi", "automatic work is due and there is no message to send"),
        ("ghi lại thông điệp và đánh thức hồ sơ", "the message is put down again, and the case is woken"),
        is_mendable=True,
    ),
    "message-obsolete": kind_of(
        Gravity.INFO,
        ("thông điệp chưa gửi của việc không còn cần làm", "an undelivered message of work that is due no more"),
        ("ghi nhận là không còn cần gửi", "it is put down as due no more"),
        is_mendable=True,
    ),
    "seals-late": kind_of(
        Gravity.WARNING,
        ("nhật ký kiểm toán chưa được niêm phong đã lâu", "the audit trail has not been sealed for long"),
        (
            "chạy `lienthong audit seal`, và xem bộ điều phối có đang chạy",
            "run `lienthong audit seal`, and see whether a dispatcher runs",
        ),
    ),
    "figures-differ": kind_of(
        Gravity.ERROR,
        ("số cộng dồn của số liệu quản lý không khớp với các dòng", "the sums behind the figures are not what the rows come to"),
        ("cộng lại từ các dòng", "they are counted anew from the rows"),
        is_mendable=True,
    ),
    "owners-told-late": kind_of(
        Gravity.WARNING,
        ("thông báo cho người nộp chờ gửi đã lâu", "notes to owners of dossiers have waited for long"),
        (
            "xem máy chủ thư và cổng nhắn tin (LIENTHONG_SMTP_HOST, LIENTHONG_MESSAGE_URL), và bộ điều phối có đang chạy",
            "see to the mail server and the message gateway (LIENTHONG_SMTP_HOST, LIENTHONG_MESSAGE_URL), and that a dispatcher runs",
        ),
    ),
    "owners-not-told": kind_of(
        Gravity.WARNING,
        (
            "trong 7 ngày qua có thông báo không gửi được tới người nộp",
            "in the last 7 days there were notes that owners could not be told",
        ),
        (
            "trang hồ sơ ghi rõ từng thông báo: hãy báo cho người nộp bằng cách khác",
            "the page of each case says which: tell its owner in another way",
        ),
    ),
    "sweep-late": kind_of(
        Gravity.ERROR,
        ("có hồ sơ đến hạn rà soát mà chưa được xem", "cases that the sweep should have looked at"),
        ("xem bộ điều phối và máy chủ Prefect có chạy không", "see that a dispatcher and Prefect's server run"),
    ),
    "sweep-fault": kind_of(
        Gravity.WARNING,
        ("lần rà soát gặp lỗi ở hồ sơ", "the sweep failed at a case"),
        ("xóa thời gian chờ; lần rà soát sau xem lại", "its delay is ended; the next sweep looks again"),
        is_mendable=True,
    ),
}  # fmt: skip

_OF_THE_LEDGER: Mapping[str, Kind] = {
    "rows-differ": kind_of(
        Gravity.ERROR,
        ("danh sách hiện khác với sổ cái", "lists show a case otherwise than the ledger tells it"),
        ("dựng lại các dòng từ sổ cái", "its rows are built anew from the ledger"),
        is_mendable=True,
    ),
    "rows-without-events": kind_of(
        Gravity.ERROR, ("hồ sơ có dòng mà không có sự kiện", "a case has rows and no events"), _FROM_BACKUP
    ),
    "sequence-gap": kind_of(
        Gravity.ERROR, ("thiếu sự kiện trong hồ sơ", "events of a case are missing"), _FROM_BACKUP
    ),
    "events-lost": kind_of(
        Gravity.ERROR,
        ("mất những sự kiện cuối của hồ sơ: nơi khác biết phiên bản sau", "the last events of a case are gone: others know a later version"),
        _FROM_BACKUP,
    ),
    "event-contradicted": kind_of(
        Gravity.ERROR,
        ("cột của sự kiện nói khác nội dung của nó", "the columns of an event say otherwise than its body"),
        _FROM_BACKUP,
    ),
    "history-unreadable": kind_of(
        Gravity.ERROR,
        ("không đọc được lịch sử của hồ sơ", "the history of a case cannot be read"),
        ("chạy phiên bản đã ghi nó, hoặc khôi phục", "run the version that wrote it, or restore"),
    ),
    "recorded-ahead": kind_of(
        Gravity.WARNING,
        ("sự kiện được ghi ở thời điểm chưa đến (đồng hồ từng chạy sai?)", "an event was recorded in the future (was a clock wrong?)"),
        ("đồng bộ thời gian (NTP); điều đã ghi được giữ nguyên", "keep the time (NTP); what is recorded stays"),
    ),
    "receipt-without-events": kind_of(
        Gravity.ERROR, ("câu trả lời của lệnh nêu sự kiện không có", "a command's receipt names events that are not there"), _FROM_BACKUP
    ),
}  # fmt: skip

KINDS: Mapping[str, Kind] = {
    **_OF_THE_INSTALLATION,
    **_OF_FILES,
    **OF_PREFECT,
    **_OF_THE_QUEUES,
    **_OF_THE_LEDGER,
}
