"""For whom somebody acts on the pages: for himself, or for a colleague who is away and has delegated it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.acts.orders import Sent
from api.cookies import ACTS_FOR
from api.dependencies import Language, TheProduct
from api.pages.render import page
from api.pages.safety import is_local_path
from api.pages.sent_forms import own_form
from api.pages.session_cookie import HOME, is_encrypted
from api.pages.visitor import OwnVisitor

router = APIRouter(include_in_schema=False)


@router.post("/pages/stand-in", response_class=HTMLResponse)
def choose_stand_in(
    request: Request,
    visitor: OwnVisitor,
    sent: Annotated[Sent, Depends(own_form)],
    product: TheProduct,
    language: Language = "vi",
) -> Response:
    """One of the delegations that hold now, or nobody; leads back to where it was chosen."""
    if sent.fault is not None:
        words = sent.fault.in_language(language)
        return page(request, "refused.html", language, visitor, status=403, title=words, words=words)
    target, chosen = sent.said("next"), sent.said("for")
    answer = RedirectResponse(target if is_local_path(target) else HOME, 303)
    if chosen in {held.id for held, _ in product.delegating.held_by(visitor)}:
        answer.set_cookie(ACTS_FOR, chosen, httponly=True, samesite="strict", secure=is_encrypted(request))
    else:
        answer.delete_cookie(ACTS_FOR, httponly=True, samesite="strict")
    return answer
