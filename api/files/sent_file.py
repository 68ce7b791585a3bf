"""The one file of a request: read when it is known who sends it and that he may, never before."""

from typing import Annotated, Any, NamedTuple

from fastapi import Depends, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException as Refused
from starlette.requests import ClientDisconnect

from api.auth import CallingActor
from api.dependencies import CasePath, Reader
from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_ports import MAX_FILE_BYTES
from engine.service.read_case import CaseView

_MOST_FIELDS = 2
_LONGEST = 100


class SentFile(NamedTuple):
    """`content` has one byte more than is taken, where there is more."""

    document: str
    name: str
    content: bytes


def form_of_a_file(**fields: dict[str, Any]) -> dict[str, Any]:
    """What the document says of such a request."""
    file = {"type": "string", "format": "binary", "description": "PDF, JPEG or PNG, at most 10 MB."}
    shape = {"type": "object", "required": [*fields, "file"], "properties": {**fields, "file": file}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": shape}}}}


def the_case(case_id: CasePath, actor: CallingActor, reader: Reader) -> CaseView:
    return reader.get_view(case_id, actor)


TheCase = Annotated[CaseView, Depends(the_case)]


async def file_for_a_case(request: Request, _: TheCase) -> SentFile:
    return await _read(request)


async def file_for_a_dossier(request: Request, _: CallingActor) -> SentFile:
    return await _read(request)


FileForCase = Annotated[SentFile, Depends(file_for_a_case)]
FileForDossier = Annotated[SentFile, Depends(file_for_a_dossier)]


async def _read(request: Request) -> SentFile:
    """Raises `FileRefused`, and `RequestValidationError` for a form without a file."""
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            file, document = form.get("file"), form.get("document")
            if not isinstance(file, UploadFile):
                raise _missing("file")
            content = await file.read(MAX_FILE_BYTES + 1)
            said = document if isinstance(document, str) else ""
            return SentFile(said[:_LONGEST], file.filename or "", content)
    except Refused as refused:
        if refused.status_code == 413:
            raise FileRefused(FileFault.TOO_LARGE) from refused
        raise
    except ClientDisconnect as gone:
        raise HTTPException(400, "There was an error parsing the body") from gone


def _missing(field: str) -> RequestValidationError:
    return RequestValidationError([{"type": "missing", "loc": ("body", field), "msg": "Field required", "input": None}])
