"""Sets of statutory papers: one follows another, numbers stand once, a procedure names a known one."""

from datetime import date
from typing import Any

import pytest

from engine.core.definition import Effective
from engine.core.definition_checks import check_definition
from engine.core.form_sets import FormSetFile, check_form_sets, first_day_without, sets_during
from engine.core.identifiers import FormSetId
from tests.support.kite_licence import kite_definition


def a_set(first: str, last: str | None = None, **said: Any) -> dict[str, Any]:
    words = {"vi": "Mẫu", "en": "Forms"}
    return {"title": words, "effective": {"from": first, "to": last}, "legal_basis": [{"ref": "Kite Act"}], **said}


def a_table(**sets: dict[str, Any]) -> FormSetFile:
    return FormSetFile.model_validate({"form_sets": sets})


TWO = a_table(old=a_set("2019-01-06", "2025-09-14", replaced_by="new"), new=a_set("2025-09-15"))
OLD = FormSetId("old")


@pytest.mark.parametrize(
    ("first", "last", "holding"),
    [
        ("2020-01-01", "2025-09-14", ("old",)),
        ("2020-01-01", "2025-09-15", ("old", "new")),
        ("2020-01-01", None, ("old", "new")),
        ("2026-01-01", None, ("new",)),
        ("2016-01-01", "2018-12-31", ()),
    ],
)
def test_papers_go_on_with_what_replaced_them(first: str, last: str | None, holding: tuple[str, ...]) -> None:
    during = Effective.model_validate({"from": first, "to": last})
    assert sets_during(TWO.form_sets, OLD, during) == holding
    assert first_day_without(TWO.form_sets, OLD, during) is None


def test_the_first_day_without_forms() -> None:
    alone = a_table(old=a_set("2019-01-06", "2025-09-14")).form_sets
    assert first_day_without(alone, OLD, Effective.model_validate({"from": "2020-01-01"})) == date(2025, 9, 15)
    assert first_day_without(alone, OLD, Effective.model_validate({"from": "2026-01-01"})) == date(2026, 1, 1)


FORM = {"number": "01", "title": {"vi": "Giấy", "en": "Slip"}}


@pytest.mark.parametrize(
    ("sets", "rule", "path"),
    [
        ({"old": a_set("2020-01-01", "2019-12-31")}, "form-set-succession", ("form_sets", "old", "effective", "to")),
        ({"old": a_set("2020-01-01", "2020-12-31", replaced_by="nwe"), "new": a_set("2021-01-01")},
         "form-set-succession", ("form_sets", "old", "replaced_by")),
        ({"old": a_set("2020-01-01", replaced_by="new"), "new": a_set("2021-01-01")},
         "form-set-succession", ("form_sets", "old", "replaced_by")),
        ({"old": a_set("2020-01-01", "2020-12-31", replaced_by="old")},
         "form-set-succession", ("form_sets", "old", "replaced_by")),
        ({"old": a_set("2020-01-01", forms=[FORM, FORM])}, "form-number-twice", ("form_sets", "old", "forms", 1, "number")),
    ],
)  # fmt: skip
def test_a_table_that_is_not_in_order(sets: dict[str, Any], rule: str, path: tuple[object, ...]) -> None:
    (found,) = check_form_sets(a_table(**sets))
    assert (found.rule and found.rule.id, found.path) == (rule, path)
    assert check_form_sets(TWO) == []


def test_a_set_that_nobody_knows() -> None:
    (found,) = check_definition(kite_definition(form_set="odl"), form_sets=TWO.form_sets)
    assert found.path == ("form_set",) and found.mend.en == "did you mean `old`?"
    assert check_definition(kite_definition(form_set="old"), form_sets=TWO.form_sets) == []
    assert check_definition(kite_definition(form_set="odl")) == [], "without a table names are not checked"
