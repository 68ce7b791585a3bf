"""A form that was sent becomes a command and is given; what stands against it is said beside what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from api.acts.forms import ActForm
from api.acts.orders import Sent, faults_in, order_of, places_of
from api.errors import STATUS
from api.pages.sent_forms import command_id
from api.pages.texts import TEXTS
from engine.core import commands
from engine.core.actors import Actor
from engine.core.definition import ProcedureDefinition
from engine.core.errors import Busy, CommandIdReused, CommandRefused, Conflict, NotFound
from engine.core.identifiers import ActorId, CaseId, CommandId, StepId
from engine.core.standing import AvailableCommand
from engine.core.values import Text
from engine.service.file_faults import WORDS, FileFault, FileRefused
from engine.service.file_ports import FilesAway
from engine.service.handle_command import CommandResult
from engine.service.read_case import get_agency
from engine.service.upload_ports import ScannerAway
from engine.wiring import Product

_NO_CASE = "new"
_TO_SOMEBODY = "assign_step"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing was done."""

    status: int
    words: Text
    beside: Mapping[str, Text] = field(default_factory=dict)
    """Input -> what is wrong with it."""
    others: Sequence[Text] = ()
    basis: Sequence[Any] = ()
    is_overtaken: bool = False
    """Somebody was faster."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants to do with a case, by a form that was sent."""

    definition: ProcedureDefinition
    case_id: CaseId | None
    actor: Actor
    form: ActForm | None
    """As it is offered now; null where it is not, because the case has moved on."""
    command: str
    step: StepId | None
    sent: Sent

    @property
    def id(self) -> CommandId:
        return command_id(self.actor, self.case_id or _NO_CASE, self.sent.said("act"))


def colleagues_of(product: Product, available: Sequence[AvailableCommand], actor: Actor) -> Sequence[Actor]:
    """Whom a step may be given to; nobody is looked up where none is to be given."""
    is_asked = any(offered.command == _TO_SOMEBODY for offered in available)
    return product.colleagues.of(actor) if is_asked else ()


def give(product: Product, order: Order, case_id: CaseId) -> CommandResult | Fault:
    """Does it, once however often the form is sent; or says why not, and has changed nothing."""
    if order.sent.fault is not None:
        return Fault(413 if order.sent.fault is WORDS[FileFault.TOO_LARGE] else 403, order.sent.fault)
    wrong = faults_in(order.form, order.sent) if order.form is not None else {}
    if wrong:
        return Fault(422, TEXTS["mend_each"], wrong)
    try:
        return product.handed_in.take(_command(product, order, case_id), order.sent.files)
    except ValidationError:
        return Fault(422, TEXTS["track_bad_form"])
    except FileRefused as refused:
        return Fault(422, refused.words)
    except (ScannerAway, FilesAway) as away:
        return Fault(503, away.words)
    except CommandRefused as refused:
        beside, others = places_of(order.form, refused) if order.form is not None else ({}, refused.problem_words)
        return Fault(STATUS[refused.reason], refused.words, beside, others, refused.legal_basis)
    except CommandIdReused as refused:
        return Fault(STATUS["command_id_reused"], TEXTS["form_used"], others=(refused.words,))
    except Busy as busy:
        return Fault(STATUS["busy"], busy.words)
    except Conflict:
        return Fault(STATUS["conflict"], TEXTS["overtaken"], is_overtaken=True)
    except NotFound as gone:
        return Fault(STATUS["not_found"], gone.words)


def _command(product: Product, order: Order, case_id: CaseId) -> commands.Command:
    said = order_of(order.definition, order.command, order.step, order.sent)
    version = order.sent.said("version")
    envelope: dict[str, Any] = {
        "type": order.command,
        "command_id": order.id,
        "case_id": case_id,
        "actor": order.actor,
        "expected_version": int(version) if version.isdecimal() and len(version) < 10 else None,
    }
    if order.command == "receive_case":
        envelope |= {"dossier_code": "", "receiving_agency": get_agency(order.actor, order.command)}
    if order.command == _TO_SOMEBODY:
        envelope["assignee"] = product.colleagues.find(ActorId(said["to"]))
    return commands.ADAPTER.validate_python({**envelope, **said})
