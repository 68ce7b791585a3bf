"""Every error of the engine. The docstring is the default message and says the remedy; data are attributes."""

from enum import StrEnum

from engine.core.definition_basics import LegalBasis
from engine.core.standing import Standing
from engine.core.values import Text


class EngineError(Exception):
    """Something went wrong in the engine; the message says what."""

    in_vietnamese = ""
    """The default message for people; an error that people never see has none."""

    def __init__(self, message: Text | str | None = None) -> None:
        if isinstance(message, Text):
            self.words = message
        else:
            english = message or (self.__doc__ or "").strip()
            self.words = Text(vi=self.in_vietnamese or english, en=english)
        super().__init__(self.words.en)


class Reason(StrEnum):
    """Why a command is refused: stable codes, part of the API."""

    WRONG_STATUS = "wrong_status"
    STEP_UNKNOWN = "step_unknown"
    WRONG_AGENCY = "wrong_agency"
    NOT_PERMITTED = "not_permitted"
    CLAIMED_BY_ANOTHER = "claimed_by_another"
    ASSIGNMENT_NOT_POSSIBLE = "assignment_not_possible"
    OCCURRED_IN_FUTURE = "occurred_in_future"
    OCCURRED_TOO_EARLY = "occurred_too_early"
    BACKDATING_NOT_PERMITTED = "backdating_not_permitted"
    FORM_INVALID = "form_invalid"
    DOSSIER_INCOMPLETE = "dossier_incomplete"
    RESULT_INVALID = "result_invalid"
    FACT_UNKNOWN = "fact_unknown"
    FACT_INVALID = "fact_invalid"
    FACT_NOT_FOR_STEP = "fact_not_for_step"
    TIME_LIMIT_PASSED = "time_limit_passed"
    TIME_LIMIT_NOT_PASSED = "time_limit_not_passed"
    DEEMED_ALREADY = "deemed_already"
    SUSPENSION_NOT_FORESEEN = "suspension_not_foreseen"
    SUSPENSION_USED_UP = "suspension_used_up"
    EXTENSION_NOT_FORESEEN = "extension_not_foreseen"
    EXTENSION_USED_UP = "extension_used_up"
    EXTENSION_TOO_LATE = "extension_too_late"
    EXTENSION_NOT_LATER = "extension_not_later"
    EXTENSION_TOO_LONG = "extension_too_long"
    EXTENSION_DURING_RETURN = "extension_during_return"
    EXTENSION_INVALID = "extension_invalid"
    SUPPLEMENT_TERM_EXPIRED = "supplement_term_expired"
    SUPPLEMENT_TERM_NOT_EXPIRED = "supplement_term_not_expired"
    WAIT_ENDED_OTHERWISE = "wait_ended_otherwise"
    RETURN_NOT_FORESEEN = "return_not_foreseen"
    NOTHING_TO_RETURN_TO = "nothing_to_return_to"
    OPINION_NOT_POSSIBLE = "opinion_not_possible"
    OPINION_NOT_OPEN = "opinion_not_open"
    DOCUMENT_UNKNOWN = "document_unknown"
    NO_COMPETENT_AGENCY = "no_competent_agency"
    TRANSFER_NOT_POSSIBLE = "transfer_not_possible"
    DUE_DATES_UNCHANGED = "due_dates_unchanged"
    CALENDAR_RUNS_OUT = "calendar_runs_out"
    AUTOMATIC_STEP = "automatic_step"
    NO_VERSION_IN_FORCE = "no_version_in_force"
    MIGRATION_NOT_FORESEEN = "migration_not_foreseen"
    MIGRATION_AT_REQUEST_ONLY = "migration_at_request_only"
    MIGRATION_WITHOUT_TARGET = "migration_without_target"
    VERSION_KEPT_ALREADY = "version_kept_already"
    UNIT_CODE_UNFIT = "unit_code_unfit"
    DELEGATION_INVALID = "delegation_invalid"


class CommandRefused(EngineError):
    """A lawful no: the command does not fit the state of the case. Nothing was changed."""

    def __init__(
        self,
        reason: Reason,
        message: Text,
        *,
        attempted: str,
        current: str | None = None,
        legal_basis: tuple[LegalBasis, ...] = (),
        problems: tuple[Text, ...] = (),
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.attempted = attempted
        self.current = current
        self.legal_basis = legal_basis
        self.problem_words = problems
        self.standing: Standing | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """In English, as `str(error)` is."""
        return tuple(problem.en for problem in self.problem_words)


class SignInRefused(EngineError):
    """The sign-in at the provider cannot be relied on: begin it again from the sign-in page."""

    in_vietnamese = "Không thể tin cậy lần đăng nhập này: hãy bắt đầu lại từ trang đăng nhập."

    def __init__(self, code: str) -> None:
        """`code`: what was wrong, for the log and the audit trail; it has no word of what was sent."""
        super().__init__()
        self.code = code


class ProviderAway(EngineError):
    """The provider that people sign in at does not answer as it should: try again, or come in with a token."""

    in_vietnamese = "Hệ thống đăng nhập chưa trả lời đúng: hãy thử lại, hoặc dùng mã truy cập."

    def __init__(self, fault: str) -> None:
        """`fault`: what an operator has to know, for the log."""
        super().__init__()
        self.fault = fault


class NotFound(EngineError):
    """There is nothing of that name that you may see; check the id and your agency."""

    in_vietnamese = "Không tìm thấy, hoặc bạn không có quyền xem; hãy kiểm tra lại mã và cơ quan của bạn."


class Conflict(EngineError):
    """Somebody was faster: read the case again and decide anew."""

    in_vietnamese = "Hồ sơ vừa được người khác cập nhật: hãy đọc lại hồ sơ rồi quyết định lại."

    def __init__(self, message: Text | str | None = None, *, current_version: int | None = None) -> None:
        super().__init__(message)
        self.current_version = current_version
        self.standing: Standing | None = None


class Busy(Conflict):
    """The ledger is busy with other commands and nothing was changed: send the same again in a moment."""

    in_vietnamese = "Hệ thống đang bận và chưa thay đổi gì: hãy gửi lại đúng yêu cầu này sau giây lát."


class LedgerAway(EngineError):
    """The ledger's database does not answer; send the same again in a moment, with the same id: nothing is done twice."""

    in_vietnamese = "Cơ sở dữ liệu chưa trả lời: hãy gửi lại đúng yêu cầu này sau giây lát, với cùng mã lệnh; không việc nào bị làm hai lần."


class LedgerDamaged(LedgerAway):
    """The ledger's database is damaged, or is none: stop all that uses it, then `lienthong restore FILE --replace`."""

    in_vietnamese = "Cơ sở dữ liệu bị hỏng, hoặc không phải là cơ sở dữ liệu: hãy dừng mọi tiến trình đang dùng, rồi `lienthong restore TỆP --replace`."


class LedgerReadOnly(LedgerAway):
    """The ledger's database cannot be written to: mend the rights of its file and folder, or of its user or server."""

    in_vietnamese = "Không ghi được vào cơ sở dữ liệu: hãy sửa quyền của tệp và thư mục, của người dùng hoặc của máy chủ cơ sở dữ liệu."


class TablesMissing(LedgerAway):
    """The database has not the tables of this version, and nothing was changed: run `lienthong migrate`."""

    in_vietnamese = (
        "Cơ sở dữ liệu chưa có các bảng của phiên bản này và chưa thay đổi gì: hãy chạy `lienthong migrate`."
    )


class StorageFull(EngineError):
    """The ledger's storage takes no more, and nothing was changed: once there is space again, send the same again."""

    in_vietnamese = "Nơi lưu trữ đã đầy và chưa thay đổi gì: khi có thêm dung lượng, hãy gửi lại đúng yêu cầu này."


class LedgerUnusable(EngineError):
    """The ledger cannot be worked with as it is; the words say what has to be done first."""


class ClockBehind(EngineError):
    """This machine's clock is hours behind what the case has recorded, and nothing was changed: put the clock right."""

    in_vietnamese = "Đồng hồ máy chủ chậm nhiều giờ so với lần ghi trước của hồ sơ và chưa thay đổi gì: hãy chỉnh đồng hồ, rồi gửi lại."


class CommandIdReused(EngineError):
    """This command id was used for another command: give each command an id of its own."""

    in_vietnamese = "Mã lệnh này đã được dùng cho một lệnh khác: mỗi lệnh cần một mã riêng."


class CursorUnknown(EngineError):
    """This is not the cursor of a page before: start with the first page."""

    in_vietnamese = "Con trỏ trang không hợp lệ: hãy bắt đầu từ trang đầu."


class DefinitionInvalid(EngineError):
    """The definition files have problems; `lienthong procedures validate` lists them with line and mend."""

    def __init__(self, problems: tuple[Text, ...]) -> None:
        vi, en = ("\n".join(problem.in_language(language) for problem in problems) for language in ("vi", "en"))
        super().__init__(Text(vi=vi, en=en))
        self.problems = problems


class AgencyUnreachable(EngineError):
    """The agency's system gave no valid answer; try again later."""

    in_vietnamese = "Hệ thống của cơ quan chưa trả lời hợp lệ; hãy thử lại sau."


class WrittenByNewer(EngineError):
    """A newer version of the product wrote to this case what this one cannot read; ask again, or update this process."""

    in_vietnamese = "Hồ sơ đã được một phiên bản phần mềm mới hơn ghi mà tiến trình này chưa đọc được; hãy gửi lại yêu cầu, hoặc cập nhật."


class CopyRefused(EngineError):
    """A copy of a ledger that is not taken in: it is damaged, or newer, or the ledger here is not empty. Nothing was changed."""

    def __init__(self, message: Text, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class RetentionRefused(EngineError):
    """A hold, or a release, that does not fit what was done with the case before. Nothing was changed."""


class InvariantBroken(EngineError):
    """A bug: the ledger and the rules disagree. Keep the data and report it."""
