"""Everything the doctor can find: how grave it is, what it means, and how it is mended, in both languages."""

from collections.abc import Mapping
from enum import StrEnum

from engine.core.identifiers import CaseId
from engine.core.values import Instant, Text, Value


class Gravity(StrEnum):
    """Whether anybody has to do anything."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Kind(Value):
    """One thing that may be found. `is_mendable`: `--mend` repairs it; else `mend` says what people do."""

    gravity: Gravity
    what: Text
    mend: Text
    is_mendable: bool = False


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


def _kind(gravity: Gravity, what: tuple[str, str], mend: tuple[str, str], *, is_mendable: bool = False) -> Kind:
    return Kind(
        gravity=gravity, what=Text(vi=what[0], en=what[1]), mend=Text(vi=mend[0], en=mend[1]), is_mendable=is_mendable
    )


_FROM_BACKUP = (
    "khôi phục từ bản sao lưu, rồi đối chiếu với nhật ký",
    "restore from a backup, then compare with the logs",
)
_WOKEN = (
    "đánh thức lại hồ sơ; bộ điều phối vào lại luồng của nó",
    "the case is woken again; a dispatcher enters its run",
)

_OF_THE_INSTALLATION: Mapping[str, Kind] = {
    "store-unusable": _kind(
        Gravity.ERROR,
        ("không xem được cơ sở dữ liệu", "the database cannot be looked at"),
        ("làm theo điều được nêu, rồi chạy lại", "do what it says, then look again"),
    ),
    "trigger-missing": _kind(
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
    "table-differs": _kind(
        Gravity.ERROR,
        ("bảng hoặc chỉ mục khác với phiên bản này khai báo", "a table or an index is not as this version declares it"),
        (
            "trả lại như cũ; nếu không, xuất sổ cái rồi nhập vào cơ sở dữ liệu mới",
            "put it back; else export the ledger and import it into a new database",
        ),
    ),
    "disk-low": _kind(
        Gravity.WARNING,
        ("ổ đĩa của thư mục dữ liệu sắp đầy", "the disk of the data folder is nearly full"),
        ("dọn hoặc mở rộng ổ đĩa", "clear or enlarge it"),
    ),
    "disk-full": _kind(
        Gravity.ERROR,
        ("ổ đĩa của thư mục dữ liệu gần như đã đầy", "the disk of the data folder is as good as full"),
        ("dọn hoặc mở rộng ổ đĩa ngay", "clear or enlarge it now"),
    ),
    "clock-skew": _kind(
        Gravity.WARNING,
        ("đồng hồ máy này lệch với máy cơ sở dữ liệu", "the clock of this machine differs from the database's"),
        ("bật đồng bộ thời gian (NTP) trên cả hai máy", "keep the time of both machines (NTP)"),
    ),
    "clock-wrong": _kind(
        Gravity.ERROR,
        ("đồng hồ máy này lệch nhiều với máy cơ sở dữ liệu", "the clock of this machine is far from the database's"),
        (
            "dừng nhận hồ sơ cho đến khi đồng bộ thời gian (NTP)",
            "take no dossiers until the time of both machines is kept (NTP)",
        ),
    ),
    "calendar-ends": _kind(
        Gravity.WARNING,
        ("lịch sắp hết ngày đã biết", "a calendar knows few days more"),
        (
            "kéo dài lịch (docs/operations.md, “When a calendar ends too soon”)",
            "extend it (docs/operations.md, “When a calendar ends too soon”)",
        ),
    ),
    "calendar-ended": _kind(
        Gravity.ERROR,
        ("lịch đã hết ngày đã biết: không tiếp nhận được hồ sơ", "a calendar has ended: no dossier can be received"),
        ("kéo dài lịch ngay", "extend it now"),
    ),
    "definition-differs": _kind(
        Gravity.ERROR,
        (
            "tệp nói khác điều đã công bố: không tiến trình nào khởi động được",
            "a file says otherwise than was published: no process starts",
        ),
        ("trả lại nội dung cũ, hoặc công bố phiên bản mới", "put back what it said, or publish a version of its own"),
    ),
    "definition-missing": _kind(
        Gravity.WARNING,
        ("phiên bản đã công bố không còn tệp", "a published version has no file any more"),
        (
            "đặt lại tệp; cho đến lúc đó sổ cái vẫn giữ nội dung",
            "put the file back; until then the ledger has what it says",
        ),
    ),
    "agency-without-address": _kind(
        Gravity.WARNING,
        ("có thông điệp cho hệ thống chưa có địa chỉ", "messages wait for a system without an address"),
        ("đặt LIENTHONG_AGENCY_SYSTEMS", "set LIENTHONG_AGENCY_SYSTEMS"),
    ),
    "agency-unreachable": _kind(
        Gravity.WARNING,
        ("hệ thống của cơ quan không trả lời", "an agency's system does not answer"),
        ("hỏi cơ quan; thông điệp được giữ và gửi lại", "ask the agency; messages are kept and sent again"),
    ),
}

_OF_FILES: Mapping[str, Kind] = {
    "file-missing": _kind(
        Gravity.ERROR,
        ("tệp của một giấy tờ không có trong kho tệp", "the file of a paper is not in the store of files"),
        (
            "khôi phục kho tệp từ bản sao lưu (….files.tar), hoặc kiểm tra thư mục files/",
            "put the store back from a backup (….files.tar), or look at the folder files/",
        ),
    ),
    "files-away": _kind(
        Gravity.ERROR,
        ("kho tệp không trả lời", "the store of files does not answer"),
        ("khởi động kho tệp, hoặc sửa LIENTHONG_FILES_S3_ENDPOINT", "start it, or mend LIENTHONG_FILES_S3_ENDPOINT"),
    ),
    "scanner-none": _kind(
        Gravity.INFO,
        ("tệp nhận vào không được quét mã độc", "files that come in are not scanned for malware"),
        ("đặt LIENTHONG_MALWARE_SCANNER", "set LIENTHONG_MALWARE_SCANNER"),
    ),
    "scanner-away": _kind(
        Gravity.ERROR,
        (
            "hệ thống quét mã độc không trả lời: không nhận tệp nào",
            "the malware scanner does not answer: no file is taken",
        ),
        ("khởi động clamd, hoặc sửa LIENTHONG_MALWARE_SCANNER", "start clamd, or mend LIENTHONG_MALWARE_SCANNER"),
    ),
}

_OF_PREFECT: Mapping[str, Kind] = {
    "prefect-away": _kind(
        Gravity.ERROR,
        ("máy chủ Prefect không trả lời", "Prefect's server does not answer"),
        (
            "khởi động nó; sổ cái vẫn làm việc, hồ sơ được vào luồng sau",
            "start it; the ledger works on, the runs are entered afterwards",
        ),
    ),
    "prefect-expires-pauses": _kind(
        Gravity.ERROR,
        (
            "máy chủ Prefect đọc lại mọi luồng đang chờ mỗi năm giây",
            "Prefect's server reads every waiting run each five seconds",
        ),
        (
            "đặt PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED=false và khởi động lại nó",
            "set PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED=false and restart it",
        ),
    ),
    "prefect-unregistered": _kind(
        Gravity.WARNING,
        ("máy chủ Prefect chưa biết luồng của hồ sơ", "Prefect's server does not know the cases' flow"),
        ("khởi động bộ điều phối", "start a dispatcher"),
    ),
    "run-stopped": _kind(
        Gravity.WARNING,
        ("luồng bị hủy hoặc hỏng mà hồ sơ chưa được vào lại", "a run was cancelled or crashed, its case not entered again"),
        _WOKEN,
        is_mendable=True,
    ),
    "run-hangs": _kind(
        Gravity.WARNING,
        ("luồng đứng ở trạng thái đang chạy mà không ai thực hiện", "a run stands as running and nobody executes it"),
        _WOKEN,
        is_mendable=True,
    ),
    "run-resumed": _kind(
        Gravity.WARNING,
        ("luồng được cho chạy tiếp mà chưa ai thực hiện", "a run was resumed by somebody and nobody takes it"),
        _WOKEN,
        is_mendable=True,
    ),
    "run-lost": _kind(
        Gravity.WARNING,
        ("Prefect không còn luồng của hồ sơ đang mở", "Prefect has no run any more of an open case"),
        ("đánh thức lại hồ sơ; luồng được tạo lại từ sổ cái", "the case is woken again; its run is made anew from the ledger"),
        is_mendable=True,
    ),
    "run-stray": _kind(
        Gravity.WARNING,
        ("luồng mà sổ cái không biết", "a run that the ledger does not know"),
        ("hủy luồng đó", "that run is called off"),
        is_mendable=True,
    ),
    "run-doubled": _kind(
        Gravity.WARNING,
        ("hồ sơ có hơn một luồng", "a case has more than one run"),
        ("hủy luồng mà sổ cái không biết", "the run that the ledger does not know is called off"),
        is_mendable=True,
    ),
}  # fmt: skip

_OF_THE_QUEUES: Mapping[str, Kind] = {
    "run-never-made": _kind(
        Gravity.ERROR,
        ("hồ sơ đang mở chưa có luồng và không chờ ai vào", "an open case has no run, or news, that anybody would enter"),
        _WOKEN,
        is_mendable=True,
    ),
    "unseen-too-long": _kind(
        Gravity.ERROR,
        ("có hồ sơ mà Prefect lâu chưa thấy phiên bản mới", "cases whose newest version Prefect has not seen for long"),
        ("xem bộ điều phối có chạy và có đủ không", "see that dispatchers run, and that they are enough"),
    ),
    "entry-fails": _kind(
        Gravity.WARNING,
        ("vào luồng của hồ sơ nhiều lần không được", "the run of a case cannot be entered, time and again"),
        ("xóa thời gian chờ và vào lại ngay", "its delay is ended, and it is entered at once"),
        is_mendable=True,
    ),
    "lease-left": _kind(
        Gravity.INFO,
        ("có hồ sơ do bộ điều phối đã dừng giữ", "a case is noted as held by a dispatcher that is gone"),
        ("kết thúc việc giữ", "the lease is ended"),
        is_mendable=True,
    ),
    "lease-too-long": _kind(
        Gravity.WARNING,
        ("hồ sơ bị giữ quá lâu (đồng hồ từng chạy sai?)", "a case is held for too long (was a clock wrong?)"),
        ("kết thúc việc giữ", "the lease is ended"),
        is_mendable=True,
    ),
    "message-waits": _kind(
        Gravity.WARNING,
        ("thông điệp lâu chưa được nhận, đang chờ lần gửi sau", "a message is long undelivered and waits for its next try"),
        ("gửi lại ngay", "it is tried again at once"),
        is_mendable=True,
    ),
    "message-forgotten": _kind(
        Gravity.ERROR,
        ("thông điệp chưa gửi mà không ai sẽ gửi", "an undelivered message that nobody would send"),
        _WOKEN,
        is_mendable=True,
    ),
    "message-lacking": _kind(
        Gravity.ERROR,
        ("việc tự động đến lượt mà không có thông điệp nào để gửi", "automatic work is due and there is no message to send"),
        ("ghi lại thông điệp và đánh thức hồ sơ", "the message is put down again, and the case is woken"),
        is_mendable=True,
    ),
    "message-obsolete": _kind(
        Gravity.INFO,
        ("thông điệp chưa gửi của việc không còn cần làm", "an undelivered message of work that is due no more"),
        ("ghi nhận là không còn cần gửi", "it is put down as due no more"),
        is_mendable=True,
    ),
    "seals-late": _kind(
        Gravity.WARNING,
        ("nhật ký kiểm toán chưa được niêm phong đã lâu", "the audit trail has not been sealed for long"),
        (
            "chạy `lienthong audit seal`, và xem bộ điều phối có đang chạy",
            "run `lienthong audit seal`, and see whether a dispatcher runs",
        ),
    ),
    "figures-differ": _kind(
        Gravity.ERROR,
        ("số cộng dồn của số liệu quản lý không khớp với các dòng", "the sums behind the figures are not what the rows come to"),
        ("cộng lại từ các dòng", "they are counted anew from the rows"),
        is_mendable=True,
    ),
    "owners-told-late": _kind(
        Gravity.WARNING,
        ("thông báo cho người nộp chờ gửi đã lâu", "notes to owners of dossiers have waited for long"),
        (
            "xem máy chủ thư và cổng nhắn tin (LIENTHONG_SMTP_HOST, LIENTHONG_MESSAGE_URL), và bộ điều phối có đang chạy",
            "see to the mail server and the message gateway (LIENTHONG_SMTP_HOST, LIENTHONG_MESSAGE_URL), and that a dispatcher runs",
        ),
    ),
    "owners-not-told": _kind(
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
    "sweep-late": _kind(
        Gravity.ERROR,
        ("có hồ sơ đến hạn rà soát mà chưa được xem", "cases that the sweep should have looked at"),
        ("xem bộ điều phối và máy chủ Prefect có chạy không", "see that a dispatcher and Prefect's server run"),
    ),
    "sweep-fault": _kind(
        Gravity.WARNING,
        ("lần rà soát gặp lỗi ở hồ sơ", "the sweep failed at a case"),
        ("xóa thời gian chờ; lần rà soát sau xem lại", "its delay is ended; the next sweep looks again"),
        is_mendable=True,
    ),
}  # fmt: skip

_OF_THE_LEDGER: Mapping[str, Kind] = {
    "rows-differ": _kind(
        Gravity.ERROR,
        ("danh sách hiện khác với sổ cái", "lists show a case otherwise than the ledger tells it"),
        ("dựng lại các dòng từ sổ cái", "its rows are built anew from the ledger"),
        is_mendable=True,
    ),
    "rows-without-events": _kind(
        Gravity.ERROR, ("hồ sơ có dòng mà không có sự kiện", "a case has rows and no events"), _FROM_BACKUP
    ),
    "sequence-gap": _kind(
        Gravity.ERROR, ("thiếu sự kiện trong hồ sơ", "events of a case are missing"), _FROM_BACKUP
    ),
    "events-lost": _kind(
        Gravity.ERROR,
        ("mất những sự kiện cuối của hồ sơ: nơi khác biết phiên bản sau", "the last events of a case are gone: others know a later version"),
        _FROM_BACKUP,
    ),
    "event-contradicted": _kind(
        Gravity.ERROR,
        ("cột của sự kiện nói khác nội dung của nó", "the columns of an event say otherwise than its body"),
        _FROM_BACKUP,
    ),
    "history-unreadable": _kind(
        Gravity.ERROR,
        ("không đọc được lịch sử của hồ sơ", "the history of a case cannot be read"),
        ("chạy phiên bản đã ghi nó, hoặc khôi phục", "run the version that wrote it, or restore"),
    ),
    "recorded-ahead": _kind(
        Gravity.WARNING,
        ("sự kiện được ghi ở thời điểm chưa đến (đồng hồ từng chạy sai?)", "an event was recorded in the future (was a clock wrong?)"),
        ("đồng bộ thời gian (NTP); điều đã ghi được giữ nguyên", "keep the time (NTP); what is recorded stays"),
    ),
    "receipt-without-events": _kind(
        Gravity.ERROR, ("câu trả lời của lệnh nêu sự kiện không có", "a command's receipt names events that are not there"), _FROM_BACKUP
    ),
}  # fmt: skip

KINDS: Mapping[str, Kind] = {
    **_OF_THE_INSTALLATION,
    **_OF_FILES,
    **_OF_PREFECT,
    **_OF_THE_QUEUES,
    **_OF_THE_LEDGER,
}
