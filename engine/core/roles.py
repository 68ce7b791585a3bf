"""Who may what, as data: role x permission x reach in one table; what the table does not give is denied."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from engine.core.values import Text


class Permission(StrEnum):
    """What an operation needs; `engine.core.operations` says which needs which."""

    VIEW = "view"
    READ_AGENCY = "read_agency"
    SUBMIT = "submit"
    RECEIVE = "receive"
    WORK = "work"
    HAND_IN = "hand_in"
    ATTACH = "attach"
    WITHDRAW = "withdraw"
    BACKDATE = "backdate"
    SUPERVISE = "supervise"
    TRANSFER = "transfer"
    EXECUTE = "execute"
    DELEGATE = "delegate"
    AUDIT = "audit"
    ADMINISTER = "administer"
    PUBLISH = "publish"


class Reach(StrEnum):
    """How far a permission goes; each goes further than the one before, and has what that one has."""

    OWN_CASES = "own_cases"
    OWN_AGENCY = "own_agency"
    SUB_UNITS = "sub_units"
    EVERYWHERE = "everywhere"


class Role(StrEnum):
    """The parts that people and systems play."""

    AUTHOR = "author"
    ONE_STOP_OFFICER = "one_stop_officer"
    CASEWORKER = "caseworker"
    AGENCY_LEAD = "agency_lead"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CITIZEN = "citizen"
    SLIP_HOLDER = "slip_holder"
    CITIZEN_PORTAL = "citizen_portal"
    LATE_ENTRY = "late_entry"
    SYSTEM = "system"


_OWN, _AGENCY, _BELOW, _ALL = Reach.OWN_CASES, Reach.OWN_AGENCY, Reach.SUB_UNITS, Reach.EVERYWHERE
_AN_APPLICANT: Mapping[Permission, Reach] = {
    Permission.VIEW: _OWN,
    Permission.SUBMIT: _OWN,
    Permission.HAND_IN: _OWN,
    Permission.ATTACH: _OWN,
    Permission.WITHDRAW: _OWN,
}
_OF_AN_AGENCY: Mapping[Permission, Reach] = {
    Permission.VIEW: _AGENCY,
    Permission.READ_AGENCY: _AGENCY,
    Permission.DELEGATE: _AGENCY,
}

GRANTS: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.AUTHOR: {Permission.PUBLISH: _ALL},
    Role.ONE_STOP_OFFICER: {
        **_OF_AN_AGENCY,
        Permission.SUBMIT: _AGENCY,
        Permission.RECEIVE: _AGENCY,
        Permission.HAND_IN: _AGENCY,
        Permission.ATTACH: _AGENCY,
        Permission.WITHDRAW: _AGENCY,
    },
    Role.CASEWORKER: {**_OF_AN_AGENCY, Permission.WORK: _AGENCY, Permission.ATTACH: _AGENCY},
    Role.AGENCY_LEAD: {
        **_OF_AN_AGENCY,
        Permission.WORK: _AGENCY,
        Permission.ATTACH: _AGENCY,
        Permission.SUPERVISE: _AGENCY,
        Permission.TRANSFER: _AGENCY,
    },
    Role.MANAGER: {Permission.VIEW: _BELOW, Permission.READ_AGENCY: _BELOW},
    Role.AUDITOR: {Permission.VIEW: _ALL, Permission.READ_AGENCY: _ALL, Permission.AUDIT: _ALL},
    # Accounts and tokens are all that it has: no case, and so nothing personal.
    Role.ADMINISTRATOR: {Permission.ADMINISTER: _ALL},
    Role.CITIZEN: _AN_APPLICANT,
    # Whoever came with the secret on the slip of one case, for that case alone: no account has it, see `citizen_of`.
    Role.SLIP_HOLDER: {Permission.VIEW: _OWN, Permission.HAND_IN: _OWN},
    # The portal is the account that hands in for everybody who comes to it: what it handed in is its own.
    Role.CITIZEN_PORTAL: _AN_APPLICANT,
    # Given beside another role, to the few who enter what happened while an office was offline.
    Role.LATE_ENTRY: {Permission.BACKDATE: _AGENCY},
    Role.SYSTEM: {
        Permission.VIEW: _ALL,
        Permission.READ_AGENCY: _ALL,
        Permission.EXECUTE: _ALL,
        Permission.WORK: _ALL,
        Permission.TRANSFER: _ALL,
        Permission.BACKDATE: _ALL,
    },
}
"""Role -> what it may, and how far."""

ROLE_WORDS: Mapping[Role, Text] = {
    Role.AUTHOR: Text(vi="Người soạn thủ tục", en="Author of procedures"),
    Role.ONE_STOP_OFFICER: Text(vi="Cán bộ một cửa", en="One-stop officer"),
    Role.CASEWORKER: Text(vi="Cán bộ xử lý", en="Caseworker"),
    Role.AGENCY_LEAD: Text(vi="Lãnh đạo cơ quan", en="Agency lead"),
    Role.MANAGER: Text(vi="Lãnh đạo theo dõi", en="Manager"),
    Role.AUDITOR: Text(vi="Cán bộ kiểm tra", en="Auditor"),
    Role.ADMINISTRATOR: Text(vi="Quản trị hệ thống", en="Administrator"),
    Role.CITIZEN: Text(vi="Người dân", en="Citizen"),
    Role.SLIP_HOLDER: Text(vi="Người giữ giấy hẹn", en="Holder of the slip"),
    Role.CITIZEN_PORTAL: Text(vi="Cổng dịch vụ công", en="Public-service portal"),
    Role.LATE_ENTRY: Text(vi="Nhập bù", en="Late entry"),
    Role.SYSTEM: Text(vi="Hệ thống", en="The product itself"),
}

PERMISSION_WORDS: Mapping[Permission, Text] = {
    Permission.VIEW: Text(vi="xem hồ sơ", en="look at cases"),
    Permission.READ_AGENCY: Text(vi="xem việc và nhắc hạn của cơ quan", en="read what waits at an agency"),
    Permission.SUBMIT: Text(vi="nộp hồ sơ", en="hand dossiers in"),
    Permission.RECEIVE: Text(vi="tiếp nhận hồ sơ", en="receive dossiers"),
    Permission.WORK: Text(vi="xử lý bước", en="work on steps"),
    Permission.HAND_IN: Text(vi="nộp bổ sung", en="hand supplements in"),
    Permission.ATTACH: Text(vi="tải tệp giấy tờ lên hồ sơ", en="upload files of papers to a case"),
    Permission.WITHDRAW: Text(vi="rút hồ sơ", en="withdraw cases"),
    Permission.BACKDATE: Text(vi="nhập việc đã xảy ra", en="enter what happened earlier"),
    Permission.SUPERVISE: Text(
        vi="gia hạn, giao việc, trả lại việc cho đồng nghiệp", en="extend limits, give work to colleagues, release it"
    ),
    Permission.TRANSFER: Text(vi="chuyển cơ quan xử lý", en="transfer to another agency"),
    Permission.EXECUTE: Text(vi="thực hiện việc tự động", en="do what is automatic"),
    Permission.DELEGATE: Text(vi="ủy quyền khi vắng mặt", en="let a colleague stand in"),
    Permission.AUDIT: Text(vi="xem nhật ký kiểm tra", en="read the audit"),
    Permission.ADMINISTER: Text(vi="quản trị tài khoản, mã truy cập", en="administer accounts and tokens"),
    Permission.PUBLISH: Text(vi="soạn, công bố thủ tục", en="write and publish procedures"),
}

REACH_WORDS: Mapping[Reach, Text] = {
    Reach.OWN_CASES: Text(
        vi="hồ sơ do chính mình nộp, hoặc có mã bí mật", en="what the account itself handed in, or has the secret of"
    ),
    Reach.OWN_AGENCY: Text(vi="cơ quan mình", en="the account's agency"),
    Reach.SUB_UNITS: Text(vi="cơ quan mình và các đơn vị trực thuộc", en="the account's agency with its sub-units"),
    Reach.EVERYWHERE: Text(vi="mọi nơi", en="everywhere"),
}

DELEGABLE = frozenset({Role.ONE_STOP_OFFICER, Role.CASEWORKER, Role.AGENCY_LEAD})
"""What a colleague of the same agency may have of somebody who is away."""

_BY_WIDTH = tuple(Reach)


def widest(roles: Iterable[Role], permission: Permission) -> Reach | None:
    """The furthest that one of the roles reaches with the permission; null: none of them has it."""
    given = [GRANTS[role][permission] for role in roles if permission in GRANTS[role]]
    return max(given, key=_BY_WIDTH.index, default=None)
