"""A definition in the shapes of the API."""

from collections.abc import Mapping, Sequence

from api.cases.clock_shapes import limit_given, limit_read, maybe_local, without_limit_read
from api.problem import LegalBasisRead
from api.procedures import schemas
from api.schemas import Words, words
from engine.core.agencies import AgencyDirectory
from engine.core.answer_formats import SHAPES
from engine.core.clock_rules import ORIGINAL_LIMIT, ExtensionRule, SuspensionRule
from engine.core.closing import Closing
from engine.core.closing_words import basis_of, closing_words
from engine.core.condition_words import Fields, condition_text
from engine.core.definition import ProcedureDefinition, StepDefinition
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.definition_rules import PublishedTerm, Silence
from engine.core.form_sets import FormSets, sets_during
from engine.core.publication import PublishedVersion
from engine.core.step_places import place_title
from engine.core.words import DEEMED_BY_OUTCOME, PART


def summary_read(
    definition: ProcedureDefinition, publication: PublishedVersion | None, closing: Closing | None
) -> schemas.ProcedureSummary:
    return schemas.ProcedureSummary(
        procedure=definition.procedure,
        version=definition.version,
        code=definition.code,
        title=words(definition.title),
        effective_from=definition.effective.first,
        effective_to=closing.last_day if closing else None,
        closing=closing_read(closing) if closing else None,
        total=limit_read(definition.total.within),
        without_limit=without_limit_read(definition.total.without_limit),
        steps=len(definition.steps),
        published_at=maybe_local(publication.published_at if publication else None),
        legal_basis=basis_read(definition.legal_basis),
        href=f"/procedures/{definition.procedure}/{definition.version}",
    )


def closing_read(closing: Closing) -> schemas.ClosingRead:
    return schemas.ClosingRead(
        last_day=closing.last_day,
        by=closing.by,
        words=Words(vi=closing_words(closing, "vi"), en=closing_words(closing, "en")),
        successor=closing.successor,
        successor_from=closing.successor_from,
        legal_basis=basis_read(basis_of(closing)),
        recorded_at=maybe_local(closing.ending.recorded_at if closing.ending else None),
        recorded_by=closing.ending.recorded_by if closing.ending else None,
    )


def procedure_read(
    definition: ProcedureDefinition,
    publication: PublishedVersion | None,
    closing: Closing | None,
    directory: AgencyDirectory,
    form_sets: FormSets,
) -> schemas.ProcedureRead:
    documents = [
        schemas.DocumentRead(
            id=name,
            title=words(paper.title),
            source=list(paper.source),
            required=paper.required,
            required_when=paper.required_when,
            required_when_words=_condition(paper.required_when, definition),
        )
        for name, paper in definition.documents.items()
    ]
    return schemas.ProcedureRead(
        **summary_read(definition, publication, closing).model_dump(),
        dossier_code=definition.dossier_code,
        form_sets=_form_sets(definition, form_sets),
        total_variants=_variants(definition.total.within_when, definition),
        cut_off=definition.total.cut_off,
        cut_off_basis=basis_read(definition.total.cut_off_basis),
        before_event=_before_event(definition),
        after_event=_after_event(definition),
        form=_fields(definition.form, definition, definition.form),
        facts={name: fact.model_dump(mode="json") for name, fact in definition.facts.items()},
        documents=documents,
        suspensions=[_suspension(name, rule, definition) for name, rule in definition.suspensions.items()],
        extensions=[_extension(name, rule) for name, rule in definition.extensions.items()],
        step_rules=[_step(name, step, definition, directory) for name, step in definition.steps.items()],
    )


def basis_read(found: Sequence[LegalBasis]) -> list[LegalBasisRead]:
    return [LegalBasisRead(**basis.model_dump(mode="json")) for basis in found]


def _form_sets(definition: ProcedureDefinition, known: FormSets) -> list[schemas.FormSetRead]:
    named = sets_during(known, definition.form_set, definition.effective) if definition.form_set else ()
    return [
        schemas.FormSetRead(
            id=name,
            title=words(known[name].title),
            effective_from=known[name].effective.first,
            effective_to=known[name].effective.last,
            forms=[
                schemas.StatutoryFormRead(number=form.number, title=words(form.title), paper=form.paper)
                for form in known[name].forms
            ],
            legal_basis=basis_read(known[name].legal_basis),
        )
        for name in named
    ]


def _step(
    name: str, step: StepDefinition, definition: ProcedureDefinition, directory: AgencyDirectory
) -> schemas.StepRuleRead:
    return schemas.StepRuleRead(
        id=name,
        title=words(step.title),
        agency=step.agency,
        agency_title=words(directory.kinds[step.agency].title),
        territory=step.territory,
        territory_title=words(place_title(definition, step.territory)) if step.territory else None,
        part=step.part,
        part_words=words(PART[step.part]),
        needs=list(step.needs),
        join=step.join,
        returns=[
            schemas.ReturnRuleRead(to=to, title=words(rule.title), legal_basis=basis_read(rule.legal_basis))
            for to, rule in step.returns.items()
        ],
        when=step.when,
        when_words=_condition(step.when, definition),
        within=limit_read(step.within),
        without_limit=without_limit_read(step.without_limit),
        within_when=_variants(step.within_when, definition),
        may=list(step.may),
        requires=list(step.requires),
        produces=list(step.produces),
        result=_fields(step.result, definition, step.result),
        automatic=step.run is not None,
        on_silence=_silence(step.on_silence),
        legal_basis=basis_read(step.legal_basis),
    )


def _suspension(name: str, rule: SuspensionRule, definition: ProcedureDefinition) -> schemas.SuspensionRuleRead:
    return schemas.SuspensionRuleRead(
        id=name,
        title=words(rule.title),
        kind=rule.kind,
        effect=rule.effect,
        ended_by=rule.ended_by,
        max=rule.max,
        ask_within=limit_read(rule.ask_within),
        applicant_term=limit_read(rule.applicant_term),
        applicant_term_when=_variants(rule.applicant_term_when, definition),
        on_expiry=rule.on_expiry,
        tell_within=limit_read(rule.tell_within),
        legal_basis=basis_read(rule.legal_basis),
    )


def _extension(name: str, rule: ExtensionRule) -> schemas.ExtensionRuleRead:
    return schemas.ExtensionRuleRead(
        id=name,
        title=words(rule.title),
        max=rule.max,
        notice_days=rule.notice_days,
        at_most=limit_read(rule.at_most) if isinstance(rule.at_most, TimeLimit) else None,
        at_most_original=rule.at_most == ORIGINAL_LIMIT,
        applies_to=rule.applies_to,
        legal_basis=basis_read(rule.legal_basis),
    )


def _silence(rule: Silence | None) -> schemas.SilenceRead | None:
    if rule is None:
        return None
    return schemas.SilenceRead(
        means=rule.means,
        words=words(DEEMED_BY_OUTCOME[rule.means]),
        result=rule.result,
        legal_basis=basis_read(rule.legal_basis),
    )


def _before_event(definition: ProcedureDefinition) -> schemas.BeforeEventRead | None:
    rule = definition.before_event
    if rule is None:
        return None
    return schemas.BeforeEventRead(
        title=words(rule.title),
        event=rule.event,
        at_least=limit_given(rule.at_least),
        exempt_when=rule.exempt_when,
        exempt_when_words=_condition(rule.exempt_when, definition),
        legal_basis=basis_read(rule.legal_basis),
    )


def _after_event(definition: ProcedureDefinition) -> schemas.AfterEventRead | None:
    rule = definition.after_event
    if rule is None:
        return None
    return schemas.AfterEventRead(
        title=words(rule.title),
        event=rule.event,
        within=limit_given(rule.within),
        published=_published(rule.published),
        exempt_when=rule.exempt_when,
        exempt_when_words=_condition(rule.exempt_when, definition),
        legal_basis=basis_read(rule.legal_basis),
    )


def _published(term: PublishedTerm | None) -> schemas.PublishedTermRead | None:
    if term is None:
        return None
    return schemas.PublishedTermRead(within=limit_given(term.within), legal_basis=basis_read(term.legal_basis))


def _variants(found: Mapping[str, TimeLimit], definition: ProcedureDefinition) -> list[schemas.VariantRead]:
    return [
        schemas.VariantRead(when=when, when_words=words(condition_text(when, definition)), limit=limit_given(limit))
        for when, limit in found.items()
    ]


def _condition(condition: str | None, definition: ProcedureDefinition, scope: Fields | None = None) -> Words | None:
    return words(condition_text(condition, definition, scope)) if condition is not None else None


def _fields(found: Fields, definition: ProcedureDefinition, scope: Fields) -> list[schemas.FieldRead]:
    """`scope`: what `form` means in their conditions."""
    return [
        schemas.FieldRead(
            name=name,
            type=field.type,
            title=words(field.title),
            required=field.required,
            required_when=field.required_when,
            required_when_words=_condition(field.required_when, definition, scope),
            choices=[schemas.ChoiceRead(name=choice, title=words(said)) for choice, said in field.choices.items()],
            format=field.format,
            format_words=words(SHAPES[field.format].what) if field.format is not None else None,
            fields=_fields(field.fields, definition, scope),
        )
        for name, field in found.items()
    ]
