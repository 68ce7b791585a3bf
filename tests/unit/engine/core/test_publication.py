"""What may be published, and what a file may still say of a version that was."""

import pytest

from engine.core.canonical import canonical, content_hash, differences, from_canonical
from engine.core.definition import ProcedureDefinition
from engine.core.publication import changed, changes_since_publication, overlapping
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import kite_definition
from tests.support.kite_versions import second_version


@pytest.mark.parametrize("definition", load_catalogue().all(), ids=lambda d: f"{d.procedure}-{d.version}")
def test_the_canonical_form_reads_back(definition: ProcedureDefinition) -> None:
    content = canonical(definition)
    again = from_canonical(content)
    assert again == definition
    assert canonical(again) == content
    assert list(again.steps) == list(definition.steps), "the order of the steps is part of it"
    assert len(content_hash(content)) == 64


def test_what_differs_is_named_by_its_place() -> None:
    found = differences(kite_definition(), changed_kite({"steps.reserve_sky.within": "3 working_days"}))
    assert [(d.place, d.before, d.after) for d in found] == [
        ("steps.reserve_sky.within", "2 working_days", "3 working_days"),
    ]


def test_another_order_of_steps_is_a_difference() -> None:
    steps = dict(reversed(kite_definition().steps.items()))
    turned = kite_definition().model_copy(update={"steps": steps})
    (found,) = differences(kite_definition(), turned)
    assert found.place == "steps"
    assert found.before is not None and found.before.startswith("inspect_kite, reserve_sky")


def test_what_is_said_at_length_is_no_difference() -> None:
    """A default that is written out means the same."""
    assert differences(kite_definition(), changed_kite({"steps.inspect_kite.counting": "elapsed"})) == ()


def test_an_open_end_is_closed_by_a_version_that_follows() -> None:
    ended = changed_kite({"effective": {"from": "2026-01-01", "to": "2026-06-01"}})
    assert changes_since_publication(kite_definition(), ended, [second_version()]) == ()


def test_a_text_that_took_anything_may_get_a_format() -> None:
    """The published version stays as it was; a format that was promised is neither changed nor taken back."""
    shaped = {each: changed_kite({"form.requester.fields.full_name.format": each}) for each in ("phone", "email")}
    assert len(differences(kite_definition(), shaped["phone"])) == 1
    assert changes_since_publication(kite_definition(), shaped["phone"], []) == ()
    assert len(changes_since_publication(shaped["phone"], shaped["email"], [])) == 1
    assert len(changes_since_publication(shaped["phone"], kite_definition(), [])) == 1


def test_a_field_named_format_is_a_field() -> None:
    asked = changed_kite({"form.requester.fields.format": {"title": {"vi": "x", "en": "x"}}})
    assert len(changes_since_publication(kite_definition(), asked, [])) == 1


def test_an_open_end_is_not_closed_for_nothing() -> None:
    ended = changed_kite({"effective": {"from": "2026-01-01", "to": "2026-05-01"}})
    (found,) = changes_since_publication(kite_definition(), ended, [second_version()])
    assert (found.place, found.before, found.after) == ("effective.to", None, "2026-05-01")


def test_a_successor_ends_a_published_version_without_an_end() -> None:
    assert list(overlapping(second_version(), [kite_definition()])) == []


@pytest.mark.parametrize(
    ("effective", "published"),
    [
        ({"from": "2025-06-01"}, {"from": "2026-01-01"}),
        ({"from": "2026-01-01"}, {"from": "2026-01-01"}),
        ({"from": "2026-03-01"}, {"from": "2026-01-01", "to": "2026-03-01"}),
    ],
    ids=["before one, without an end", "from the same day", "on its last day"],
)
def test_two_versions_for_one_day_are_refused(effective: dict[str, str], published: dict[str, str]) -> None:
    wanted = changed_kite({"version": "2026-03-01", "effective": effective})
    (objection,) = overlapping(wanted, [changed_kite({"effective": published})])
    assert "phiên bản 2026-03-01 trùng ngày hiệu lực với phiên bản 2026-01-01" in objection.in_language("vi")
    assert "so that one version holds on each day" in objection.in_language("en")


def test_another_procedure_is_nothing_to_it() -> None:
    assert list(overlapping(changed_kite({"procedure": "other"}), [kite_definition()])) == []


def test_many_differences_are_counted() -> None:
    forms = {f"form.f{n}": {"title": {"vi": "x", "en": "x"}} for n in range(12)}
    said = changed("2026-01-01", differences(kite_definition(), changed_kite(forms))).in_language("vi")
    assert "form.f0: không có → " in said
    assert "… (+2)" in said
    assert "hãy khôi phục nội dung đã công bố" in said
