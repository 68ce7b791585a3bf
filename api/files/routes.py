"""A paper's file, for whoever may see the case: handed over to be saved, never shown by us."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.auth import CallingActor
from api.dependencies import CasePath, Reader, TheProduct
from api.errors import problem_responses
from engine.core.errors import NotFound, Reason
from engine.service.file_ports import kind_of
from engine.service.hand_in_papers import find_file

router = APIRouter(tags=["cases"])
_LOCKED_UP = "default-src 'none'; sandbox"
_BYTES = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/cases/{case_id}/files/{digest}",
    summary="Read the file of a paper",
    response_class=Response,
    responses={
        200: {
            "description": "The file as it was handed in.",
            "content": dict.fromkeys(("application/pdf", "image/jpeg", "image/png"), _BYTES),
        },
        **problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
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
