"""What an agency is asked by others, as a page: each question with the form that answers it, and nothing else of the case."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from api.acts.orders import Sent
from api.acts.texts import ACT_TEXTS
from api.dependencies import Language, TheProduct
from api.pages.form_words import word_of
from api.pages.render import page
from api.pages.sent_forms import TheSent, command_id
from api.pages.texts import TEXTS
from api.pages.visitor import ActingVisitor, PageRefused, Visitor
from api.plain_json import refuse_unkeepable
from engine.core import commands
from engine.core.actors import Actor
from engine.core.errors import CommandIdReused, CommandRefused, Conflict, NotFound
from engine.core.opinions import OPINION_ANSWER
from engine.core.values import Text
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
_PATH = "/pages/opinions"
_LONGEST = 4000


@router.get(_PATH, response_class=HTMLResponse)
def show_asked_opinions(
    request: Request, visitor: Visitor, product: TheProduct, language: Language = "vi", done: str = ""
) -> Response:
    """The open questions of other agencies to the visitor's, what is due first in front."""
    return _answer(request, visitor, product, language, is_done=done == "given")


@router.post(_PATH, response_class=HTMLResponse)
def answer_asked_opinion(
    request: Request, visitor: ActingVisitor, sent: TheSent, product: TheProduct, language: Language = "vi"
) -> Response:
    """Gives one opinion, once however often the form is sent; what was typed stays on the page where it is refused."""

    def refused(words: Text, status: int) -> HTMLResponse:
        return _answer(request, visitor, product, language, fault=words, typed=sent.typed(), status=status)

    if sent.fault is not None:
        return refused(sent.fault, 403)
    if wrong := _wrong_with(sent):
        return refused(wrong, 422)
    about = f"{sent.said('case_id')}/{sent.said('opinion')}"
    names = ("case_id", "step", "opinion", "answer", "text")
    try:
        command = commands.GiveOpinion.model_validate(
            {
                **{name: sent.said(name) for name in names},
                "command_id": command_id(visitor, about, sent.said("act")),
                "actor": visitor,
                "reference": sent.said("reference") or None,
            }
        )
    except ValidationError:
        return refused(TEXTS["opinion_unsaid"], 422)
    try:
        product.commands.handle(command)
    except CommandRefused as against:
        return refused(against.words, 409)
    except NotFound as gone:
        return refused(gone.words, 404)
    except (CommandIdReused, Conflict):
        return refused(TEXTS["form_used"], 409)
    query = {"done": "given", **({"lang": "en"} if language == "en" else {})}
    return RedirectResponse(f"{_PATH}?{urlencode(query)}", 303)


def _wrong_with(sent: Sent) -> Text | None:
    """What no case can keep; the rest is for the law."""
    if any(len(said) > _LONGEST for said in sent.fields.values()):
        return ACT_TEXTS["too_long"]
    try:
        refuse_unkeepable(dict(sent.fields))
    except ValueError:
        return ACT_TEXTS["unkeepable"]
    return None


def _answer(
    request: Request,
    visitor: Actor,
    product: Product,
    language: str,
    *,
    fault: Text | None = None,
    typed: dict[str, str] | None = None,
    is_done: bool = False,
    status: int = 200,
) -> HTMLResponse:
    try:
        found = product.opinions.asked_of(visitor)
    except CommandRefused as refused:
        raise PageRefused(refused.words) from refused
    shown: dict[str, Any] = {
        "asked": found.items,
        "is_whole": found.is_whole,
        "answers": OPINION_ANSWER,
        "labels": ACT_TEXTS,
        "fault": fault,
        "typed": typed or {},
        "is_done": is_done,
        "word": word_of(request),
        "act": str(uuid4()),
    }
    return page(request, "asked_opinions.html", language, visitor, status=status, **shown)
