"""Errors of the engine become problem documents: the only place with HTTP codes for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.pages.problem_page import is_read_by_a_person, page_of
from api.pages.try_again import is_page, page_to_try_again
from api.problem import MEDIA_TYPE, LegalBasisRead, OfferedCommand, Problem, language_of, problem_answer
from api.problem_words import TITLES
from api.request_faults import faults_in_words
from api.request_log import REQUEST_ID
from engine.core.errors import (
    AgencyUnreachable,
    Busy,
    ClockBehind,
    CommandIdReused,
    CommandRefused,
    Conflict,
    CursorUnknown,
    EngineError,
    LedgerAway,
    LedgerDamaged,
    LedgerReadOnly,
    NotFound,
    Reason,
    StorageFull,
    TablesMissing,
    WrittenByNewer,
)
from engine.core.legal_time import DeadlineError
from engine.core.standing import Standing
from engine.core.values import Text
from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_ports import FilesAway
from engine.service.upload_ports import ScannerAway

_LAWFUL_NO = 409
STATUS: dict[str, int] = {
    **dict.fromkeys(Reason, _LAWFUL_NO),
    Reason.NOT_PERMITTED: 403,
    Reason.WRONG_AGENCY: 403,
    Reason.BACKDATING_NOT_PERMITTED: 403,
    Reason.STEP_UNKNOWN: 404,
    # What is said does not fit what the procedure declares: malformed, whatever the state of the case.
    Reason.FORM_INVALID: 422,
    Reason.RESULT_INVALID: 422,
    Reason.FACT_UNKNOWN: 422,
    Reason.FACT_INVALID: 422,
    Reason.DOCUMENT_UNKNOWN: 422,
    Reason.EXTENSION_INVALID: 422,
    Reason.DELEGATION_INVALID: 422,
    **dict.fromkeys(FileFault, 422),
    FileFault.TOO_LARGE: 413,
    "scanner_away": 503,
    "files_away": 503,
    "unauthenticated": 401,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "precondition_failed": 412,
    "command_id_reused": 422,
    "input_invalid": 422,
    "too_large": 413,
    "agency_unreachable": 503,
    "written_by_newer": 503,
    "not_ready": 503,
    "busy": 503,
    "ledger_away": 503,
    "storage_full": 507,
    "clock_behind": 503,
    "internal_error": 500,
}
"""Code of a problem -> HTTP status."""

TRY_AGAIN: dict[type[EngineError], tuple[str, int]] = {
    Busy: ("busy", 2),
    LedgerAway: ("ledger_away", 5),
    LedgerDamaged: ("ledger_away", 60),
    LedgerReadOnly: ("ledger_away", 5),
    TablesMissing: ("not_ready", 30),
    StorageFull: ("storage_full", 60),
    ClockBehind: ("clock_behind", 60),
    ScannerAway: ("scanner_away", 30),
    FilesAway: ("files_away", 30),
}
"""What passes by itself, or when somebody has made space: its code, and after how many seconds to send the same again."""
_MEND_EACH_POINT = Text(vi="hãy sửa từng điểm rồi gửi lại yêu cầu", en="mend each point and send the request again")
_INSTANTS_ASKED_ABOUT = ("as_of", "period_end", "from", "to")
"""Parameters by which somebody may ask about a time that no calendar reaches."""
_FRAMEWORK = {
    "not_found": "không có địa chỉ này",
    "method_not_allowed": "địa chỉ này không nhận phương thức đó",
    "too_large": "yêu cầu quá lớn; giấy tờ nằm ở kho của cơ quan, hãy chỉ gửi mã tham chiếu",
    "input_invalid": "dữ liệu gửi lên không hợp lệ",
}
"""What the framework refuses itself, in Vietnamese; it says it in English."""
_UNEXPECTED = Text(
    vi="yêu cầu chưa được thực hiện; hãy thử lại, và báo lại nếu vẫn lỗi",
    en="the request was not carried out; try again, and report it if it stays",
)
_SIGN_IN_FIRST = Text(
    vi="chưa đăng nhập: hãy gửi `Authorization: Bearer <mã truy cập>`",
    en="nobody is signed in: send `Authorization: Bearer <token>`",
)


class Unauthenticated(Exception):
    """Nobody is signed in, or not any more; `words` say how to mend it."""

    def __init__(self, words: Text = _SIGN_IN_FIRST) -> None:
        super().__init__(words.en)
        self.words = words


_Answer = Callable[[Request, Exception], Response]


def install(app: FastAPI) -> None:
    """Registers a handler for each error that may leave a route: programs get the document, people its page."""
    for kind, answer in _handlers().items():
        app.add_exception_handler(kind, _for_whoever_reads(answer))


def _handlers() -> dict[type[Exception], _Answer]:
    return {
        CommandRefused: _refused,
        Conflict: _conflict,
        **dict.fromkeys(TRY_AGAIN, _try_again),
        RequestValidationError: _invalid,
        HTTPException: _http,
        DeadlineError: _uncountable,
        Unauthenticated: _unauthenticated,
        NotFound: _plain("not_found"),
        FileRefused: _file_refused,
        CursorUnknown: _plain("input_invalid"),
        CommandIdReused: _plain("command_id_reused"),
        AgencyUnreachable: _plain("agency_unreachable"),
        WrittenByNewer: _plain("written_by_newer"),
        Exception: _unexpected,
    }


def _for_whoever_reads(answer: _Answer) -> _Answer:
    def told(request: Request, error: Exception) -> Response:
        said = answer(request, error)
        is_document = said.media_type == MEDIA_TYPE
        return (
            page_of(request, Problem.model_validate_json(bytes(said.body)), said)
            if is_document and is_read_by_a_person(request)
            else said
        )

    return told


def problem_of(request: Request, error: EngineError) -> Problem:
    """The document that the request would have been answered with, had it been this one thing alone."""
    handlers: Mapping[Any, _Answer] = _handlers()
    handler = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)
    answer = handler(request, error)
    request.state.problem = None  # the request itself was answered
    return Problem.model_validate_json(bytes(answer.body))


def problem_responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of an operation that may answer with these codes."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS[code], []).append(code)
    return {status: _documented(found) for status, found in sorted(by_status.items())}


def _documented(codes: Sequence[str]) -> dict[str, Any]:
    said = "; ".join(f"`{code}`: {TITLES[code].en.lower()}" for code in codes)
    return {
        "description": said,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CommandRefused)
    return problem_answer(
        request,
        STATUS[error.reason],
        error.reason.value,
        error.words,
        current=error.current,
        attempted=error.attempted,
        legal_basis=[LegalBasisRead(**basis.model_dump(mode="json")) for basis in error.legal_basis],
        problems=_in_language(request, error.problem_words),
        **_standing(error.standing),
    )


def _conflict(request: Request, error: Exception) -> JSONResponse:
    """Who named a version is told that his precondition failed (RFC 9110 13.1.1)."""
    assert isinstance(error, Conflict)
    code = "precondition_failed" if "if-match" in request.headers else "conflict"
    known = {"current_version": error.current_version, **_standing(error.standing)}
    return problem_answer(request, STATUS[code], code, error.words, **known)


def _try_again(request: Request, error: Exception) -> Response:
    """Rather an answer that says when to come again than one more caller in the queue, or a riddle."""
    assert isinstance(error, EngineError)
    code, seconds = TRY_AGAIN[type(error)]
    headers = {"Retry-After": str(seconds)}
    if is_page(request):
        return page_to_try_again(request, STATUS[code], code, error.words, headers)
    return problem_answer(request, STATUS[code], code, error.words, headers=headers)


def _standing(met: Standing | None) -> dict[str, Any]:
    """The state that the command met, so that who was slower need not ask for it."""
    if met is None:
        return {}
    offered = [OfferedCommand(command=one.command, step=one.step) for one in met.available]
    return {"current_version": met.version, "current_status": met.status, "available_commands": offered}


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = _in_language(request, faults_in_words(error.errors()))
    return problem_answer(request, STATUS["input_invalid"], "input_invalid", _MEND_EACH_POINT, problems=problems)


def _in_language(request: Request, said: Iterable[Text]) -> list[str]:
    language = language_of(request)
    return [text.in_language(language) for text in said]


def _http(request: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses: an unknown path, a method that a path does not have."""
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "input_invalid")
    headers = dict(error.headers) if error.headers else None
    return problem_answer(request, STATUS[code], code, Text(vi=_FRAMEWORK[code], en=str(error.detail)), headers=headers)


def _uncountable(request: Request, error: Exception) -> JSONResponse:
    """An instant that somebody asked about may lie beyond all calendars; anything else uncountable is our fault."""
    assert isinstance(error, DeadlineError)
    asked = next((name for name in _INSTANTS_ASKED_ABOUT if name in request.query_params), None)
    if asked is None:
        raise error
    beyond = Text(
        vi=f"query.{asked}: lịch làm việc chưa có thời điểm này; hãy hỏi một thời điểm có trong lịch",
        en=f"query.{asked}: {error.message}; ask for an instant that the calendars reach",
    )
    problems = _in_language(request, [beyond])
    return problem_answer(request, STATUS["input_invalid"], "input_invalid", _MEND_EACH_POINT, problems=problems)


def _unauthenticated(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Unauthenticated)
    headers = {"WWW-Authenticate": 'Bearer realm="lienthong"'}
    return problem_answer(request, STATUS["unauthenticated"], "unauthenticated", error.words, headers=headers)


def _file_refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, FileRefused)
    return problem_answer(request, STATUS[error.fault], error.fault.value, error.words)


def _plain(code: str) -> Any:
    """A handler for an error that is told by its message alone."""

    def answer(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, EngineError)
        return problem_answer(request, STATUS[code], code, error.words)

    return answer


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    """Nothing of the inside leaves; the server's log has it."""
    known = getattr(request.state, "request_id", None)
    headers = {REQUEST_ID: known} if known else None  # the log has what went wrong under it
    return problem_answer(request, STATUS["internal_error"], "internal_error", _UNEXPECTED, headers=headers)
