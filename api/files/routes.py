"""Files of papers: uploaded for a command to name, listed with the case, handed over to be saved, never shown by us."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.auth import CallingActor
from api.cases.clock_shapes import local
from api.dependencies import CasePath, Reader, TheProduct
from api.errors import problem_responses
from api.files.schemas import FileAdded, FileRead, FilesOfCase
from api.files.sent_file import FileForCase, FileForDossier, TheCase, form_of_a_file
from engine.core.errors import NotFound, Reason
from engine.core.identifiers import DocumentId
from engine.service.file_faults import FileFault
from engine.service.file_ports import REFERENCE, KeptFile, kind_of
from engine.service.hand_in_papers import find_file
from engine.service.upload_ports import Upload
from engine.service.uploads import NAMED_WITHIN

router = APIRouter(tags=["files"])
_LOCKED_UP = "default-src 'none'; sandbox"
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_LOOKING = ("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid")
_WRITING = (
    *("unauthenticated", Reason.NOT_PERMITTED, "input_invalid", "scanner_away", "files_away"),
    *("busy", "ledger_away", "storage_full"),
    *(fault.value for fault in FileFault if fault is not FileFault.NOT_KEPT),
)


@router.post(
    "/cases/{case_id}/files",
    status_code=201,
    summary="Upload a file for a case",
    responses=problem_responses(*_WRITING, "not_found", Reason.DOCUMENT_UNKNOWN),
    openapi_extra=form_of_a_file(
        document={"type": "string", "description": "What it is by the procedure.", "examples": ["birth_certificate"]}
    ),
)
def add_file(view: TheCase, sent: FileForCase, actor: CallingActor, product: TheProduct) -> FileAdded:
    """Looked into and kept; the case does not change. A command on the case then names it: give its `reference` with the
    paper in `documents`, within a day. What no command names is removed. The same content again is the same file."""
    document = DocumentId(sent.document)
    upload = product.uploads.add_to_case(view.state.id, view.definition, actor, document, sent.name, sent.content)
    return _added(upload)


@router.post(
    "/files",
    status_code=201,
    summary="Upload a file for a dossier that is about to be handed in",
    responses=problem_responses(*_WRITING),
    openapi_extra=form_of_a_file(),
)
def add_file_before(sent: FileForDossier, actor: CallingActor, product: TheProduct) -> FileAdded:
    """Waits for the dossier in which the same account names it (`POST /cases`), a day at most."""
    return _added(product.uploads.add_before(actor, sent.name, sent.content))


@router.get(
    "/cases/{case_id}/files",
    summary="List the files of a case",
    responses=problem_responses(*_LOOKING),
)
def list_files(view: TheCase, product: TheProduct) -> FilesOfCase:
    """Of its papers, and those that were uploaded and that no command has named yet."""
    named = {
        paper.reference: FileRead(
            digest=paper.reference.removeprefix(REFERENCE),
            reference=paper.reference,
            document=paper.document,
            named_until=None,
        )
        for paper in view.state.documents
        if paper.reference.startswith(REFERENCE)
    }
    waiting = {f"{REFERENCE}{one.digest}": _added(one) for one in product.uploads.waiting(view.state.id)}
    return FilesOfCase(items=[*named.values(), *(one for name, one in waiting.items() if name not in named)])


@router.get(
    "/cases/{case_id}/files/{digest}",
    summary="Read the file of a paper",
    response_class=Response,
    responses={
        200: {
            "description": "The file as it was handed in.",
            "content": dict.fromkeys(("application/pdf", "image/jpeg", "image/png"), _BYTES),
        },
        **problem_responses(*_LOOKING, "files_away"),
    },
)
def get_file(
    case_id: CasePath,
    digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="After `file:` in the paper's `reference`.")],
    actor: CallingActor,
    reader: Reader,
    product: TheProduct,
) -> Response:
    """The digest is the SHA-256 of the content, so the file is the one that was handed in. Its type is told by what is
    in it; its name is ours."""
    found = find_file(product.handed_in.files, reader.get_view(case_id, actor), digest)
    waiting = product.uploads.find_waiting(case_id, digest) if found is None else None
    found = KeptFile(digest, waiting) if waiting is not None else found
    kind = kind_of(found.content) if found is not None else None
    if found is None or kind is None:
        raise NotFound()
    media_type, ending = kind
    headers = {
        "Content-Disposition": f'attachment; filename="{digest[:12]}{ending}"',
        "Content-Security-Policy": _LOCKED_UP,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(found.content, media_type=media_type, headers=headers)


def _added(upload: Upload) -> FileAdded:
    return FileAdded(
        digest=upload.digest,
        reference=f"{REFERENCE}{upload.digest}",
        document=upload.document or None,
        media_type=upload.media_type,
        size=upload.size,
        named_until=local(upload.at + NAMED_WITHIN),
    )
