"""Each rule of lint: a kite-flying licence that is suspect, the like one that is not, and where it is told."""

from typing import Any

import pytest

from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarDefinition
from engine.core.findings import Level
from engine.core.form_sets import FormSetFile
from engine.core.identifiers import CalendarId
from engine.core.lint.laws import EnactedLaw
from engine.core.lint.lint import LINT_RULES, lint
from tests.support.kite_changes import GONE
from tests.support.kite_extensions import more_time
from tests.support.kite_licence import DIRECTORY, OFFICE
from tests.support.kite_surroundings import LAW, around, told

SKY_FEE = {
    "sky_fee": {"title": {"vi": "x", "en": "x"}, "legal_basis": [{"ref": "Kite Act", "certainty": "unverified"}]}
}
UNSURE = [{"ref": "Kite Act", "certainty": "unverified"}]
BADGE = "steps.make_badge"
RED, BLUE = "form.colour == 'red'", "form.colour == 'blue'"


def test_the_kite_licence_is_clean() -> None:
    assert told(around({})) == []


CASES: dict[str, tuple[dict[str, Any], tuple[str | int, ...], dict[str, Any]]] = {
    # Rule: the suspect change, the place that is told, the like change that is in order.
    "branch-without-default": (
        {
            "steps.reserve_sky.when": RED,
            "steps.print_licence.when": BLUE,
            f"{BADGE}.needs": ["reserve_sky"],
        },
        ("steps", "inspect_kite"),
        {
            "form.colour.required": True,
            "steps.reserve_sky.when": RED,
            "steps.print_licence.when": BLUE,
            f"{BADGE}.needs": ["reserve_sky"],
        },
    ),
    "join-never-fires": (
        {
            "steps.reserve_sky.when": "!form.wants_badge",
            "steps.print_licence.when": "!form.wants_badge",
            f"{BADGE}.needs": ["reserve_sky", "print_licence"],
            f"{BADGE}.join": "any",
            f"{BADGE}.others": "end",
        },
        ("steps", "make_badge", "join"),
        {
            "steps.reserve_sky.when": "form.wants_badge",
            "steps.print_licence.when": "!form.wants_badge",
            f"{BADGE}.needs": ["reserve_sky", "print_licence"],
            f"{BADGE}.join": "any",
            f"{BADGE}.others": "end",
            f"{BADGE}.when": GONE,
        },
    ),
    "others-undecided": (
        {f"{BADGE}.needs": ["reserve_sky", "print_licence"], f"{BADGE}.join": "any"},
        ("steps", "make_badge", "join"),
        {f"{BADGE}.needs": ["reserve_sky", "print_licence"], f"{BADGE}.join": "any", f"{BADGE}.others": "go_on"},
    ),
    "others-paper-missing": (
        {
            f"{BADGE}.needs": ["reserve_sky", "print_licence"],
            f"{BADGE}.join": "any",
            f"{BADGE}.others": "end",
            f"{BADGE}.requires": ["photo", "licence"],
        },
        ("steps", "make_badge", "requires", 1),
        {
            f"{BADGE}.needs": ["reserve_sky", "print_licence"],
            f"{BADGE}.join": "any",
            f"{BADGE}.others": "end",
            f"{BADGE}.requires": ["photo", "inspection_note"],
        },
    ),
    "need-never-awaited": (
        {"steps.reserve_sky.when": "!form.wants_badge"},
        ("steps", "make_badge", "needs", 0),
        {"steps.reserve_sky.when": RED},
    ),
    "condition-never-true": (
        {f"{BADGE}.when": "form.wants_badge && form.colour == 'green'"},
        ("steps", "make_badge", "when"),
        {f"{BADGE}.when": RED},
    ),
    "variant-never-applies": (
        {
            f"{BADGE}.within_when": {
                "form.wants_badge": "5 working_days",
                f"form.wants_badge && {RED}": "6 working_days",
            }
        },
        ("steps", "make_badge", "within_when", f"form.wants_badge && {RED}"),
        {
            f"{BADGE}.within_when": {
                f"form.wants_badge && {RED}": "6 working_days",
                "form.wants_badge": "5 working_days",
            }
        },
    ),
    "critical-path-too-long": (
        {"steps.reserve_sky.within_when": {"case.windy": "9 working_days"}},
        ("total", "within_when", "case.windy"),
        {"steps.reserve_sky.within_when": {"case.windy": "8 working_days"}},
    ),
    "published-term-differs": (
        {"total.published": {"within": "5 calendar_days", "legal_basis": [{"ref": "Kite Act"}]}},
        ("total", "published", "within"),
        {"total.published": {"within": "5 working_days", "legal_basis": [{"ref": "Kite Act"}]}},
    ),
    "unit-mix": (
        {f"{BADGE}.within": "5 calendar_days", f"{BADGE}.counting": "statutory"},
        ("steps", "make_badge", "within"),
        {
            f"{BADGE}.within": "5 calendar_days",
            f"{BADGE}.counting": "statutory",
            f"{BADGE}.legal_basis": [{"ref": "Badge Act"}],
        },
    ),
    "document-asked-again": (
        {"documents.inspection_note.source": ["upload"]},
        ("documents", "inspection_note", "source"),
        {"documents.inspection_note.source": ["citizen_data_store"]},
    ),
    "document-unused": (
        {"documents.photo.source": [], f"{BADGE}.requires": []},
        ("documents", "photo"),
        {"documents.photo.source": [], f"{BADGE}.requires": [], f"{BADGE}.produces": ["photo"]},
    ),
    "document-for-nobody": (
        {"documents.photo.required": True, f"{BADGE}.requires": []},
        ("documents", "photo"),
        {"documents.photo.required": True, f"{BADGE}.requires": ["photo"]},
    ),
    "basis-unverified": (
        {"suspensions.supplement.legal_basis": UNSURE},
        ("suspensions", "supplement", "legal_basis"),
        {"suspensions.supplement.legal_basis": [*UNSURE, {"ref": "Kite Act"}]},
    ),
    "suspension-unused": (
        {"steps.inspect_kite.may": []},
        ("suspensions", "supplement"),
        {"steps.inspect_kite.may": [], f"{BADGE}.may": ["supplement"]},
    ),
    "consulted-in-silence": (
        {"steps.reserve_sky.part": "consulted"},
        ("steps", "reserve_sky"),
        {"steps.reserve_sky.part": "consulted", "steps.reserve_sky.legal_basis": [{"ref": "Kite Act", "note": "none"}]},
    ),
    "lead-missing": ({"lead": None}, ("procedure",), {"lead": "printer"}),
    "fees-missing": ({"fees": {}}, ("procedure",), {"fees": SKY_FEE}),
    "calendar-short": ({"effective.to": "2027-12-31"}, ("calendar",), {"effective.to": "2027-12-01"}),
    "calendar-ends": ({"effective.to": None}, ("calendar",), {}),
    "calendar-begins-later": ({"effective.from": "2025-12-31"}, ("calendar",), {"effective.from": "2026-01-01"}),
    "allowance-unused": (
        {"lint": {"allow": {"fees-missing": "there are some"}}},
        ("lint", "allow", "fees-missing"),
        {"fees": {}, "lint": {"allow": {"fees-missing": "a test"}}},
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_suspect_definition_is_told_once_at_its_place(rule: str) -> None:
    suspect, path, _ = CASES[rule]
    assert told(around(suspect)) == [(rule, path)]


@pytest.mark.parametrize("rule", CASES)
def test_what_is_alike_but_in_order_is_nottold(rule: str) -> None:
    _, _, sound = CASES[rule]
    assert rule not in [told for told, _ in told(around(sound))]


def test_no_worked_example() -> None:
    assert told(around({}, stories=0)) == [("examples-missing", ("version",))]


@pytest.mark.parametrize(
    ("in_force", "replaced_by", "is_told"),
    [
        ({"from": "2026-01-01"}, None, False),
        ({"from": "2026-12-31"}, None, False),
        ({"from": "2027-01-01"}, None, True),
        ({"to": "2025-12-31"}, "New Kite Act", True),
        ({"to": "2026-06-30"}, "New Kite Act", True),
        ({"to": "2026-12-31"}, "New Kite Act", False),
        ({}, "New Kite Act", True),
        ({}, None, False),
    ],
)
def test_law_that_is_not_in_force(in_force: dict[str, str], replaced_by: str | None, is_told: bool) -> None:
    law = EnactedLaw.model_validate({**LAW.model_dump(), "in_force": in_force, "replaced_by": replaced_by})
    said = told(around({}, laws={"Kite Act": law}))
    assert said == ([("law-expired", ("legal_basis", 0, "ref"))] if is_told else [])


def test_a_law_is_cited_together_with_what_replaced_it() -> None:
    old = EnactedLaw.model_validate(
        {"ref": "Kite Act", "in_force": {"to": "2026-06-30"}, "replaced_by": "New", "source": "x"}
    )
    new = EnactedLaw.model_validate({"ref": "New", "in_force": {"from": "2026-07-01"}, "source": "x"})
    both = [{"ref": "Kite Act"}, {"ref": "New"}]
    places = ["legal_basis", "total.legal_basis", "suspensions.supplement.legal_basis"]
    places += [f"steps.{step}.legal_basis" for step in ("inspect_kite", "reserve_sky", "print_licence", "make_badge")]
    changes = dict.fromkeys(places, both) | {"fees": {}, "lint": {"allow": {"fees-missing": "a test"}}}
    assert told(around(changes, laws={"Kite Act": old, "New": new})) == []


def _workshops(*ends: str | None) -> AgencyDirectory:
    tables = DIRECTORY.model_dump(by_alias=True, mode="json")
    workshop = tables["agencies"].pop("workshop-1")
    for number, end in enumerate(ends):
        tables["agencies"][f"workshop-{number}"] = {**workshop, "valid": {"from": "2020-01-01", "to": end}}
    return AgencyDirectory.model_validate(tables)


@pytest.mark.parametrize(
    ("ends", "is_told"),
    [(("2026-06-30",), True), (("2026-12-31",), False), (("2026-06-30", None), False), ((), False)],
)
def test_a_kind_of_agency_that_ended(ends: tuple[str | None, ...], is_told: bool) -> None:
    said = told(around({}, directory=_workshops(*ends)))
    steps = ("inspect_kite", "make_badge")
    assert said == [("agency-ended", ("steps", step, "agency")) for step in steps if is_told]


def test_days_off_that_are_not_decided() -> None:
    unsure = [{**day.model_dump(by_alias=True), "confidence": "unverified"} for day in OFFICE.days_off]
    calendar = CalendarDefinition.model_validate({**OFFICE.model_dump(by_alias=True), "days_off": unsure})
    told = lint(around({}, calendars={CalendarId("office"): calendar}))
    assert [(found.rule.id if found.rule else "", found.path) for found in told] == [
        ("calendar-provisional", ("calendar",))
    ]
    assert "3 days off of `office` from 2026-08-31" in told[0].what.en


def test_the_sentence_of_the_critical_path_is_the_planners() -> None:
    """24 hours from Monday 1 June 08:00, then nine working days, 2 to 12 June; the total has eight, 2 to 11 June."""
    (found,) = lint(around({"steps.reserve_sky.within_when": {"case.windy": "9 working_days"}}))
    assert "inspect_kite → reserve_sky" in found.what.en
    assert "last until Friday 12 June 2026, 17:00" in found.what.en
    assert "the total of 8 working_days ends on Thursday 11 June 2026, 17:00" in found.what.en


def test_the_published_term_is_told_with_both_dates() -> None:
    """Received on Monday 1 June 2026: five working days end on Monday 8, five days on Saturday 6, hence on Monday 8."""
    change = {"total.published": {"within": "4 calendar_days", "legal_basis": [{"ref": "Kite Act"}]}}
    (found,) = lint(around(change))
    assert "promised for 2026-06-08 by law, for 2026-06-05 as published" in found.what.en


def test_an_allowance_holds_at_its_part_only() -> None:
    change = {"documents.photo.source": [], f"{BADGE}.requires": [], "documents.inspection_note.source": ["upload"]}
    allow = {"lint": {"allow": {"document-unused/photo": "kept for the record"}}}
    assert told(around({**change, **allow})) == [("document-asked-again", ("documents", "inspection_note", "source"))]


def test_an_allowance_of_an_unknown_rule_is_told_with_the_likely_one() -> None:
    (found,) = lint(around({"lint": {"allow": {"fee-missing": "no"}}}))
    assert (found.what.en, found.mend.en) == ("there is no rule `fee-missing`", "did you mean `fees-missing`?")


def test_what_cannot_be_tried_out_is_left_alone() -> None:
    """A text has endless answers, so nothing is said of a branch that asks for it."""
    name = "form.requester.full_name == 'An'"
    assert told(around({"steps.reserve_sky.when": name, "steps.print_licence.when": name})) == []


FORMS = {
    "old": {"from": "2020-01-01", "to": "2026-03-31"},
    "new": {"from": "2026-04-01"},
    "later": {"from": "2027-01-01"},
}


@pytest.mark.parametrize(
    ("form_set", "replaced_by", "told"),
    [
        ("old", "new", None),
        ("old", None, "does not hold from 2026-04-01 on"),
        ("new", None, None),  # what held in January is not listed
        ("later", None, "holds on no day"),
        ("unheard-of", None, None),  # that it is unknown is an error, and not told again
    ],
)
def test_forms_that_are_not_in_force(form_set: str, replaced_by: str | None, told: str | None) -> None:
    after = {"old": {"replaced_by": replaced_by}}
    said = {
        n: {"title": _words(n), "effective": e, "legal_basis": UNSURE, **after.get(n, {})} for n, e in FORMS.items()
    }
    known = FormSetFile.model_validate({"form_sets": said}).form_sets
    found = lint(around({"form_set": form_set}, form_sets=known))
    assert [(f.rule.id if f.rule else "", f.path) for f in found] == (
        [("form-set-not-in-force", ("form_set",))] if told else []
    )
    assert told is None or told in found[0].what.en


def _words(said: str) -> dict[str, str]:
    return {"vi": said, "en": said}


def test_an_extension_by_a_law_that_ended() -> None:
    rule = {"extensions.later": more_time(legal_basis=[{"ref": "Old Act"}]), "steps.reserve_sky.may": ["later"]}
    old = EnactedLaw.model_validate({"ref": "Old Act", "in_force": {"to": "2025-06-30"}, "source": "Kite Gazette 2"})
    assert told(around(rule, laws={"Old Act": old})) == [
        ("law-expired", ("extensions", "later", "legal_basis", 0, "ref"))
    ]


@pytest.mark.parametrize(
    ("folder", "file", "parts"),
    [
        ("kite-licence", "2026-01-01", []),
        ("kite-licence", "2026-01-02", ["version"]),
        ("kites", "2026-01-01", ["procedure"]),
        ("kites", "2025-01-01", ["version", "procedure"]),
        ("kites", "draft", []),
        ("kite-licence-2", "2026-01-01", []),
        ("", "2026-01-01", []),
        (None, None, []),
    ],
)
def test_a_file_is_called_as_what_it_holds(folder: str | None, file: str | None, parts: list[str]) -> None:
    assert told(around({}, folder=folder, file=file)) == [("file-name-differs", (part,)) for part in parts]


def test_every_rule_is_tried_above() -> None:
    alone = {
        "file-name-differs",
        "form-set-not-in-force",
        "examples-missing",
        "law-expired",
        "agency-ended",
        "calendar-provisional",
    }
    of_facts = {
        "fact-known-too-late",
        "fact-not-always-known",
        "fact-by-default",
        "fact-unused",
        "answer-unused",
        "format-missing",
    }
    assert {rule.id for rule in LINT_RULES} == {*CASES, *alone, *of_facts}
    assert {rule.level for rule in LINT_RULES} == {Level.WARNING, Level.NOTE}
