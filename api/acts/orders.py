"""What was sent with a form becomes a command; what cannot be read is said beside its input."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.acts.forms import ActForm, bases_of
from api.acts.inputs import COUNTS, FILE, NO, REFERENCE, YES, Input, Kind
from api.acts.texts import ACT_TEXTS
from api.plain_json import refuse_unkeepable
from engine.core.definition import FactDefinition, FieldDefinition, FieldType, ProcedureDefinition
from engine.core.errors import CommandRefused
from engine.core.identifiers import DocumentId, StepId
from engine.core.legal_time import Unit
from engine.core.papers import MOST_COPIES, Copies, Paper
from engine.core.values import Text
from engine.service.hand_in_papers import GivenFile, paper_of

_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in with a form."""

    fields: Mapping[str, str] = field(default_factory=dict)
    checked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Sequence[GivenFile] = ()
    fault: Text | None = None
    """Why it could not be read at all."""

    def said(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def typed(self) -> dict[str, str]:
        """For the page that shows it again; of files a browser keeps nothing."""
        return dict(self.fields)


def faults_in(form: ActForm, sent: Sent) -> dict[str, Text]:
    """Input -> what is wrong with it, as far as the form itself can tell."""
    found = {name: ACT_TEXTS["too_long"] for name, said in sent.fields.items() if len(said) > _LONGEST}
    found |= {name: ACT_TEXTS["unkeepable"] for name, said in sent.fields.items() if not _is_keepable(said)}
    given = {file.document for file in sent.files}
    for one in _asked(form.inputs, sent):
        if one.kind is Kind.PAPER:
            there = one.name.removeprefix("paper.") in given or sent.said(f"{one.name}.{REFERENCE}")
            if any(_count(sent.said(f"{one.name}.{count}")) is None for count in COUNTS):
                found[one.name] = ACT_TEXTS["count_form"]
            elif one.required and not there and _copies(one.name, sent) is None:
                found[one.name] = ACT_TEXTS["paper_needed"]
            continue
        said = sent.said(one.name)
        other = sent.said(one.instead) if one.instead else ""
        if said and other:
            found[one.name] = ACT_TEXTS["one_of_both"]
        elif one.required and not said and not other:
            found[one.name] = ACT_TEXTS["fill_in"]
        elif said and one.kind is Kind.CHOICE and said not in dict(one.choices):
            found[one.name] = ACT_TEXTS["choose"]
        elif said and one.kind is Kind.DATE and _date(said) is None:
            found[one.name] = ACT_TEXTS["date_form"]
    return found


def _asked(inputs: Iterable[Input], sent: Sent) -> Iterable[Input]:
    """A group of which nothing was filled in is left out, unless it is required."""
    for one in inputs:
        if one.kind is not Kind.GROUP:
            if one.kind is not Kind.CHECK:
                yield one
        elif one.required or any(sent.said(inner.name) for inner in one.all()):
            yield from _asked(one.inside, sent)


def places_of(form: ActForm, refused: CommandRefused) -> tuple[dict[str, Text], list[Text]]:
    """The problems of a refusal, each beside the input that it is about; the rest for the head of the form."""
    names = {one.place: one.name for one in form.all_inputs() if one.place}
    beside: dict[str, Text] = {}
    others: list[Text] = []
    for problem in refused.problem_words:
        place, _, what = problem.en.partition(": ")
        name = names.get(place) or names.get(f"documents.{place}")
        if name is None:
            others.append(problem)
        else:
            beside[name] = Text(vi=problem.vi.partition(": ")[2], en=what)
    return beside, others


def order_of(definition: ProcedureDefinition, command: str, step: StepId | None, sent: Sent) -> dict[str, Any]:
    """What the command says beside its envelope; read by the definition alone, so that a form that is sent twice says the
    same however the case stands meanwhile."""
    read = _READERS.get(command)
    of_step = {"step": step} if step is not None else {}
    return {**of_step, **(read(definition, step, sent) if read is not None else {})}


_Reader = Callable[[ProcedureDefinition, StepId | None, Sent], dict[str, Any]]


def _submit(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    return {
        "procedure": definition.procedure,
        "territory": sent.said("territory"),
        "channel": sent.said("channel"),
        "form": _answers("form", definition.form, sent),
        "documents": _papers(definition, sent),
    }


def _receive(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    return {"facts": _answers("facts", definition.facts, sent)}


def _refuse(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    bases, number = bases_of(definition, step), sent.said("basis")
    chosen = bases[int(number)] if number.isdecimal() and int(number) < len(bases) else bases[0]
    return {"reason": sent.said("reason"), "legal_basis": chosen}


def _establish(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    name = sent.said("about")
    known = {name: definition.facts[name]} if name in definition.facts else {}
    return {"name": name, "value": _answers("fact", known, sent).get(name, "")}


def _complete(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    declared = definition.steps[step].result if step in definition.steps else {}
    return {"result": _answers("result", declared, sent), "documents": _papers(definition, sent)}


def _ask(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    reasons = tuple(line.strip() for line in sent.said("reasons").splitlines() if line.strip())
    return {"rule": sent.said("rule"), "reasons": reasons, "documents": tuple(sent.checked.get("ask", ()))}


def _extend(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    said: dict[str, Any] = {"rule": sent.said("rule"), "reason": sent.said("reason")}
    if days := sent.said("plus_days"):
        said |= {"plus": {"n": days, "unit": Unit.WORKING_DAYS}}
    else:
        said |= {"new_due_on": _date(sent.said("new_due_on"))}
    return {**said, "agency_at_fault": sent.said("agency_at_fault") or None}


def _bring(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    return {"documents": _papers(definition, sent), "note": sent.said("note") or None}


def _resume(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    return {"rule": sent.said("rule") or None, **_bring(definition, step, sent)}


def _ask_opinion(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    within = {"n": sent.said("within_days"), "unit": Unit.WORKING_DAYS}
    return {"agency": sent.said("agency"), "question": sent.said("question"), "within": within}


def _give_opinion(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
    said = {name: sent.said(name) for name in ("opinion", "answer", "text")}
    return {**said, "reference": sent.said("reference") or None}


def _plain(*names: str) -> _Reader:
    def read(definition: ProcedureDefinition, step: StepId | None, sent: Sent) -> dict[str, Any]:
        return {name: sent.said(name) for name in names}

    return read


_READERS: Mapping[str, _Reader] = {
    "submit_case": _submit,
    "receive_case": _receive,
    "refuse_receipt": _refuse,
    "refuse_step": _refuse,
    "establish_fact": _establish,
    "complete_step": _complete,
    "request_supplement": _ask,
    "extend_time_limit": _extend,
    "hand_in_supplement": _bring,
    "resume_time_limit": _resume,
    "assign_step": _plain("to"),
    "return_to_step": _plain("to", "reason"),
    "ask_opinion": _ask_opinion,
    "give_opinion": _give_opinion,
    "withdraw_opinion": _plain("opinion", "reason"),
    "transfer_step": _plain("to_agency", "reason"),
    "transfer_case": _plain("to_agency", "reason"),
    "withdraw_case": _plain("reason"),
}


def _answers(
    before: str, fields: Mapping[str, FieldDefinition] | Mapping[str, FactDefinition], sent: Sent
) -> dict[str, Any]:
    """What was left blank is not there; what does not fit its type is kept as it was typed, for the law to refuse."""
    found: dict[str, Any] = {}
    for name, declared in fields.items():
        way = f"{before}.{name}"
        if isinstance(declared, FieldDefinition) and declared.type is FieldType.GROUP:
            value: Any = _answers(way, declared.fields, sent)
        else:
            value = _value(declared.type, sent.said(way))
        if value not in ("", {}):
            found[name] = value
    return found


def _value(kind: FieldType, said: str) -> Any:
    match kind:
        case FieldType.BOOLEAN:
            return {YES: True, NO: False}.get(said, said)
        case FieldType.INTEGER:
            return int(said) if said.removeprefix("-").isdecimal() and len(said) < _LONGEST_NUMBER else said
        case _:
            return said


_LONGEST_NUMBER = 20


def _papers(definition: ProcedureDefinition, sent: Sent) -> tuple[Paper, ...]:
    """A file is the paper itself; where there is none, its number finds it."""
    files = {file.document: file for file in sent.files}
    found = []
    for name in definition.documents:
        reference = sent.said(f"paper.{name}.{REFERENCE}")[:_LONGEST_REFERENCE]
        copies = _copies(f"paper.{name}", sent)
        if name in files:
            found.append(paper_of(files[name], reference).model_copy(update={"copies": copies}))
        elif reference or copies:
            found.append(Paper(document=DocumentId(name), reference=reference, copies=copies))
    return tuple(found)


_LONGEST_REFERENCE = 500


def _copies(paper: str, sent: Sent) -> Copies | None:
    """Null where nobody counted, or counted none: a paper of which there is nothing was not handed in."""
    counts = {count: _count(sent.said(f"{paper}.{count}")) or 0 for count in COUNTS}
    return Copies(**counts) if any(counts.values()) else None


def _count(said: str) -> int | None:
    """Blank is none; null for what is no number of sheets."""
    if not said:
        return 0
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < _LONGEST_NUMBER else -1
    return number if 0 <= number <= MOST_COPIES else None


def document_of(name: str) -> DocumentId | None:
    """The paper that an input for a file is about; null for any other input."""
    if not name.startswith("paper.") or not name.endswith(f".{FILE}"):
        return None
    return DocumentId(name.removeprefix("paper.").removesuffix(f".{FILE}"))


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _is_keepable(said: str) -> bool:
    try:
        refuse_unkeepable(said)
    except ValueError:
        return False
    return True
