"""The case as its citizen sees it: the promised date first; what was asked for is handed in here."""

import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.dependencies import Language, Reader, TheProduct
from api.pages.citizen_visit import TheVisit, Visit, is_from_elsewhere
from api.pages.render import page
from api.pages.texts import TEXTS
from engine.core.citizen_progress import progress_of
from engine.core.errors import CommandIdReused, CommandRefused, Conflict, NotFound, Reason
from engine.core.identifiers import CaseId, CommandId, DocumentId, StepId
from engine.core.values import Text
from engine.core.words import REASON
from engine.service.explanation_record import explanation_record
from engine.service.file_faults import WORDS, FileFault, FileRefused
from engine.service.file_ports import MAX_FILE_BYTES, FilesAway
from engine.service.hand_in_papers import GivenFile
from engine.service.read_case import CaseView
from engine.service.upload_ports import ScannerAway
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
_FILE = "file."
_TOO_LARGE = WORDS[FileFault.TOO_LARGE]
_MOST_FILES, _MOST_FIELDS, _LONGEST_NOTE = 20, 40, 4000


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in with the form; `fault`: it could not be read."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[DocumentId, UploadFile]] = ()
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing was handed in."""

    status: int
    words: Text


@router.get("/track/case", response_class=HTMLResponse)
def show_my_case(
    request: Request, visit: TheVisit, reader: Reader, done: str = "", language: Language = "vi"
) -> Response:
    return _my_case(request, visit, reader.get_view(visit.case_id, visit.actor), language, is_done=bool(done))


@router.get("/track/case/hand-in")
def lead_back(language: Language = "vi") -> Response:
    """Who loads the page of a refusal anew, or in the other language."""
    return _to_my_case(language)


async def what_was_sent(request: Request, visit: TheVisit) -> AsyncIterator[Sent]:
    """Asks for the visit first: nobody else's files are read."""
    try:
        form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
    except (HTTPException, ClientDisconnect) as refused:
        is_large = isinstance(refused, HTTPException) and refused.status_code == 413
        yield Sent(fault=_TOO_LARGE if is_large else TEXTS["track_bad_form"])
        return
    try:
        sent = form.multi_items()
        yield Sent(
            fields={name: value for name, value in sent if isinstance(value, str)},
            files=[
                (DocumentId(name.removeprefix(_FILE)), value)
                for name, value in sent
                if isinstance(value, UploadFile) and name.startswith(_FILE) and (value.filename or value.size)
            ],
        )
    finally:
        await form.close()


@router.post("/track/case/hand-in", response_class=HTMLResponse)
def hand_in(
    request: Request,
    visit: TheVisit,
    sent: Annotated[Sent, Depends(what_was_sent)],
    product: TheProduct,
    reader: Reader,
    language: Language = "vi",
) -> Response:
    """One command of the citizen's; the same form sent twice is one."""
    fault = _refused(request, visit, sent) or _hand_in(product, visit, sent)
    if fault is None:
        return _to_my_case(language, done="1")
    return _my_case(request, visit, reader.get_view(visit.case_id, visit.actor), language, fault=fault)


def _to_my_case(language: str, **query: str) -> Response:
    said = {**query, "lang": "en"} if language == "en" else query
    return RedirectResponse("/track/case" + (f"?{urlencode(said)}" if said else ""), 303)


def _refused(request: Request, visit: Visit, sent: Sent) -> Fault | None:
    if sent.fault is not None:
        return Fault(413 if sent.fault is _TOO_LARGE else 422, sent.fault)
    word = sent.fields.get("word", "")
    if is_from_elsewhere(request) or not hmac.compare_digest(word.encode(), visit.form_word.encode()):
        return Fault(403, TEXTS["track_foreign"])
    return None


def _hand_in(product: Product, visit: Visit, sent: Sent) -> Fault | None:
    given = [
        GivenFile(document, upload.filename or "", upload.file.read(MAX_FILE_BYTES + 1))
        for document, upload in sent.files
    ]
    note = _plain(sent.fields.get("note", ""))
    if not given and not note:
        return Fault(422, TEXTS["track_nothing_sent"])
    step = StepId(_plain(sent.fields.get("step", ""))[:100])
    command_id = _command_id(visit.case_id, sent.fields.get("act", ""))
    try:
        product.handed_in.hand_in(visit.case_id, visit.actor, command_id, step, given, note)
    except FileRefused as refused:
        return Fault(422, refused.words)
    except (ScannerAway, FilesAway) as away:
        return Fault(503, away.words)
    except CommandRefused as refused:
        if refused.reason is Reason.DOSSIER_INCOMPLETE:
            return Fault(409, _missing(product, visit, step, {file.document for file in given}))
        return Fault(409, refused.words if refused.reason in _TOLD_AS_THEY_ARE else TEXTS["track_not_asked"])
    except CommandIdReused:
        return Fault(409, TEXTS["track_bad_form"])
    except Conflict as refused:
        return Fault(409, refused.words)
    return None


_TOLD_AS_THEY_ARE = frozenset({Reason.SUPPLEMENT_TERM_EXPIRED, Reason.DOCUMENT_UNKNOWN})


def _missing(product: Product, visit: Visit, step: StepId, given: set[DocumentId]) -> Text:
    """What is still missing, by the titles that the form shows."""
    view = product.reader.get_view(visit.case_id, visit.actor)
    asked = [one for one in progress_of(view.law, view.state, view.times, view.history).asked if one.step == step]
    titles = [title for one in asked for name, title in one.documents if name not in given]
    words = TEXTS["track_missing"]
    return Text(
        vi=f"{words.vi} {'; '.join(title.vi for title in titles)}",
        en=f"{words.en} {'; '.join(title.en for title in titles)}",
    )


def _command_id(case_id: CaseId, act: str) -> CommandId:
    """Of this case alone, whatever the form says: nobody takes the id of another's command."""
    try:
        said = str(UUID(act))
    except ValueError:
        said = str(uuid4())
    return CommandId(str(uuid5(NAMESPACE_URL, f"urn:lienthong:citizen:{case_id}:{said}")))


def _plain(said: str) -> str:
    kept = "".join(letter for letter in said if letter.isprintable() or letter in "\r\n\t")
    return kept.strip()[:_LONGEST_NOTE]


def _my_case(
    request: Request, visit: Visit, view: CaseView, language: str, *, fault: Fault | None = None, is_done: bool = False
) -> HTMLResponse:
    state = view.state
    receiver = view.directory.agencies.get(state.receiving_agency) if state.receiving_agency else None
    shown: dict[str, Any] = {
        "progress": progress_of(view.law, state, view.times, view.history),
        "code": state.dossier_code,
        "procedure": view.definition.title,
        "received_at": state.received_at,
        "receiver": receiver.title if receiver is not None else None,
        "closing_reason": REASON.get(state.closing_reason) if state.closing_reason else None,
        "why": _reasons(view, language),
        "as_of": view.as_of,
        "word": visit.form_word,
        "act": str(uuid4()),
        "fault": fault.words if fault is not None else None,
        "is_done": is_done,
        "file_name": _FILE,
    }
    return page(request, "track_case.html", language, None, status=fault.status if fault is not None else 200, **shown)


def _reasons(view: CaseView, language: str) -> tuple[str, ...]:
    """Why the whole case is due when it is; nothing where the days off are not known."""
    try:
        told = explanation_record(view, language).due_dates
    except NotFound:
        return ()
    return next((one.sentences for one in told if one.step is None), ())
