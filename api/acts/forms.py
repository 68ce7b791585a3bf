"""The forms of exactly the commands that are available: each with what the procedure declares for it, and what is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from api.acts.inputs import (
    Input,
    Kind,
    inputs_of_facts,
    inputs_of_fields,
    inputs_of_papers,
)
from api.acts.places import MOST_CHOICES, Near, parts_of
from api.acts.texts import ACT_NOTES, ACT_TEXTS, ACT_TITLES
from engine.core.actors import Actor
from engine.core.agencies import AgencyDirectory
from engine.core.basis_words import basis_words
from engine.core.clock_rules import EndedBy
from engine.core.day_words import due_words
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.identifiers import AgencyId, DocumentId, StepId
from engine.core.legal_time import Unit, to_datetime
from engine.core.offered import Choice, choices_for, waits_for_papers
from engine.core.opinions import OPINION_ANSWER
from engine.core.papers import Channel
from engine.core.required_papers import may_be_brought, missing_papers
from engine.core.standing import AvailableCommand
from engine.core.values import Text
from engine.core.words import CHANNEL, limit_words
from engine.service.read_case import CaseView

_ORDER = tuple(ACT_TITLES)
_AT_ONCE = frozenset({"claim_step", "release_step"})
"""Where there is nothing to say: a button, no more."""


@dataclass(frozen=True, slots=True)
class ActForm:
    """One command that somebody may give now, or why not."""

    command: str
    step: StepId | None
    title: Text
    inputs: tuple[Input, ...] = ()
    note: Text | None = None
    subject: Text | None = None
    """What it is about where several forms give the same command."""
    about: str = ""
    refused: tuple[tuple[Text | None, Text], ...] = ()
    """What of it the law does not admit now, and why."""
    is_offered: bool = True

    @property
    def id(self) -> str:
        return "-".join(part for part in (self.command, self.step or "", self.about) if part)

    @property
    def is_at_once(self) -> bool:
        return self.command in _AT_ONCE

    def all_inputs(self) -> Iterator[Input]:
        for one in self.inputs:
            yield from one.all()


def forms_of(
    view: CaseView, available: Sequence[AvailableCommand], actor: Actor, colleagues: Sequence[Actor] = ()
) -> tuple[ActForm, ...]:
    """By steps in the order of the procedure, then as a day goes; `view`: the case as of now; `colleagues`: of the actor,
    for who may give them work."""
    steps = [None, *view.definition.steps]
    found = [form for offered in available for form in _forms(view, offered, actor, colleagues)]
    return tuple(sorted(found, key=lambda form: (steps.index(form.step), _ORDER.index(form.command))))


def _forms(view: CaseView, offered: AvailableCommand, actor: Actor, colleagues: Sequence[Actor]) -> Iterator[ActForm]:
    choices = choices_for(view.law, view.state, offered, actor, view.as_of, colleagues)
    if offered.command == "request_supplement":
        yield from _requests(view, offered, choices)
        return
    admitted = tuple(choice for choice in choices if choice.refused is None)
    refused = _refused_of(choices)
    title, note = ACT_TITLES[offered.command], ACT_NOTES.get(offered.command)
    if not admitted:
        if refused:
            yield ActForm(offered.command, offered.step, title, refused=refused[:1], is_offered=False)
        return
    if offered.command == "establish_fact" and offered.step is not None:
        facts = view.definition.facts
        for choice in admitted:
            name = str(choice.name)
            inputs = inputs_of_facts("fact", {name: facts[name]}, required=True)
            yield ActForm(offered.command, offered.step, title, inputs, note, facts[name].title, name)
        return
    if offered.command in ("transfer_step", "transfer_case"):
        refused = ()
    yield ActForm(offered.command, offered.step, title, tuple(_inputs(view, offered, admitted)), note, refused=refused)


def _requests(view: CaseView, offered: AvailableCommand, choices: Sequence[Choice]) -> Iterator[ActForm]:
    """What the applicant is asked for, and what an agency waits for without him: two things to whoever does them."""
    rules = view.definition.suspensions
    for about, is_theirs in (("", True), ("wait", False)):
        own = [choice for choice in choices if (rules[str(choice.name)].ended_by is EndedBy.APPLICANT) == is_theirs]
        admitted = [choice for choice in own if choice.refused is None]
        title = ACT_TITLES[offered.command] if is_theirs else ACT_TEXTS["wait_for_others"]
        note = ACT_NOTES[offered.command] if is_theirs else ACT_TEXTS["wait_note"]
        inputs = tuple(_inputs(view, offered, admitted)) if admitted else ()
        form = ActForm(offered.command, offered.step, title, inputs, note, about=about, refused=_refused_of(own))
        if own:
            yield form if admitted else replace(form, refused=form.refused[:1], is_offered=False)


def _refused_of(choices: Sequence[Choice]) -> tuple[tuple[Text | None, Text], ...]:
    return tuple((choice.title, choice.refused.words) for choice in choices if choice.refused is not None)


def _inputs(view: CaseView, offered: AvailableCommand, admitted: Sequence[Choice]) -> Iterator[Input]:
    definition, step = view.definition, offered.step
    match offered.command:
        case "receive_case":
            yield from inputs_of_facts("facts", definition.facts)
        case "refuse_receipt" | "refuse_step":
            yield _text("reason")
            yield _choice("basis", [(str(n), _basis(b)) for n, b in enumerate(bases_of(definition, step))])
        case "withdraw_case":
            yield _text("reason")
        case "transfer_case" | "transfer_step":
            if len(admitted) > MOST_CHOICES:
                yield Input("to_agency", ACT_TEXTS["to_agency"], Kind.LINE, required=True)
            else:
                yield _chosen("to_agency", admitted)
            yield _text("reason")
        case "extend_time_limit":
            yield _chosen("rule", admitted)
            day = ACT_TEXTS["new_due_on"]
            yield Input("new_due_on", day, Kind.DATE, required=True, hint=_dues_now(view, step), instead="plus_days")
            yield _choice("plus_days", [(str(n), _working_days(n)) for n in _TERMS], required=False)
            yield _text("reason")
            yield _choice("agency_at_fault", _agencies_of(view), required=False)
        case "request_supplement":
            yield _choice("rule", [_with_its_terms(view, choice) for choice in admitted])
            yield _text("reasons", hint=ACT_TEXTS["reasons_hint"])
            asked = tuple((str(name), known.title) for name, known in definition.documents.items() if known.source)
            if asked:
                yield Input("ask", ACT_TEXTS["ask"], Kind.CHECK, choices=asked)
        case "assign_step":
            yield Input("to", ACT_TEXTS["to_colleague"], Kind.CHOICE, required=True, choices=_named(admitted))
        case "ask_opinion" | "give_opinion" | "withdraw_opinion":
            yield from _of_opinion(offered.command, admitted)
        case "return_to_step":
            named = [(str(one.name), view.title_of(StepId(str(one.name)))) for one in admitted]
            yield _choice("to", named)
            yield _text("reason")
        case _ if step is not None:
            yield from _work(view, offered.command, step, admitted)


def _of_opinion(command: str, admitted: Sequence[Choice]) -> Iterator[Input]:
    match command:
        case "ask_opinion":
            if len(admitted) > MOST_CHOICES:
                yield Input("agency", ACT_TEXTS["agency"], Kind.LINE, required=True)
            else:
                yield _chosen("agency", admitted)
            yield _text("question")
            yield _choice("within_days", [(str(n), _working_days(n)) for n in _TERMS])
        case "give_opinion":
            yield _chosen("opinion", admitted)
            yield _choice("answer", [(answer.value, said) for answer, said in OPINION_ANSWER.items()])
            yield _text("text")
            yield Input("reference", ACT_TEXTS["reference"], Kind.LINE)
        case "withdraw_opinion":
            yield _chosen("opinion", admitted)
            yield _text("reason")


def _work(view: CaseView, command: str, step: StepId, admitted: Sequence[Choice]) -> Iterator[Input]:
    definition, law, state = view.definition, view.law, view.state
    declared = definition.steps[step]
    match command:
        case "complete_step":
            yield from inputs_of_fields("result", declared.result, view.directory)
            missing = missing_papers(law, state, step)
            there = {paper.document for paper in state.documents}
            brought = [d for d in declared.requires if d in may_be_brought(law, state, step) and d not in there]
            yield from inputs_of_papers(
                definition, (*declared.produces, *missing, *brought), (*declared.produces, *missing)
            )
        case "hand_in_supplement":
            asked = [DocumentId(name) for name in waits_for_papers(law, state, step, EndedBy.APPLICANT)]
            yield from inputs_of_papers(definition, asked, asked)
            yield _text("note", required=not asked)
        case "resume_time_limit":
            yield _chosen("rule", admitted)
            asked = [DocumentId(name) for name in waits_for_papers(law, state, step, EndedBy.AGENCY)]
            may = [d for d in declared.requires if d in may_be_brought(law, state, step)]
            yield from inputs_of_papers(definition, (*asked, *may), ())
            yield _text("note", required=not asked and not may)


def submission_form(
    definition: ProcedureDefinition, directory: AgencyDirectory, own: AgencyId | None = None, on: date | None = None
) -> ActForm:
    """Of a new dossier, as somebody hands it in at a counter; `own`: whose territory it is, unless it is said otherwise;
    `on`: the day whose places are offered first."""
    near = Near(on, own) if on is not None else None
    parts = parts_of(directory, near)
    places = tuple(place for _, found in parts for place in found)
    here = directory.agencies[own].territory if own in directory.agencies else ""
    kind = Kind.CHOICE if places else Kind.LINE
    where = Input("territory", ACT_TEXTS["territory"], kind, required=True, choices=places, value=here, parts=parts)
    channels = [(channel.value, CHANNEL[channel]) for channel in Channel]
    asked = [name for name, paper in definition.documents.items() if paper.source]
    inputs = (
        where,
        _choice("channel", channels, value=Channel.COUNTER.value),
        *inputs_of_fields("form", definition.form, directory, near=near),
        *inputs_of_papers(definition, asked, [name for name in asked if definition.documents[name].required]),
    )
    return ActForm("submit_case", None, ACT_TITLES["submit_case"], inputs)


def bases_of(definition: ProcedureDefinition, step: StepId | None) -> tuple[LegalBasis, ...]:
    """The articles that the procedure declares for the act, the nearest first."""
    own = definition.steps[step].legal_basis if step in definition.steps else definition.total.legal_basis
    return tuple(dict.fromkeys((*own, *definition.legal_basis)))


def _with_its_terms(view: CaseView, choice: Choice) -> tuple[str, Text]:
    """How often it may be asked for, and how long the applicant has: whoever asks should know that it is once."""
    rule = view.definition.suspensions[str(choice.name)]
    most, term = rule.max, limit_words(rule.applicant_term) if rule.applicant_term is not None else None
    vi, en = [rule.title.vi], [rule.title.en]
    if most is not None:
        vi.append(f"tối đa {most} lần")
        en.append("once" if most == 1 else f"at most {most} times")
    if term is not None:
        vi.append(f"người nộp có {term.vi}")
        en.append(f"the applicant has {term.en}")
    return str(choice.name), Text(vi="; ".join(vi), en="; ".join(en))


_TERMS = (1, 2, 3, 5, 7, 10, 15)
"""How many working days a page offers for an opinion, and to move a date by: the law refuses what is too many."""


def _working_days(number: int) -> Text:
    return limit_words(TimeLimit(n=Decimal(number), unit=Unit.WORKING_DAYS))


def _basis(basis: LegalBasis) -> Text:
    return Text(vi=basis_words([basis], "vi"), en=basis_words([basis], "en"))


def _dues_now(view: CaseView, step: StepId | None) -> Text:
    """What the new date has to be later than; whoever names a day off should know which day it comes to (rule R29)."""
    clock = view.times.steps.get(step) if step is not None else None
    due, promised = clock.due_at if clock is not None else None, view.state.promise_in_force

    def told(language: str) -> str:
        words = ACT_TEXTS["dues_now"].in_language(language)
        of_step = due_words(to_datetime(due), language) if due is not None else "–"
        return words.format(due=of_step, promised=due_words(promised, language) if promised is not None else "–")

    return Text(vi=told("vi"), en=told("en"))


def _agencies_of(view: CaseView) -> list[tuple[str, Text]]:
    known = view.directory.agencies
    concerned: list[AgencyId | None] = [view.state.receiving_agency, *view.state.agencies.values()]
    return [(name, known[name].title) for name in dict.fromkeys(concerned) if name is not None and name in known]


def _text(name: str, *, required: bool = True, hint: Text | None = None) -> Input:
    return Input(name, ACT_TEXTS[name], Kind.LINES, required=required, hint=hint)


def _chosen(name: str, admitted: Sequence[Choice]) -> Input:
    return _choice(name, _named(admitted))


def _named(admitted: Sequence[Choice]) -> tuple[tuple[str, Text], ...]:
    return tuple((str(one.name), one.title or Text(vi=str(one.name), en=str(one.name))) for one in admitted)


def _choice(name: str, choices: Sequence[tuple[str, Text]], *, required: bool = True, value: str = "") -> Input:
    """Where there is but one, it is chosen."""
    only = choices[0][0] if required and len(choices) == 1 else value
    return Input(name, ACT_TEXTS[name], Kind.CHOICE, required=required, choices=tuple(choices), value=only)
