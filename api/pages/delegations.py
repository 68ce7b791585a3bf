"""Who stands in for whom, as a page: give one's own for a time, or a colleague's as the lead; end it; see what holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.acts.orders import Sent
from api.dependencies import Language, TheProduct
from api.pages.form_words import word_of
from api.pages.render import page
from api.pages.sent_forms import command_id, own_form
from api.pages.texts import TEXTS
from api.pages.visitor import OwnVisitor, PageRefused
from engine.core.actors import Actor, Permission
from engine.core.delegations import Delegation, WantedDelegation
from engine.core.errors import CommandRefused, NotFound
from engine.core.identifiers import ActorId, ProcedureId
from engine.core.legal_time.instants import VIETNAM
from engine.core.roles import DELEGABLE
from engine.core.values import Text
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
_PATH = "/pages/delegations"


@dataclass(frozen=True, slots=True)
class Line:
    """One delegation as the page says it. `state`: what the day makes of it."""

    known: Delegation
    giver: str
    taker: str
    procedure: Text | None
    state: str
    ended_by: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a refused form leaves on the page."""

    status: int = 200
    fault: Text | None = None
    beside: dict[str, Text] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    done: str = ""


@router.get(_PATH, response_class=HTMLResponse)
def show_delegations(
    request: Request, visitor: OwnVisitor, product: TheProduct, language: Language = "vi", done: str = ""
) -> Response:
    """Those that the visitor gave or was given; to a lead all of the agency."""
    return _answer(request, visitor, product, language, Shown(done=done))


@router.post(_PATH, response_class=HTMLResponse)
def change_delegations(
    request: Request,
    visitor: OwnVisitor,
    sent: Annotated[Sent, Depends(own_form)],
    product: TheProduct,
    language: Language = "vi",
) -> Response:
    """Gives one, once however often the form is sent, or ends one; what was typed stays where it is refused."""
    if sent.fault is not None:
        return _answer(request, visitor, product, language, Shown(403, sent.fault, typed=sent.typed()))
    try:
        if sent.said("end"):
            product.delegating.end(visitor, sent.said("end"))
            return _led_back("ended", language)
        wanted, beside = _wanted(sent)
        if wanted is None:
            return _answer(request, visitor, product, language, Shown(422, None, beside, sent.typed()))
        named = command_id(visitor, "delegation", sent.said("act"))
        product.delegating.give(visitor, wanted, known_as=named)
    except CommandRefused as refused:
        return _answer(request, visitor, product, language, Shown(409, refused.words, typed=sent.typed()))
    except NotFound as gone:
        return _answer(request, visitor, product, language, Shown(404, gone.words, typed=sent.typed()))
    return _led_back("given", language)


def _wanted(sent: Sent) -> tuple[WantedDelegation | None, dict[str, Text]]:
    """A day that is named last is one of those on which somebody stands in."""
    beside: dict[str, Text] = {}
    days: dict[str, date] = {}
    for name in ("from_day", "until_day"):
        said = sent.said(name)
        if said or name == "until_day":
            try:
                days[name] = date.fromisoformat(said)
            except ValueError:
                beside[name] = TEXTS["delegation_no_day"]
    if not sent.said("taker"):
        beside["taker"] = TEXTS["delegation_unsaid"]
    if beside:
        return None, beside
    try:
        until_at = _midnight(days["until_day"] + timedelta(days=1))
    except OverflowError:
        return None, {"until_day": TEXTS["delegation_no_day"]}
    wanted = WantedDelegation(
        giver=ActorId(sent.said("giver")) if sent.said("giver") else None,
        taker=ActorId(sent.said("taker")),
        procedure=ProcedureId(sent.said("procedure")) if sent.said("procedure") else None,
        from_at=_midnight(days["from_day"]) if "from_day" in days else None,
        until_at=until_at,
    )
    return wanted, {}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _led_back(done: str, language: str) -> RedirectResponse:
    query = {"done": done, **({"lang": "en"} if language == "en" else {})}
    return RedirectResponse(f"{_PATH}?{urlencode(query)}", 303)


def _answer(request: Request, visitor: Actor, product: Product, language: str, shown: Shown) -> HTMLResponse:
    try:
        people = product.delegating.people_of(visitor)
        known = product.delegating.visible_to(visitor)
    except CommandRefused as refused:
        raise PageRefused(refused.words) from refused
    now = product.clock.now()
    lines = [_line(visitor, product, people, one, now) for one in known]
    away = [one for one in people if DELEGABLE.intersection(one.roles)]
    return page(
        request,
        "delegations.html",
        language,
        visitor,
        status=shown.status,
        current=[line for line in lines if line.state in ("delegation_holds", "delegation_later")],
        over=[line for line in lines if line.state not in ("delegation_holds", "delegation_later")],
        givers=away if visitor.may(Permission.SUPERVISE) else [one for one in away if one.id == visitor.id],
        takers=[one for one in people if visitor.may(Permission.SUPERVISE) or one.id != visitor.id],
        is_lead=visitor.may(Permission.SUPERVISE),
        procedures=_procedures(product, visitor),
        shown=shown,
        today=now.astimezone(VIETNAM).date().isoformat(),
        word=word_of(request),
        act=str(uuid4()),
    )


def _line(visitor: Actor, product: Product, people: Sequence[Actor], known: Delegation, now: datetime) -> Line:
    names = {one.id: one.name for one in people}
    titles = _procedures(product, None)
    state = _state(known, now)
    return Line(
        known=known,
        giver=names.get(known.giver, known.giver),
        taker=names.get(known.taker, known.taker),
        procedure=titles.get(known.procedure) if known.procedure is not None else None,
        state=state,
        ended_by=names.get(known.ended_by, known.ended_by) if known.ended_by is not None else "",
        may_end=state in ("delegation_holds", "delegation_later"),
    )


def _state(known: Delegation, now: datetime) -> str:
    """The key of the words for it."""
    if known.ended_at is not None:
        return "delegation_ended_by"
    if known.until_at <= now:
        return "delegation_over"
    return "delegation_holds" if known.holds_at(now) else "delegation_later"


def _procedures(product: Product, visitor: Actor | None) -> dict[ProcedureId, Text]:
    """By id the title of the newest version; of who is asked, those that he is for."""
    found = {one.procedure: one.title for one in product.catalogue.all()}
    return {name: title for name, title in found.items() if visitor is None or visitor.is_for(name)}
