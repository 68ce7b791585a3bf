"""Sets of statutory papers: the slips and letters of a dossier, by the circular that fixes them and the days it holds."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.core.definition import Effective, ProcedureDefinition
from engine.core.definition_basics import LegalBasis
from engine.core.findings import Finding, Rule, check, one_of, there_is_no
from engine.core.identifiers import FormSetId
from engine.core.nouns import FORM_SET
from engine.core.values import Text, Value

SetName = Annotated[FormSetId, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]


class Paper(StrEnum):
    """The size of the paper that a form is printed on."""

    A4 = "A4"
    A5 = "A5"


class PaperKind(StrEnum):
    """What a paper says, whatever number its form has in the set of the day."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL_SHEET = "control-sheet"
    TRACKING_BOOK = "tracking-book"


class StatutoryForm(Value):
    """One form of a set, by its number."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] = Field(
        description="Its number in the circular, two digits."
    )
    kind: PaperKind | None = Field(
        default=None, description="What it says; none: the product makes no paper of this form."
    )
    title: Text = Field(description="Its name, for people.")
    paper: Paper | None = Field(default=None, description="Left out: the size was not read.")


class FormSet(Value):
    """The forms that one circular fixes. No forms: they were not read."""

    title: Text = Field(description="The set's name, for people.")
    effective: Effective = Field(description="The days on which the set holds.")
    replaced_by: SetName | None = Field(default=None, description="The set that follows it.")
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="Where the set is written.")
    forms: tuple[StatutoryForm, ...] = Field(default=(), description="The forms; none: they were not read.")


FormSets = Mapping[FormSetId, FormSet]


class FormSetFile(Value):
    """The file `form_sets/forms.yaml`."""

    form_sets: dict[SetName, FormSet] = Field(description="The sets by their names.")


def sets_during(known: FormSets, name: FormSetId, during: Effective) -> tuple[FormSetId, ...]:
    """The set of that name and those that replaced it, as far as they hold on a day of the period; in their order."""
    return tuple(each for each in _followed(known, name) if _share_a_day(known[each].effective, during))


def form_on(known: FormSets, name: FormSetId, kind: PaperKind, day: date) -> tuple[FormSetId, StatutoryForm] | None:
    """The form of that kind in the set that holds on the day: the one named, or what replaced it. Null: none was read."""
    for each in sets_during(known, name, Effective.model_validate({"from": day, "to": day})):
        for form in known[each].forms:
            if form.kind is kind:
                return each, form
    return None


def first_day_without(known: FormSets, name: FormSetId, during: Effective) -> date | None:
    """The first day of the period that comes after the set and all that replaced it; null if there is none.

    Days before the set are not held against it: what held before it is not listed.
    """
    last = [known[each].effective.last for each in _followed(known, name)][-1:]
    if not last or last[0] is None or (during.last is not None and during.last <= last[0]):
        return None
    return max(during.first, last[0] + timedelta(days=1))


def check_form_sets(file: FormSetFile) -> list[Finding]:
    """Every mistake in a table of form sets."""
    return [*check_successors(file), *check_numbers(file)]


@check(
    "form-set-succession",
    vi="Bộ biểu mẫu không hết hiệu lực trước khi có hiệu lực; bộ thay thế phải có thật và bắt đầu sau đó.",
)
def check_successors(file: FormSetFile) -> Iterator[Finding]:
    """A set that ends does not end before it begins; the one that replaces it is known and begins after it."""
    for name, declared in file.form_sets.items():
        first, last, after = declared.effective.first, declared.effective.last, declared.replaced_by
        place = ("form_sets", name)
        if last is not None and last < first:
            what = Text(
                vi=f"`{name}` hết hiệu lực ngày {last}, trước ngày có hiệu lực {first}",
                en=f"`{name}` ends on {last}, before it begins on {first}",
            )
            yield Finding(
                (*place, "effective", "to"),
                what,
                Text(vi="hãy ghi một ngày muộn hơn, hoặc bỏ `to`", en="write a later day, or leave `to` out"),
            )
        elif after is not None and after not in file.form_sets:
            what = there_is_no(FORM_SET, after)
            yield Finding((*place, "replaced_by"), what, one_of(after, [n for n in file.form_sets if n != name]))
        elif after is not None and (last is None or file.form_sets[after].effective.first <= last):
            what = Text(
                vi=f"`{after}` thay thế `{name}`, nhưng không bắt đầu sau khi bộ đó hết hiệu lực",
                en=f"`{after}` replaces `{name}`, but does not begin after it ends",
            )
            yield Finding(
                (*place, "replaced_by"),
                what,
                Text(
                    vi="hãy để `to` là ngày liền trước ngày bộ kia có hiệu lực",
                    en="let `to` be the day before the other begins",
                ),
            )


@check("form-number-twice", vi="Mỗi mẫu có số riêng trong bộ biểu mẫu.")
def check_numbers(file: FormSetFile) -> Iterator[Finding]:
    """A form has a number of its own in its set."""
    for name, declared in file.form_sets.items():
        numbers = [form.number for form in declared.forms]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                place = ("form_sets", name, "forms", index, "number")
                yield Finding(
                    place,
                    Text(vi=f"`{name}` có hai mẫu số {number}", en=f"`{name}` has two forms {number}"),
                    Text(vi="hãy đổi số của một mẫu", en="give one of them another number"),
                )


@check("form-set-unknown", vi="Bộ biểu mẫu mà thủ tục nêu phải có thật.")
def check_form_set(definition: ProcedureDefinition, known: FormSets) -> Iterator[Finding]:
    """The set of statutory papers that a procedure names is known."""
    if definition.form_set is not None and definition.form_set not in known:
        what = there_is_no(FORM_SET, definition.form_set)
        yield Finding(("form_set",), what, one_of(definition.form_set, sorted(known)))


FORM_SET_RULES: tuple[Rule, ...] = (check_successors.rule, check_numbers.rule)


def _followed(known: FormSets, name: FormSetId) -> Iterator[FormSetId]:
    """The set and its successors; each begins after the one before it, so there is no circle."""
    seen: set[FormSetId] = set()
    here: FormSetId | None = name
    while here is not None and here in known and here not in seen:
        seen.add(here)
        yield here
        here = known[here].replaced_by


def _share_a_day(one: Effective, other: Effective) -> bool:
    return (other.last is None or one.first <= other.last) and (one.last is None or other.first <= one.last)
