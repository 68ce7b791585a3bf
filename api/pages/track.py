"""The citizen's door: the code and the secret of the slip open a short visit to one case."""

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Language, TheProduct
from api.pages.citizen_visit import COOKIE, forget, is_from_elsewhere, remember
from api.pages.render import page
from api.pages.sign_in import read_fields
from api.trail import note_refused_sign_in
from engine.core.actors import citizen_of
from engine.core.audit import AuditKind
from engine.service.citizen_access import Opened, TooMany

router = APIRouter(include_in_schema=False)
_LONGEST = 200


@router.get("/track", response_class=HTMLResponse)
def show_door(request: Request, over: str = "", language: Language = "vi") -> Response:
    """Says the same whatever is there: nothing of any case."""
    return _door(request, language, said="track_expired" if over else "")


@router.post("/track", response_class=HTMLResponse)
def come_in(
    request: Request,
    product: TheProduct,
    fields: Annotated[dict[str, str], Depends(read_fields)],
    language: Language = "vi",
) -> Response:
    """A wrong code and a wrong secret are answered alike. A form of another site would show its visitor a foreign case."""
    if is_from_elsewhere(request):
        return _door(request, language, said="track_foreign", status=403)
    code, secret = (fields.get(name, "")[:_LONGEST] for name in ("code", "secret"))
    address = request.client.host if request.client is not None else ""
    match product.citizens.open(code, secret, address):
        case Opened() as opened:
            case_id = opened.case_id
            product.audit.enter(AuditKind.SIGNED_IN, citizen_of(case_id).id, case_id=case_id, about="track")
            answer = RedirectResponse("/track/case" + ("?lang=en" if language == "en" else ""), 303)
            remember(request, answer, opened.session)
            return answer
        case TooMany(until=until):
            note_refused_sign_in(request, "track_too_many")
            closed = _door(request, language, said="track_too_many", until=until, status=429, code=code)
            closed.headers["Retry-After"] = str(max(1, int((until - product.clock.now()).total_seconds())))
            return closed
        case None:
            note_refused_sign_in(request, "track")
            return _door(request, language, said="track_wrong", status=403, code=code)


@router.post("/track/leave")
def leave(product: TheProduct, said: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> Response:
    """Ends the visit itself, not only the browser's copy of it."""
    if said:
        product.citizens.close(said)
    answer = RedirectResponse("/track", 303)
    forget(answer)
    return answer


def _door(request: Request, language: str, *, said: str, status: int = 200, **shown: Any) -> HTMLResponse:
    return page(
        request, "track.html", language, None, status=status, **{"said": said, "until": None, "code": "", **shown}
    )
