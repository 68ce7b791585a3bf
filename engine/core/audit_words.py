"""What the entries of the audit trail are called, in both languages."""

from collections.abc import Mapping

from engine.core.audit import AuditKind
from engine.core.values import Text

KINDS: Mapping[AuditKind, Text] = {
    AuditKind.SIGNED_IN: Text(vi="đăng nhập", en="signed in"),
    AuditKind.SIGN_IN_REFUSED: Text(vi="đăng nhập bị từ chối", en="sign-in refused"),
    AuditKind.COMMAND_REFUSED: Text(vi="lệnh bị từ chối", en="command refused"),
    AuditKind.CASE_LOOKED_AT: Text(vi="xem hồ sơ", en="case looked at"),
    AuditKind.TOKEN_ISSUED: Text(vi="cấp mã truy cập", en="token issued"),
    AuditKind.TOKEN_REVOKED: Text(vi="thu hồi mã truy cập", en="token revoked"),
    AuditKind.VERSION_PUBLISHED: Text(vi="ban hành phiên bản", en="version published"),
    AuditKind.VERSION_ENDED: Text(vi="chấm dứt phiên bản", en="version ended"),
    AuditKind.CASE_HELD: Text(vi="tạm giữ hồ sơ", en="case held"),
    AuditKind.CASE_RELEASED: Text(vi="thôi giữ hồ sơ", en="case released"),
    AuditKind.CASE_PURGED: Text(vi="tiêu hủy dữ liệu cá nhân", en="personal data purged"),
    AuditKind.EXPORTED: Text(vi="xuất dữ liệu", en="exported"),
    AuditKind.IMPORTED: Text(vi="nhập dữ liệu", en="imported"),
    AuditKind.BACKED_UP: Text(vi="sao lưu", en="backed up"),
    AuditKind.RESTORED: Text(vi="khôi phục", en="restored"),
    AuditKind.REPORT_EXPORTED: Text(vi="xuất báo cáo", en="report exported"),
    AuditKind.PAPER_READ: Text(vi="xem giấy tờ của hồ sơ", en="paper of a case read"),
    AuditKind.ACCESS_RENEWED: Text(vi="cấp lại mã bí mật cho người dân", en="citizen's secret made anew"),
    AuditKind.DELEGATION_GIVEN: Text(vi="ủy quyền", en="delegation given"),
    AuditKind.DELEGATION_ENDED: Text(vi="chấm dứt ủy quyền", en="delegation ended"),
    AuditKind.TRAIL_READ: Text(vi="xem nhật ký kiểm tra", en="audit trail read"),
}
