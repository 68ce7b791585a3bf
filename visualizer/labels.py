"""The labels that only pictures need, in both languages; the words of statuses are the core's (`engine.core.words`)."""

import re
from datetime import datetime

from engine.core import day_words
from engine.core.basis_words import brief_basis_words
from engine.core.definition_basics import LegalBasis
from engine.core.values import Text

ACKNOWLEDGEMENT = Text(vi="Xác nhận", en="Answer")
ACKNOWLEDGE_WITHIN = Text(vi="xác nhận trong", en="to be answered within")
ANY_OF = Text(vi="một trong các bước trước", en="any of the steps before")
AS_OF = Text(vi="Tính đến", en="As of")
AUTOMATIC = Text(vi="Tự động", en="Automatic")
CALENDAR_TOTAL = Text(vi="Tổng thời hạn", en="Total limit")
AT_PRESENT_NO = Text(vi="hiện: không", en="at present: no")
AT_PRESENT_YES = Text(vi="hiện: có", en="at present: yes")
CASE_CLOSED = Text(vi="Kết thúc", en="Closed")
CLAIMED_BY = Text(vi="Người xử lý", en="Handled by")
CONTINUED = Text(vi="(tiếp)", en="(continued)")
CRITICAL_PATH = Text(vi="Các bước quyết định lúc xong", en="Critical path")
CRITICAL_PATH_OF_TOTAL = Text(vi="Các bước quyết định tổng thời hạn", en="Critical path of the total limit")
DECLARED = Text(vi="Bước", en="Step")
DOCUMENT = Text(vi="Giấy tờ được tạo ra", en="Document produced")
DONE_AS_PROMISED = Text(vi="Xong phần có hẹn", en="Promised part done")
DUE = Text(vi="Hẹn", en="Due")
DUE_CASE = Text(vi="Hẹn trả kết quả", en="Promised")
DUE_IF_RESUMED = Text(vi="Hạn nếu tính tiếp ngay", en="If resumed now")
DUE_NOW = Text(vi="Hạn sau tạm dừng", en="Due after suspension")
DUE_FIRST = Text(vi="Hẹn ban đầu", en="First promised")
ELSE_LIMIT = Text(vi="nếu", en="if")
EFFECTIVE = Text(vi="Áp dụng", en="In force")
EFFECTIVE_FROM = Text(vi="từ", en="from")
EFFECTIVE_TO = Text(vi="đến", en="to")
ENDED_AT = Text(vi="Kết thúc", en="Ended")
EXTENDED = Text(vi="Gia hạn từ", en="Extended from")
FINISHED = Text(vi="Xong", en="Finished")
LEGAL_BASIS = Text(vi="Căn cứ", en="Legal basis")
LEGEND = Text(vi="Chú giải", en="Legend")
LIMIT = Text(vi="Thời hạn", en="Time limit")
MAY_EXTEND = Text(vi="Có thể gia hạn", en="May be extended")
MAY_NOTE = Text(vi="Có thể ghi nhận việc chờ, không dừng thời hạn", en="A wait may be noted, the time limit runs on")
MAY_RESTART = Text(vi="Có thể tạm dừng, sau đó tính lại từ đầu", en="May be suspended, then counts anew")
MAY_SUSPEND = Text(vi="Có thể tạm dừng", en="May be suspended")
MAY_RETURN = Text(vi="Có thể chuyển về bước", en="May be returned to")
CAN_RETURN = Text(vi="Có thể chuyển về bước trước", en="May be returned to an earlier step")
RETURN = Text(vi="Chuyển về", en="Return")
RETURNED = Text(vi="Đã chuyển về", en="Returned")
RETURNED_BACK = Text(vi="Đã chuyển về bước trước", en="Returned to an earlier step")
RETURNED_TO = Text(vi="Đã chuyển về bước", en="Returned to")
MODE = Text(vi="Cách làm", en="Done")
NO_SLACK = Text(vi="không có", en="none")
NO_ANSWER = Text(vi="hết hạn không trả lời", en="no answer in time")
NOTICE = Text(vi="Hạn nộp", en="To be handed in by")
NOTICE_EXEMPT = Text(vi="được miễn", en="exempt")
NOTICE_LATE = Text(vi="nộp muộn", en="handed in late")
NOTICE_OK = Text(vi="nộp đúng hạn", en="handed in on time")
NOT_RECEIVED = Text(vi="Chưa có mã hồ sơ", en="No dossier code yet")
NEEDS = Text(vi="Cần xong", en="Waits for")
OWN_TERRITORY = Text(vi="Địa bàn của hồ sơ", en="The territory of the case")
OPTIONAL = Text(vi="Tùy trường hợp", en="If needed")
OUTSIDE_TOTAL = Text(vi="Ngoài tổng thời hạn", en="Outside the total limit")
OTHERS_END = Text(vi="các bước còn lại kết thúc", en="the others end")
OTHERS_GO_ON = Text(vi="không chờ các bước còn lại", en="the others are not waited for")
PART = Text(vi="Vai trò", en="Part")
PROJECTED = Text(vi="Dự kiến", en="Projected")
PROJECTED_LATE = Text(vi="trễ hạn", en="late")
PUBLISHED_TERM = Text(vi="Thời hạn công bố", en="Published term")
RECEIVED = Text(vi="Tiếp nhận", en="Received")
REFUSED_AT = Text(vi="Từ chối", en="Refused")
RESULT = Text(vi="Kết quả", en="Result")
RUN = Text(vi="Làm lần", en="Done for time")
SECONDARY = Text(vi="theo nguồn thứ cấp", en="from a secondary source")
SLACK = Text(vi="Thời gian dư", en="Slack")
SUBMITTED = Text(vi="Nộp hồ sơ", en="Submitted")
SUSPENDED = Text(vi="đang tạm dừng", en="suspended")
SUSPENDED_FROM = Text(vi="từ", en="from")
SUSPENDED_NOW = Text(vi="đến nay", en="until now")
SUSPENDED_TERM = Text(vi="Hạn bổ sung", en="Answer due")
SUSPENDED_TO = Text(vi="đến", en="to")
SUSPENSION = Text(vi="Khoảng tạm dừng", en="Suspension")
NOTED_WAIT = Text(vi="Việc chờ được ghi nhận, không dừng thời hạn", en="Wait noted, the time limit runs on")
STOPS_NOTHING = Text(vi="không dừng thời hạn", en="the time limit runs on")
SUSPENSION_ASKED_LATE = Text(vi="Yêu cầu muộn hơn quy định", en="Asked later than allowed")
SUSPENSION_EXPIRED = Text(vi="Quá hạn bổ sung", en="Term expired")
THE_STEP = Text(vi="bước", en="step")
THE_STEPS = Text(vi="bước", en="steps")
TOTAL_COVERS = Text(vi="Tổng thời hạn gồm", en="The total limit is for")
UNPROMISED = Text(vi="chưa hẹn", en="none yet")
UNVERIFIED = Text(vi="chưa xác minh", en="not verified")
VERSION = Text(vi="Phiên bản", en="Version")
SILENCE = Text(vi="Hết hạn không trả lời", en="No answer in time")
WHEN = Text(vi="Khi", en="When")
WITH_WAIT_FOR = Text(vi="kể cả thời gian chờ", en="with the wait for")


def instant_words(at: datetime, language: str) -> str:
    """As everywhere, but never broken over two lines of a box."""
    return _unbroken(day_words.instant_words(at, language))


def due_words(at: datetime, language: str) -> str:
    """As everywhere, but never broken over two lines of a box."""
    return _unbroken(day_words.due_words(at, language))


def basis_words(basis: LegalBasis, language: str) -> str:
    """`khoản 2 Điều 5 NĐ 301/2026/NĐ-CP`; broken between its parts if need be, never between a word and its number."""
    return re.sub(r" (?=\d|[a-zđ]\b)", "\u00a0", brief_basis_words(basis, language))


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")
