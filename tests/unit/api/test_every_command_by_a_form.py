"""Every story of every shipped procedure, each command given by the form that the pages would show: whatever is lawful is
offered, what was typed is what is ordered, and what is not offered is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest

from api.acts.forms import ActForm, forms_of, submission_form
from api.acts.inputs import Kind
from api.acts.orders import Sent, faults_in, order_of
from engine.core import commands
from engine.core.available import available_commands
from engine.core.case_clock import times_of
from engine.core.clock_rules import EndedBy
from engine.core.decide import decide
from engine.core.decisions.lapses import as_law_sees
from engine.core.errors import CommandRefused
from engine.core.events import TimeLimitExtended
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
from engine.service.read_case import CaseView
from procedure_defs.catalogue import Catalogue, load_catalogue
from procedure_defs.example_story import Played, _actor
from tests.support.shipped_stories import STORIES

NOT_BY_PEOPLE = {"expire_supplement", "note_silence", "migrate_case"}


class ByForms(Played):
    """A story, each act of which is typed into the form that is offered for it."""

    def __init__(self, *said: Any) -> None:
        self.offered: set[str] = set()
        super().__init__(*said)

    def _do(self, at: datetime, said: Mapping[str, Any]) -> None:
        if said["type"] in NOT_BY_PEOPLE:
            super()._do(at, said)
            return
        form = self._form(at, said)
        if form is None:
            with pytest.raises(CommandRefused):
                super()._do(at, said)
            super()._do(at, said)
            return
        self.offered.add(form.command)
        sent = Sent(fields=dict(self._typed(form, said, at)), checked={"ask": [str(d) for d in _asked_for(said)]})
        offered = {name for one in form.inputs if one.kind is Kind.CHECK for name, _ in one.choices}
        assert offered.issuperset(sent.checked["ask"])
        ordered = order_of(self.law.definition, form.command, form.step, sent)
        if not (wrong := faults_in(form, sent)):
            received = {name: said[name] for name in ("dossier_code", "receiving_agency") if name in said}
            super()._do(at, {"type": form.command, **ordered, **received})
            return
        with pytest.raises(CommandRefused):  # the form says beside its input what the law says of it
            super()._do(at, said)
        assert wrong
        super()._do(at, said)

    def _form(self, at: datetime, said: Mapping[str, Any]) -> ActForm | None:
        if said["type"] == "submit_case":
            return submission_form(self.law.definition, self.law.agencies)
        seen = as_law_sees(self.law, self.state, at)
        view = CaseView(self.law, seen, times_of(self.law, seen, at), (), seen.version)
        found = forms_of(view, available_commands(self.law, seen, _actor()), _actor(), (_actor(),))
        asked = (said["type"], said.get("step"), self._about(said))
        return next(
            (form for form in found if form.is_offered and (form.command, form.step, form.about) == asked), None
        )

    def _about(self, said: Mapping[str, Any]) -> str:
        """Which of the forms of the same command: each fact has one, and a wait for somebody else than the applicant."""
        if said["type"] == "request_supplement":
            rule = self.law.definition.suspensions[said["rule"]]
            return "" if rule.ended_by is EndedBy.APPLICANT else "wait"
        return str(said["name"]) if said["type"] == "establish_fact" else ""

    def _typed(self, form: ActForm, said: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
        yield "about", form.about
        for name in ("territory", "channel", "rule", "reason", "note", "to", "to_agency"):
            yield name, str(said.get(name) or "")
        yield "basis", "0"
        yield "reasons", "\n".join(said.get("reasons", ()))
        yield "new_due_on", self._new_date(said, at)
        for head in ("form", "result", "facts"):
            yield from _flat(head, said.get(head, {}))
        if form.command == "establish_fact":
            yield from _flat("fact", {said["name"]: said["value"]})
        for paper in said.get("documents", ()):
            if isinstance(paper, dict):
                yield f"paper.{paper['document']}.reference", "01/2026"
        for one in form.all_inputs():
            if one.kind is Kind.CHOICE and one.value and not said.get(one.name):
                yield one.name, one.value

    def _new_date(self, said: Mapping[str, Any], at: datetime) -> str:
        """A letter names the day, where the story says by how much."""
        if said["type"] != "extend_time_limit" or "plus" not in said:
            return str(said.get("new_due_on", ""))
        command = commands.ADAPTER.validate_python(
            {"command_id": "c", "case_id": self.state.id, "actor": _actor(), **said}
        )
        extended = next(e for e in decide(self.law, self.state, command, at) if isinstance(e, TimeLimitExtended))
        moved = extended.of_step or extended.of_total
        assert moved is not None
        return civil_date(to_instant(moved.after) - 1).isoformat()


def _flat(way: str, said: Any) -> Iterator[tuple[str, str]]:
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield from _flat(f"{way}.{name}", value)
    elif isinstance(said, bool):
        yield way, "yes" if said else "no"
    else:
        yield way, str(said)


def _asked_for(said: Mapping[str, Any]) -> list[Any]:
    return list(said.get("documents", ())) if said["type"] == "request_supplement" else []


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("procedure", sorted({of for of, _ in STORIES}))
def test_every_story_can_be_played_by_forms(catalogue: Catalogue, procedure: str) -> None:
    given: set[str] = set()
    for of, example in STORIES:
        if of != procedure:
            continue
        law = Law(catalogue.get(of, example.version), catalogue.calendars, catalogue.agencies)
        played = ByForms(law, example, lambda version, of=of: catalogue.get(of, version))
        for act in sorted(example.story, key=lambda act: act.at):
            played.refused(act)
        given |= played.offered
        assert played.state.status is not None
    assert {"submit_case", "receive_case"} <= given
