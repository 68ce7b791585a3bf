"""The worklist as a page: what is late and at risk on top, taken on and given back where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Catalogue, Language, Reader, TheProduct
from api.pages.form_words import word_of
from api.pages.render import page
from api.pages.sent_forms import TheSent, command_id
from api.pages.task_rows import GROUPS, Row, row_of
from api.pages.texts import TEXTS
from api.pages.visitor import ActingVisitor, PageRefused, Visitor
from api.plain_json import PlainText
from engine.core import commands
from engine.core.actors import Actor
from engine.core.errors import Busy, CommandIdReused, CommandRefused, Conflict, CursorUnknown, NotFound
from engine.core.identifiers import CaseId, StepId
from engine.core.values import Text
from engine.core.words import STEP_STATUS
from engine.service.ports import Page
from engine.service.read_case import CaseReader, get_agency
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
_LINES, _LOOKED_THROUGH = 50, 150
"""How many are shown where nothing is filtered, and how many are looked through for a filter, before one goes on."""
_MOST_AT_ONCE = 100
MINE, NOBODYS = "mine", "nobody"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; blank: it is not."""

    standing: str = ""
    procedure: str = ""
    status: str = ""
    whose: str = ""
    q: str = ""

    @property
    def is_everything(self) -> bool:
        return not any((self.standing, self.procedure, self.status, self.whose, self.q))

    def takes(self, row: Row, actor: Actor) -> bool:
        said = f"{row.code or ''} {row.applicant}".casefold()
        return (
            self.standing in ("", row.group)
            and self.procedure in ("", row.procedure)
            and self.status in ("", row.status)
            and self.q.strip().casefold() in said
            and self.whose in ("", row.whose(actor))
        )

    def query(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}


@router.get("/pages/worklist", response_class=HTMLResponse)
def show_worklist(
    request: Request,
    visitor: Visitor,
    reader: Reader,
    catalogue: Catalogue,
    language: Language = "vi",
    standing: str = "",
    procedure: PlainText = "",
    status: str = "",
    whose: str = "",
    q: Annotated[PlainText, Query(max_length=200)] = "",
    after: Annotated[PlainText | None, Query(max_length=500)] = None,
    done: str = "",
) -> Response:
    """What the visitor's agency has to do; a filter that nobody knows finds nothing."""
    asked = Asked(standing, procedure, status, whose, q)
    return _answer(request, visitor, reader, catalogue, language, asked, after, done=done)


@router.post("/pages/worklist", response_class=HTMLResponse)
def act_on_worklist(
    request: Request,
    visitor: ActingVisitor,
    sent: TheSent,
    reader: Reader,
    product: TheProduct,
    catalogue: Catalogue,
    language: Language = "vi",
) -> Response:
    """One step, or all that were ticked: each is a command of its own; those that were refused are told with the reason."""
    asked = Asked(**{name: sent.said(name) for name in Asked.__slots__})
    if sent.fault is not None:
        return _answer(request, visitor, reader, catalogue, language, asked, None, faults=[(None, sent.fault)])
    act, items = _chosen(sent.said("one"), sent.said("do"), sent.checked.get("item", ()))
    if act is None or not items:
        none = [(None, TEXTS["nothing_ticked"])]
        return _answer(request, visitor, reader, catalogue, language, asked, None, faults=none)
    faults = list(_give_each(product, visitor, act, items[:_MOST_AT_ONCE], sent.said("act")))
    if faults:
        return _answer(request, visitor, reader, catalogue, language, asked, None, faults=faults)
    query = {**{name: said for name, said in asked.query().items() if said}, "done": act}
    query |= {"lang": "en"} if language == "en" else {}
    return RedirectResponse(f"/pages/worklist?{urlencode(query)}", 303)


_ACTS: Mapping[str, type[commands.ClaimStep] | type[commands.ReleaseStep]] = {
    "claim": commands.ClaimStep,
    "release": commands.ReleaseStep,
}


def _chosen(one: str, act: str, ticked: Sequence[str]) -> tuple[str | None, list[tuple[CaseId, StepId]]]:
    """A row's own button says act and step; the one below the list is for all that are ticked."""
    if one:
        act, _, only = one.partition(":")
        ticked = [only]
    items = [item.partition("/") for item in dict.fromkeys(ticked)]
    return act if act in _ACTS else None, [(CaseId(case), StepId(step)) for case, _, step in items if case and step]


def _give_each(
    product: Product, actor: Actor, act: str, items: Iterable[tuple[CaseId, StepId]], form: str
) -> Iterable[tuple[str | None, Text]]:
    for case_id, step in items:
        order = command_id(actor, f"{case_id}/{step}/{act}", form)
        try:
            product.commands.handle(_ACTS[act](command_id=order, case_id=case_id, actor=actor, step=step))
        except Busy:
            raise
        except (CommandRefused, Conflict, CommandIdReused, NotFound) as refused:
            yield _name_of(product.reader, case_id, actor), refused.words


def _name_of(reader: CaseReader, case_id: CaseId, actor: Actor) -> str | None:
    try:
        return reader.get_view(case_id, actor).state.dossier_code
    except NotFound:
        return None


def _answer(
    request: Request,
    visitor: Actor,
    reader: CaseReader,
    catalogue: Any,
    language: str,
    asked: Asked,
    after: str | None,
    *,
    faults: Sequence[tuple[str | None, Text]] = (),
    done: str = "",
) -> HTMLResponse:
    rows, cursor = _rows(reader, visitor, asked, after)
    shown = {
        "rows": rows,
        "groups": [(name, title, sum(row.group == name for row in rows)) for name, title in GROUPS.items()],
        "asked": asked.query(),
        "is_everything": asked.is_everything,
        "procedures": {known.procedure: known.title for known in catalogue.all()},
        "statuses": STEP_STATUS,
        "cursor": cursor,
        "is_first": after is None,
        "faults": faults,
        "done": done if done in _ACTS else "",
        "word": word_of(request),
        "act": str(uuid4()),
        "can_claim": any(row.can_claim for row in rows),
        "can_release": any(row.can_release for row in rows),
    }
    return page(request, "worklist.html", language, visitor, status=409 if faults else 200, **shown)


def _rows(reader: CaseReader, actor: Actor, asked: Asked, after: str | None) -> tuple[list[Row], str | None]:
    """One stretch of the list, in its order; a filter looks through a longer one."""
    try:
        get_agency(actor, "read_worklist")
        items, cursor = reader.worklist(
            actor, Page(limit=_LINES if asked.is_everything else _LOOKED_THROUGH, after=after)
        )
    except CommandRefused as refused:
        raise PageRefused(refused.words) from refused
    except CursorUnknown:
        return [], None
    rows = [row_of(item, actor) for item in items]
    return sorted((row for row in rows if asked.takes(row, actor)), key=lambda row: row.place), cursor
