"""The worklist as a page: what is late and at risk on top; taken on, given back and handed out where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from api.dependencies import Catalogue, Language, TheProduct
from api.pages.form_words import word_of
from api.pages.render import page
from api.pages.sent_forms import TheSent, command_id
from api.pages.task_rows import GROUPS, Row, row_of
from api.pages.texts import TEXTS
from api.pages.visitor import ActingVisitor, PageRefused, Visitor
from api.plain_json import PlainText
from api.worklist.batch import orders_of
from api.worklist.batch_schemas import Batch
from engine.core.actors import Actor, Permission
from engine.core.case import CaseStatus, StepStatus
from engine.core.errors import CommandRefused, CursorUnknown, EngineError, NotFound
from engine.core.identifiers import CaseId, ProcedureId
from engine.core.values import Text
from engine.core.who_may import is_granted
from engine.core.words import STEP_STATUS
from engine.core.work_standing import WorkStanding
from engine.service.give_batch import STOPS, BatchAnswer, give_batch
from engine.service.ports import Page
from engine.service.read_case import CaseFilter, get_agency
from engine.service.worklist_ports import COUNTED_UP_TO, WorkCounts, WorkFilter
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
_LINES = 50
_ACTS = ("claim", "release", "assign", "complete")
_FILTERS = ("standing", "procedure", "status", "holder", "q")


_NO_WORK = WorkCounts(late=0, due_soon=0, in_time=0, waiting=0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; blank: it is not. As it was said, so that a page says it again."""

    standing: str = ""
    procedure: str = ""
    status: str = ""
    holder: str = ""
    q: str = ""

    @property
    def is_everything(self) -> bool:
        return not any((self.standing, self.procedure, self.status, self.holder, self.q))

    def only(self) -> WorkFilter | None:
        """Null where it names a standing or a status that there is none of: nothing stands so."""
        try:
            return WorkFilter(
                standing=WorkStanding(self.standing) if self.standing else None,
                procedure=ProcedureId(self.procedure) if self.procedure else None,
                status=StepStatus(self.status) if self.status else None,
                text=self.q.strip() or None,
            )
        except ValueError:
            return None

    def query(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in _FILTERS}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the list in its order, how much of the whole stands how, and where it goes on."""

    rows: Sequence[Row] = ()
    counts: WorkCounts = _NO_WORK
    cursor: str | None = None


@router.get("/pages/worklist", response_class=HTMLResponse)
def show_worklist(
    request: Request,
    visitor: Visitor,
    product: TheProduct,
    catalogue: Catalogue,
    language: Language = "vi",
    standing: str = "",
    procedure: PlainText = "",
    status: str = "",
    holder: Annotated[PlainText, Query(max_length=200)] = "",
    q: Annotated[PlainText, Query(max_length=200)] = "",
    after: Annotated[PlainText | None, Query(max_length=500)] = None,
    done: str = "",
) -> Response:
    """What the visitor's agency has to do; a filter that nobody knows finds nothing."""
    asked = Asked(standing, procedure, status, holder, q)
    return _answer(request, visitor, product, catalogue, language, asked, after, done=done)


@router.post("/pages/worklist", response_class=HTMLResponse)
def act_on_worklist(
    request: Request,
    visitor: ActingVisitor,
    sent: TheSent,
    product: TheProduct,
    catalogue: Catalogue,
    language: Language = "vi",
) -> Response:
    """One step, or all that were ticked: each is a command of its own; those that were refused are told with the reason."""
    asked = Asked(**{name: sent.said(name) for name in _FILTERS})

    def refused(faults: Sequence[tuple[str | None, Text]], done: int = 0) -> HTMLResponse:
        return _answer(request, visitor, product, catalogue, language, asked, None, faults=faults, kept=done)

    if sent.fault is not None:
        return refused([(None, sent.fault)])
    act, ticked = _chosen(sent.said("one"), sent.said("do"), sent.checked.get("item", ()))
    if act not in _ACTS or not ticked:
        return refused([(None, TEXTS["nothing_ticked"])])
    to = sent.said("to") if act == "assign" else None
    if to == "":
        return refused([(None, TEXTS["nobody_chosen"])])
    try:
        items = [dict(zip(("case_id", "step"), one.split("/", 1), strict=True)) for one in ticked]
        batch = Batch.model_validate({"act": act, "to": to, "items": items})
    except ValueError:
        return refused([(None, TEXTS["track_bad_form"])])
    # The act is a part of the id: a form that was gone back to may be sent for something else.
    number = UUID(command_id(visitor, f"worklist/{act}/{to or ''}", sent.said("act")))
    answers = give_batch(product.commands.handle, orders_of(product, visitor, batch, number))
    faults = list(_faults(product, visitor, answers))
    if faults:
        return refused(faults, len(answers) - len(faults))
    query = {**{name: said for name, said in asked.query().items() if said}, "done": act}
    query |= {"lang": "en"} if language == "en" else {}
    return RedirectResponse(f"/pages/worklist?{urlencode(query)}", 303)


def _chosen(one: str, act: str, ticked: Sequence[str]) -> tuple[str, Sequence[str]]:
    """A row's own button says act and step; the one below the list is for all that are ticked."""
    if one:
        act, _, only = one.partition(":")
        ticked = [only]
    return act, tuple(dict.fromkeys(ticked))


def _faults(product: Product, actor: Actor, answers: Sequence[BatchAnswer]) -> Sequence[tuple[str | None, Text]]:
    """What was refused, by its dossier code. Raises what would have met the rest as well: the same form may be sent again."""
    told = []
    for answer in answers:
        if isinstance(answer.outcome, STOPS):
            raise answer.outcome
        if isinstance(answer.outcome, EngineError):
            told.append((_name_of(product, CaseId(answer.command.case_id), actor), answer.outcome.words))
    return told


def _name_of(product: Product, case_id: CaseId, actor: Actor) -> str | None:
    try:
        return product.reader.get_view(case_id, actor).state.dossier_code
    except NotFound:
        return None


def _answer(
    request: Request,
    visitor: Actor,
    product: Product,
    catalogue: Any,
    language: str,
    asked: Asked,
    after: str | None,
    *,
    faults: Sequence[tuple[str | None, Text]] = (),
    done: str = "",
    kept: int = 0,
) -> HTMLResponse:
    found = _stretch(product, visitor, asked, after)
    shown = {
        "rows": found.rows,
        "groups": [(name, title, _as_counted(getattr(found.counts, name))) for name, title in GROUPS.items()],
        "asked": asked.query(),
        "is_everything": asked.is_everything,
        "procedures": {known.procedure: known.title for known in catalogue.all()},
        "statuses": STEP_STATUS,
        "to_be_received": _to_be_received(product, visitor),
        "holders": _holders(product, visitor, found.rows),
        "colleagues": _colleagues(product, visitor),
        "cursor": found.cursor,
        "is_first": after is None,
        "faults": faults,
        "kept": kept,
        "done": done if done in _ACTS else "",
        "word": word_of(request),
        "act": str(uuid4()),
        "can": {act: any(act in row.can for row in found.rows) for act in _ACTS},
    }
    return page(request, "worklist.html", language, visitor, status=409 if faults else 200, **shown)


def _stretch(product: Product, actor: Actor, asked: Asked, after: str | None) -> Stretch:
    only, holder = asked.only(), asked.holder or None
    try:
        get_agency(actor, "read_worklist")
        if only is None:
            return Stretch()
        items, cursor = product.reader.worklist(actor, Page(limit=_LINES, after=after), only, holder)
    except CommandRefused as refused:
        raise PageRefused(refused.words) from refused
    except (CursorUnknown, ValidationError):
        return Stretch()
    return Stretch([row_of(item, actor) for item in items], product.reader.count_work(actor, only, holder), cursor)


def _to_be_received(product: Product, actor: Actor) -> str | None:
    """How many dossiers wait to be received, for who may receive them."""
    if not actor.may(Permission.RECEIVE):
        return None
    rows, more = product.reader.list_cases(actor, CaseFilter(status=CaseStatus.SUBMITTED), Page(limit=_LINES))
    return f"{_LINES}+" if more else str(len(rows))


def _as_counted(count: int) -> str:
    return f"{count}+" if count >= COUNTED_UP_TO else str(count)


def _colleagues(product: Product, actor: Actor) -> Mapping[str, str]:
    """Account -> name, of those whom the visitor may give a step to."""
    if not is_granted(actor, "list_colleagues"):
        return {}
    return {one.id: one.name for one in product.colleagues.of(actor)}


def _holders(product: Product, actor: Actor, rows: Sequence[Row]) -> Mapping[str, str]:
    """Account -> name, of those to whose work the list may be narrowed: who gives out steps sees all, others whom they read."""
    known = dict(_colleagues(product, actor))
    known.update({row.claimed_by: row.claimed_by_name or row.claimed_by for row in rows if row.claimed_by is not None})
    return {who: name for who, name in known.items() if who != actor.id}
