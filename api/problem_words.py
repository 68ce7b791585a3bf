"""The short titles of problems in both languages, by their stable code."""

from engine.core.errors import Reason
from engine.core.values import Text

TITLES: dict[str, Text] = {
    Reason.WRONG_STATUS: Text(vi="Hồ sơ không ở trạng thái cho phép", en="Not possible in this status"),
    Reason.STEP_UNKNOWN: Text(vi="Thủ tục không có bước này", en="No such step"),
    Reason.WRONG_AGENCY: Text(vi="Bước này thuộc cơ quan khác", en="The step belongs to another agency"),
    Reason.NOT_PERMITTED: Text(vi="Không có quyền thực hiện", en="Not permitted"),
    Reason.CLAIMED_BY_ANOTHER: Text(vi="Người khác đang xử lý", en="Claimed by another"),
    Reason.OCCURRED_IN_FUTURE: Text(vi="Thời điểm ở tương lai", en="In the future"),
    Reason.OCCURRED_TOO_EARLY: Text(vi="Trước sự kiện đã có", en="Before the previous event"),
    Reason.BACKDATING_NOT_PERMITTED: Text(vi="Không được nhập lùi thời điểm", en="Backdating not permitted"),
    Reason.FORM_INVALID: Text(vi="Tờ khai chưa hợp lệ", en="The form is not in order"),
    Reason.DOSSIER_INCOMPLETE: Text(vi="Thành phần hồ sơ chưa đủ", en="The dossier is incomplete"),
    Reason.RESULT_INVALID: Text(vi="Kết quả chưa hợp lệ", en="The result is not in order"),
    Reason.FACT_UNKNOWN: Text(vi="Tình tiết không có trong thủ tục", en="No such fact"),
    Reason.SUSPENSION_NOT_FORESEEN: Text(vi="Bước này không được tạm dừng", en="Suspension not foreseen"),
    Reason.SUSPENSION_USED_UP: Text(vi="Đã hết số lần yêu cầu bổ sung", en="No further suspension is lawful"),
    Reason.SUPPLEMENT_TERM_EXPIRED: Text(vi="Đã hết hạn bổ sung", en="The term for the supplement has ended"),
    Reason.SUPPLEMENT_TERM_NOT_EXPIRED: Text(vi="Chưa hết hạn bổ sung", en="The term still runs"),
    Reason.DOCUMENT_UNKNOWN: Text(vi="Giấy tờ không có trong thủ tục", en="No such document"),
    Reason.NO_COMPETENT_AGENCY: Text(vi="Không có cơ quan có thẩm quyền", en="No competent agency"),
    Reason.CALENDAR_RUNS_OUT: Text(vi="Lịch làm việc chưa có cho thời gian này", en="The calendar runs out"),
    Reason.AUTOMATIC_STEP: Text(vi="Bước do hệ thống thực hiện", en="An automatic step"),
    Reason.NO_VERSION_IN_FORCE: Text(vi="Không có phiên bản thủ tục còn hiệu lực", en="No version in force"),
    "unauthenticated": Text(vi="Chưa xác thực", en="Not signed in"),
    "not_found": Text(vi="Không tìm thấy", en="Not found"),
    "method_not_allowed": Text(vi="Phương thức không được hỗ trợ", en="Method not allowed"),
    "conflict": Text(vi="Hồ sơ vừa thay đổi", en="The case has changed"),
    "precondition_failed": Text(vi="Phiên bản hồ sơ không khớp", en="Another version than expected"),
    "command_id_reused": Text(vi="Mã lệnh đã được dùng", en="The command id was used before"),
    "input_invalid": Text(vi="Dữ liệu gửi lên không hợp lệ", en="The request is not in order"),
    "too_large": Text(vi="Dữ liệu gửi lên quá lớn", en="The request is too large"),
    "agency_unreachable": Text(vi="Chưa kết nối được hệ thống cơ quan", en="The agency's system gives no answer"),
    "not_ready": Text(vi="Hệ thống chưa sẵn sàng", en="Not ready"),
    "internal_error": Text(vi="Lỗi hệ thống", en="Something broke inside"),
}
