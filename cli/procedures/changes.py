"""What changes for authors from one version of a procedure to another, topic by topic, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from engine.core.agencies import AgencyDirectory
from engine.core.clock_rules import ExtensionRule, SuspensionRule
from engine.core.condition_words import condition_words
from engine.core.definition import FieldDefinition, ProcedureDefinition, StepDefinition
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.values import Text
from engine.core.words import limit_words


class Topic(Enum):
    """Of what a change is, in the order in which they are told."""

    STEPS = Text(vi="Bước", en="Steps")
    LIMITS = Text(vi="Thời hạn", en="Limits")
    AGENCIES = Text(vi="Cơ quan", en="Agencies")
    BRANCHES = Text(vi="Trình tự", en="Branches")
    SUSPENSIONS = Text(vi="Tạm dừng", en="Suspensions")
    EXTENSIONS = Text(vi="Gia hạn", en="Extensions")
    DOCUMENTS = Text(vi="Giấy tờ", en="Documents")
    FORM = Text(vi="Tờ khai", en="Form")
    BASIS = Text(vi="Căn cứ pháp lý", en="Legal basis")
    OTHER = Text(vi="Khác", en="Other")


_NOTHING = "–"

Place = tuple[Topic, str, str]
"""Topic, the part that it is said of (a step, a suspension; empty: the whole), and what is said of it."""


@dataclass(frozen=True)
class Change:
    """One thing that is said otherwise; nothing stands for what was, or is, not there."""

    topic: Topic
    owner: str
    field: str
    old: str | None
    new: str | None


def changes(
    old: ProcedureDefinition, new: ProcedureDefinition, directory: AgencyDirectory, language: str
) -> list[Change]:
    """Everything that an author would notice, ordered by topic."""
    renamed = renamed_steps(old, new)
    before = _by_place(_said(old, language, renamed), directory, language, renamed)
    after = _by_place(_said(new, language, {}), directory, language, {})
    places = sorted({**before, **after}, key=lambda place: list(Topic).index(place[0]))
    found = [Change(Topic.STEPS, now, "name", was, now) for was, now in renamed.items()]
    return found + [
        Change(*place, before.get(place), after.get(place)) for place in places if before.get(place) != after.get(place)
    ]


def _by_place(
    said: Iterator[tuple[Place, str]], directory: AgencyDirectory, language: str, renamed: Mapping[str, str]
) -> dict[Place, str]:
    """What is said under the names of the new version; kinds of agency by their titles, empty things left out."""
    kinds = {str(kind): known.title.in_language(language) for kind, known in directory.kinds.items()}
    return {
        (topic, renamed.get(owner, owner), field): kinds.get(words, words) if topic is Topic.AGENCIES else words
        for (topic, owner, field), words in said
        if words != _NOTHING
    }


def renamed_steps(old: ProcedureDefinition, new: ProcedureDefinition) -> Mapping[str, str]:
    """Old name: new name; as the new version says it, else of a step that makes the same papers under another name."""
    said = new.running_cases.steps if new.running_cases is not None else {}
    renamed: dict[str, str] = {was: now for was, now in said.items() if now != "-" and was != now and was in old.steps}
    gone = [step for step in old.steps if step not in new.steps and step not in said]
    come = [step for step in new.steps if step not in old.steps and step not in renamed.values()]
    for was in gone:
        twin = next((now for now in come if _is_same_work(old.steps[was], new.steps[now])), None)
        if twin is not None:
            renamed[was] = twin
            come.remove(twin)
    return renamed


def _is_same_work(one: StepDefinition, other: StepDefinition) -> bool:
    return one.title == other.title or (bool(one.produces) and one.produces == other.produces)


def _said(p: ProcedureDefinition, lang: str, renamed: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Everything that the definition says, as words by their place."""
    for step, declared in p.steps.items():
        yield (Topic.STEPS, step, "step"), declared.title.in_language(lang)
        yield from _of_step(p, step, declared, lang, renamed)
    yield from _limits(p, "", p.total.within, p.total.within_when, lang)
    if p.total.published is not None:
        yield (Topic.LIMITS, "", "published"), limit_words(p.total.published.within).in_language(lang)
    if p.before_event is not None:
        yield (Topic.LIMITS, "", "before_event"), limit_words(p.before_event.at_least).in_language(lang)
    if p.after_event is not None:
        yield (Topic.LIMITS, "", "after_event"), limit_words(p.after_event.within).in_language(lang)
        if p.after_event.published is not None:
            yield (
                (Topic.LIMITS, "", "after_event_published"),
                limit_words(p.after_event.published.within).in_language(lang),
            )
    yield (Topic.LIMITS, "", "counting"), p.total.counting.value
    yield (Topic.LIMITS, "", "cut_off"), p.total.cut_off or _NOTHING
    yield (Topic.LIMITS, "", "covers"), _list(sorted(renamed.get(step, step) for step in p.covered_steps()))
    yield (Topic.AGENCIES, "", "lead"), p.lead or _NOTHING
    yield (Topic.AGENCIES, "", "reception"), p.reception or _NOTHING
    for name, rule in p.suspensions.items():
        yield from _of_suspension(p, name, rule, lang)
    for name, letter in p.extensions.items():
        yield from _of_extension(name, letter, lang)
    for name, paper in p.documents.items():
        asked = condition_words(paper.required_when, p, lang) if paper.required_when else str(paper.required).lower()
        yield (Topic.DOCUMENTS, name, "document"), paper.title.in_language(lang)
        yield (Topic.DOCUMENTS, name, "required"), asked
        yield (Topic.DOCUMENTS, name, "source"), _list(paper.source)
    yield from _of_fields(p, p.form, "", lang)
    yield (Topic.BASIS, "", "legal_basis"), _bases(p.legal_basis)
    yield (Topic.BASIS, "total", "legal_basis"), _bases(p.total.legal_basis)
    yield (Topic.OTHER, "", "title"), p.title.in_language(lang)
    yield (Topic.OTHER, "", "code"), p.code or _NOTHING
    yield (Topic.OTHER, "", "calendar"), p.calendar
    yield (Topic.OTHER, "", "dossier_code"), p.dossier_code.value
    yield (Topic.OTHER, "", "form_set"), p.form_set or _NOTHING
    yield (Topic.OTHER, "", "retention"), str(p.retention.years) if p.retention is not None else _NOTHING
    yield (Topic.OTHER, "", "effective"), f"{p.effective.first} – {p.effective.last or '…'}"
    if p.running_cases is not None:
        yield (Topic.OTHER, "", "running_cases"), p.running_cases.rule.value
    for name, fact in p.facts.items():
        yield (Topic.OTHER, name, "fact"), fact.title.in_language(lang)
    for name, fee in p.fees.items():
        yield (Topic.OTHER, name, "fee"), f"{fee.amount if fee.amount is not None else '…'} đồng"


def _of_step(
    p: ProcedureDefinition, step: str, declared: StepDefinition, lang: str, renamed: Mapping[str, str]
) -> Iterator[tuple[Place, str]]:
    yield from _limits(p, step, declared.within, declared.within_when, lang)
    yield (Topic.LIMITS, step, "counting"), declared.counting.value
    yield (Topic.AGENCIES, step, "agency"), declared.agency
    yield (Topic.AGENCIES, step, "territory"), declared.territory or _NOTHING
    yield (Topic.AGENCIES, step, "part"), declared.part.value
    yield (Topic.BRANCHES, step, "needs"), _list(renamed.get(need, need) for need in declared.needs)
    yield (Topic.BRANCHES, step, "join"), declared.join.value
    yield (Topic.BRANCHES, step, "others"), declared.others.value if declared.others else _NOTHING
    yield (Topic.BRANCHES, step, "when"), condition_words(declared.when, p, lang) if declared.when else _NOTHING
    yield (Topic.BRANCHES, step, "returns"), _list(renamed.get(back, back) for back in declared.returns)
    yield (Topic.BRANCHES, step, "on_silence"), declared.on_silence.means.value if declared.on_silence else _NOTHING
    yield (Topic.BRANCHES, step, "run"), declared.run.http if declared.run else _NOTHING
    yield (Topic.SUSPENSIONS, step, "may"), _list([name for name in declared.may if name not in p.extensions])
    yield (Topic.EXTENSIONS, step, "may"), _list([name for name in declared.may if name in p.extensions])
    yield (Topic.DOCUMENTS, step, "requires"), _list(declared.requires)
    yield (Topic.DOCUMENTS, step, "produces"), _list(declared.produces)
    yield (Topic.BASIS, step, "legal_basis"), _bases(declared.legal_basis)


def _limits(
    p: ProcedureDefinition, owner: str, within: TimeLimit | None, variants: Mapping[str, TimeLimit], lang: str
) -> Iterator[tuple[Place, str]]:
    yield (Topic.LIMITS, owner, "within"), limit_words(within).in_language(lang)
    for condition, limit in variants.items():
        yield (
            (Topic.LIMITS, owner, f"within_when {condition_words(condition, p, lang)}"),
            limit_words(limit).in_language(lang),
        )


def _of_suspension(p: ProcedureDefinition, name: str, rule: SuspensionRule, lang: str) -> Iterator[tuple[Place, str]]:
    yield (Topic.SUSPENSIONS, name, "suspension"), rule.title.in_language(lang)
    yield (Topic.SUSPENSIONS, name, "effect"), rule.effect.value
    yield (Topic.SUSPENSIONS, name, "applies_to"), rule.applies_to.value
    yield (Topic.SUSPENSIONS, name, "max"), str(rule.max) if rule.max is not None else _NOTHING
    yield (Topic.SUSPENSIONS, name, "on_expiry"), rule.on_expiry.value
    yield (Topic.SUSPENSIONS, name, "ended_by"), rule.ended_by.value
    limits = {"applicant_term": rule.applicant_term, "ask_within": rule.ask_within, "tell_within": rule.tell_within}
    for field, limit in limits.items():
        yield (Topic.SUSPENSIONS, name, field), limit_words(limit).in_language(lang) if limit is not None else _NOTHING
    for condition, term in rule.applicant_term_when.items():
        words = condition_words(condition, p, lang)
        yield (Topic.SUSPENSIONS, name, f"applicant_term_when {words}"), limit_words(term).in_language(lang)
    yield (Topic.BASIS, name, "legal_basis"), _bases(rule.legal_basis)


def _of_extension(name: str, rule: ExtensionRule, lang: str) -> Iterator[tuple[Place, str]]:
    most = rule.at_most
    yield (Topic.EXTENSIONS, name, "extension"), rule.title.in_language(lang)
    yield (Topic.EXTENSIONS, name, "max"), str(rule.max)
    yield (Topic.EXTENSIONS, name, "notice_days"), str(rule.notice_days)
    yield (Topic.EXTENSIONS, name, "applies_to"), rule.applies_to.value
    if most is not None:
        said = limit_words(most).in_language(lang) if isinstance(most, TimeLimit) else most
        yield (Topic.EXTENSIONS, name, "at_most"), said
    yield (Topic.BASIS, name, "legal_basis"), _bases(rule.legal_basis)


def _of_fields(
    p: ProcedureDefinition, fields: Mapping[str, FieldDefinition], above: str, lang: str
) -> Iterator[tuple[Place, str]]:
    for name, field in fields.items():
        way = f"{above}{name}"
        offered = ", ".join(title.in_language(lang) for title in field.choices.values())
        choices = f" ({offered})" if offered else ""
        yield (Topic.FORM, way, "field"), f"{field.type.value}: {field.title.in_language(lang)}{choices}"
        asked = condition_words(field.required_when, p, lang) if field.required_when else str(field.required).lower()
        yield (Topic.FORM, way, "required"), asked
        yield from _of_fields(p, field.fields, f"{way}.", lang)


def _bases(bases: Sequence[LegalBasis]) -> str:
    said = [
        f"{b.ref}{f' ({b.article})' if b.article else ''}{' ?' if b.certainty != 'verified' else ''}" for b in bases
    ]
    return "; ".join(dict.fromkeys(said))


def _list(names: Iterator[str] | Sequence[str]) -> str:
    return ", ".join(names) or _NOTHING
