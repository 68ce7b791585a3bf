"""The whole service against a small model, in any order: commands, repeats, stale readers, the sweep, and time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from engine.core import commands
from engine.core.actors import SYSTEM, Actor, Role
from engine.core.calendars import CalendarBook
from engine.core.case import CaseState, fold
from engine.core.decisions.lapses import as_law_sees
from engine.core.errors import CommandRefused, Conflict, NotFound
from engine.core.identifiers import ActorId, CalendarId, CaseId
from engine.core.law import Law
from engine.core.time_shares import attribution_of
from engine.service.handle_command import CommandHandler, CommandResult
from engine.service.ports import Page
from engine.service.read_rows import rows_of
from engine.service.sweep import Sweep
from procedure_defs.catalogue import Catalogue
from tests.support.hypothesis_profiles import few_or_long
from tests.support.kite_case_model import AGENCY, ASSIGNEE, INSPECT, NEW, PRINT, SKY, KiteCase, in_force
from tests.support.kite_changes import changed_kite
from tests.support.kite_extensions import SKY_LEAD, more_time
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, OFFICER, SKY_CLERK, an_actor, at
from tests.support.kite_story import LICENCE, NOTE
from tests.support.kite_versions import second_version
from tests.support.sql_store import RECEIPT, Store, a_command, submission

COLLEAGUE = an_actor(Role.CASEWORKER, "workshop-1", "Bình").model_copy(update={"id": ActorId(ASSIGNEE)})
WORKSHOP_LEAD = an_actor(Role.AGENCY_LEAD, "workshop-1", "Cúc")
BASIS = {"ref": "Kite Act", "article": "1"}
WORDS = {"vi": "Sai kết quả", "en": "Wrong result"}
CHANGES: dict[str, Any] = {
    "extensions.later": more_time(max=1, notice_days=0),
    "steps.reserve_sky.may": ["later"],
    "steps.reserve_sky.returns": {INSPECT: {"title": WORDS, "legal_basis": [BASIS]}},
}
DEFINITIONS = {
    found.version: found
    for found in (
        changed_kite({**CHANGES, "effective.to": "2026-06-01"}),
        second_version({**CHANGES, "total.within": "4 weeks"}),
    )
}
BOOK = CalendarBook({CalendarId("office"): OFFICE})

ORDERS: tuple[tuple[str, Actor, Mapping[str, Any]], ...] = (
    ("receive_case", OFFICER, RECEIPT),
    ("refuse_receipt", OFFICER, {"reason": "no kite", "legal_basis": BASIS}),
    ("withdraw_case", OFFICER, {"reason": "no wind"}),
    ("hand_in_supplement", OFFICER, {"step": INSPECT, "documents": [{"document": "photo"}]}),
    *(
        (act, actor, {"step": INSPECT, **said})
        for actor in (INSPECTOR, COLLEAGUE)
        for act, said in (
            ("claim_step", {}),
            ("release_step", {}),
            ("request_supplement", {"reasons": ["no photo"], "documents": ["photo"]}),
            ("complete_step", {"result": {"strong": True}, "documents": [NOTE]}),
        )
    ),
    ("assign_step", WORKSHOP_LEAD, {"step": INSPECT, "to": COLLEAGUE.id, "assignee": COLLEAGUE}),
    ("refuse_step", INSPECTOR, {"step": INSPECT, "reason": "torn", "legal_basis": BASIS}),
    ("claim_step", SKY_CLERK, {"step": SKY}),
    ("release_step", SKY_CLERK, {"step": SKY}),
    ("complete_step", SKY_CLERK, {"step": SKY}),
    ("return_to_step", SKY_CLERK, {"step": SKY, "to": INSPECT, "reason": "wrong note"}),
    ("extend_time_limit", SKY_LEAD, {"step": SKY, "rule": "later", "plus": "2 working_days", "reason": "wind"}),
    ("complete_step", SYSTEM, {"step": PRINT, "documents": [LICENCE]}),
    ("migrate_case", SYSTEM, {"to_version": NEW}),
)
MINUTES = (0, 0, 1, 90, 600, 1440, 4000, 12_000)
ENDING = {"refuse_receipt", "withdraw_case", "refuse_step"}
EXTENSION_MAY_BE_REFUSED = {"extension_used_up", "extension_too_late", "time_limit_passed", "extension_during_return"}
REACHED = {
    *(
        "step_claimed",
        "step_released",
        "step_assigned",
        "step_completed",
        "step_refused",
        "step_returned",
        "step_reopened",
    ),
    *("time_limit_suspended", "time_limit_resumed", "supplement_expired", "time_limit_extended"),
    *("receipt_refused", "case_migrated", "case_stopped", "case_withdrawn", "case_refused", "case_completed"),
}
_RUNS = count()


def _is_hidden(model: KiteCase, actor: Actor) -> bool:
    """A dossier that was never received is known to the counter alone."""
    return not model.kept and actor not in {OFFICER, SYSTEM}


class TheService(RuleBasedStateMachine):
    """Two cases; each order is given to the product and to the model, which must agree on the answer."""

    store: ClassVar[Store]
    begun: ClassVar[list[CaseId]]
    """The cases of all stories."""

    def __init__(self) -> None:
        super().__init__()
        store = self.store
        store.clock.shows = at("2026-06-01 08:00")
        self.catalogue = Catalogue([*DEFINITIONS.values()], DIRECTORY, BOOK)
        self.handler = CommandHandler(store.ledger, self.catalogue, store.clock)
        self.sweep = Sweep(store.ledger, store.sweep_book, self.handler, store.clock)
        self.run_number = next(_RUNS)
        self.given = 0
        self.answers: list[tuple[commands.Command, CommandResult]] = []
        self.cases = [CaseId(f"kite-{self.run_number}-{number}") for number in (1, 2)]
        self.begun += self.cases
        self.models: dict[CaseId, KiteCase] = {}
        self.rows_at = dict.fromkeys(self.cases, store.clock.shows)
        self.swept: set[CaseId] = set()
        """Whose rows the sweep wrote last."""
        for case in self.cases:
            self._carried_out(self._command("submit_case", case, OFFICER, submission()))
            self.models[case] = KiteCase(version=1)

    def _command(self, act: str, case: CaseId, actor: Actor, said: Mapping[str, Any]) -> commands.Command:
        self.given += 1
        return a_command(act, case, actor, **{"command_id": f"{self.run_number}/{self.given}", **said})

    def _carried_out(self, command: commands.Command) -> CommandResult:
        result = self.handler.handle(command)
        self.answers.append((command, result))
        self.rows_at[command.case_id] = self.store.clock.shows
        self.swept.discard(command.case_id)
        return result

    @rule(which=st.integers(0, 1), place=st.integers(0, len(ORDERS) - 1))
    def order(self, which: int, place: int) -> None:
        """The product refuses what the model refuses, for its reason, and carries out the rest."""
        act, actor, said = ORDERS[place]
        case, now = self.cases[which], self.store.clock.shows
        if act == "migrate_case" and in_force(now) != NEW:
            return  # a version that does not hold yet takes nothing over
        model, step = self.models[case], said.get("step")
        who = "system" if actor is SYSTEM else actor.id
        no = "not_found" if _is_hidden(model, actor) else model.refuses(act, step, who, now)
        answer = self._answer(self._command(act, case, actor, said))
        if isinstance(answer, CommandResult):
            assert no is None, (act, step, model)
            assert not answer.repeated and len(answer.caused) > 0
            model.carry_out(act, step, who, now)
            model.version += len(answer.caused)
            assert answer.state.version == model.version
            return
        reason, version = answer
        # When an extension comes too late is the law of due dates, which the model leaves to other tests.
        is_left_open = act == "extend_time_limit" and no is None
        assert reason in (EXTENSION_MAY_BE_REFUSED if is_left_open else {no}), (act, step, model)
        assert version == (None if no == "not_found" else model.version)

    def _answer(self, command: commands.Command) -> CommandResult | tuple[str, int | None]:
        """What it did; or why it was refused, and the version that it met."""
        try:
            return self._carried_out(command)
        except CommandRefused as refused:
            return refused.reason.value, refused.standing.version if refused.standing else None
        except NotFound:
            return "not_found", None

    @rule(
        which=st.integers(0, 1), data=st.data(), times=st.integers(1, 4), may_end=st.sampled_from([False] * 4 + [True])
    )
    def orders_that_fit(self, which: int, data: st.DataObject, times: int, may_end: bool) -> None:
        """Some that carry the case on, so that many stories get far; the model need not refuse any."""
        for _ in range(times):
            model, now = self.models[self.cases[which]], self.store.clock.shows
            fitting = [
                place
                for place, (act, actor, said) in enumerate(ORDERS)
                if (may_end or act not in ENDING)
                and not _is_hidden(model, actor)
                and model.refuses(act, said.get("step"), "system" if actor is SYSTEM else actor.id, now) is None
            ]
            if fitting:
                self.order(which, data.draw(st.sampled_from(fitting)))

    @rule(which=st.integers(0, 1), behind=st.integers(1, 3))
    def order_of_a_stale_reader(self, which: int, behind: int) -> None:
        case = self.cases[which]
        expected = self.models[case].version - behind
        if expected < 0:
            return
        said = {"reason": "no wind", "expected_version": expected}
        with pytest.raises(Conflict) as told:
            self.handler.handle(self._command("withdraw_case", case, OFFICER, said))
        assert told.value.standing is not None and told.value.standing.version == self.models[case].version

    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Any earlier command again, whatever has happened since: the first answer, and nothing else."""
        command, first = data.draw(st.sampled_from(self.answers))
        again = self.handler.handle(command)
        assert again.repeated
        assert (again.state, tuple(again.caused)) == (first.state, tuple(first.caused))

    @rule(minutes=st.sampled_from(MINUTES))
    def wait(self, minutes: int) -> None:
        self.store.clock.shows += timedelta(minutes=minutes)

    @precondition(lambda self: any(model.term for model in self.models.values() if not model.is_over()))
    @rule(seconds=st.integers(0, 1))
    def wait_for_the_end_of_a_term(self, seconds: int) -> None:
        """Up to its last instant, or one second more."""
        ends = [model.term for model in self.models.values() if model.term and not model.is_over()]
        ahead = [end for end in ends if end >= self.store.clock.shows]
        if ahead:
            self.store.clock.shows = min(ahead) + timedelta(seconds=seconds)

    @rule()
    def run_the_sweep(self) -> None:
        now = self.store.clock.shows
        due = {found.case_id for found in self.store.sweep_book.falling_due(now, 1000)}
        # Of what was done in this very second nothing has passed yet: the next sweep looks again.
        of_now = {case for case in due if self.store.ledger.history(case)[-1].recorded_at >= now}
        passed = [case for case, model in self.models.items() if model.sweep(now)]
        assert set(passed) <= due, "the next instant leads the sweep there"
        found, again = self.sweep.run(), self.sweep.run()
        assert (found.expired, found.failed) == (len(passed), 0)
        assert (again.expired, again.told, again.failed) == (0, 0, 0), "each rung is told once"
        for case in passed:
            self.models[case].version = len(self.store.ledger.history(case))
        self.rows_at.update(dict.fromkeys(due & set(self.models), now))
        self.swept |= due - of_now

    @invariant()
    def lists_say_what_the_events_say(self) -> None:
        for case, model in self.models.items():
            state = self._state(case)
            assert (state.status, state.version) == (model.status, model.version)
            if model.kept:
                assert state.procedure_version == model.kept
            row, _ = rows_of(self._law(state), state, self.rows_at[case], is_swept=case in self.swept)
            kept = self.store.queries.find_case(case)
            assert kept is not None
            # What the sweep has not looked at yet stays to be looked at; all else is what is reckoned anew.
            assert kept.model_copy(update={"look_at": row.look_at}) == row
            assert kept.look_at == row.look_at or (
                case not in self.swept and kept.look_at is not None and kept.look_at <= self.rows_at[case]
            )
            assert not model.is_over() or row.next_due_at is None

    @invariant()
    def worklists_are_the_models(self) -> None:
        shown: dict[CaseId, set[tuple[str, str, str]]] = {case: set() for case in self.cases}
        for agency in AGENCY.values():
            for entry in self.store.worklist(agency, Page(limit=1000))[0]:
                if entry.step.case_id in shown:
                    shown[entry.step.case_id].add((agency, entry.step.step, entry.step.status.value))
        assert shown == {case: model.on_worklists() for case, model in self.models.items()}

    @invariant()
    def every_second_has_one_owner(self) -> None:
        now = self.store.clock.shows
        for case in self.models:
            state = self._state(case)
            law = self._law(state)
            said = attribution_of(law, as_law_sees(law, state, now), now)
            assert sum(share.seconds for share in said.shares) == said.total_seconds

    @invariant()
    def nothing_happens_after_the_end(self) -> None:
        for case in self.models:
            history = self.store.ledger.history(case)
            assert [recorded.sequence for recorded in history] == list(range(1, len(history) + 1))
            assert fold(case, history[:-1]).closed_at is None, "asked after every step, of the last event alone"

    def give(self, act: str, actor: Actor = OFFICER) -> None:
        """To the first case, the first order of that kind that this person gives."""
        self.order(0, next(n for n, order in enumerate(ORDERS) if order[:2] == (act, actor)))

    def check(self) -> None:
        self.lists_say_what_the_events_say()
        self.worklists_are_the_models()
        self.every_second_has_one_owner()
        self.nothing_happens_after_the_end()

    def teardown(self) -> None:
        """Cases that are left open would be in the way of the next run."""
        self.run_the_sweep()
        for case, model in self.models.items():
            if not model.is_over():
                self.handler.handle(self._command("withdraw_case", case, OFFICER, {"reason": "over"}))
        self.store.clock.shows += timedelta(seconds=1)
        self.sweep.run()

    def _state(self, case: CaseId) -> CaseState:
        return fold(case, self.store.ledger.history(case))

    def _law(self, state: CaseState) -> Law:
        assert state.procedure_version is not None
        return Law(DEFINITIONS[state.procedure_version], BOOK, DIRECTORY)


def play_a_term_that_passes(town: TheService) -> None:
    """Chance seldom finds a term that is asked for, passes, and is swept, with nothing else between."""
    town.give("receive_case")
    town.give("claim_step", INSPECTOR)
    town.give("release_step", INSPECTOR)
    town.give("request_supplement", INSPECTOR)
    for seconds in (0, 1):
        town.wait_for_the_end_of_a_term(seconds)
        town.give("claim_step", INSPECTOR)
        town.run_the_sweep()
        town.check()
    town.give("hand_in_supplement")
    town.teardown()


def play_a_refusal(town: TheService) -> None:
    town.give("receive_case")
    town.give("refuse_step", INSPECTOR)
    town.check()
    town.give("withdraw_case")
    town.teardown()


def play_a_refused_receipt(town: TheService) -> None:
    town.give("refuse_receipt")
    town.give("claim_step", INSPECTOR)
    town.check()
    town.give("receive_case")
    town.teardown()


def play_a_claimed_step_that_sends_back(town: TheService) -> None:
    """Whoever had taken it on has it still when the earlier step is mended, and nobody else can take it on."""
    town.give("receive_case")
    town.give("complete_step", INSPECTOR)
    for act in ("claim_step", "return_to_step"):
        town.give(act, SKY_CLERK)
        town.check()
    town.give("complete_step", INSPECTOR)
    town.check()
    town.give("claim_step", SKY_CLERK)
    town.give("complete_step", SKY_CLERK)
    town.check()
    town.teardown()


def play_a_step_that_changes_hands(town: TheService) -> None:
    """Claimed by one, given to another, who has it still when it has waited for a supplement."""
    town.give("receive_case")
    for act, actor in (
        ("claim_step", INSPECTOR),
        ("assign_step", WORKSHOP_LEAD),
        ("release_step", INSPECTOR),
        ("assign_step", WORKSHOP_LEAD),
        ("request_supplement", COLLEAGUE),
        ("hand_in_supplement", OFFICER),
        ("complete_step", COLLEAGUE),
    ):
        town.give(act, actor)
        town.check()
    town.teardown()


def play_a_case_that_comes_over_and_ends(town: TheService) -> None:
    town.give("receive_case")
    town.wait(1440)  # the second version holds from the next day on
    town.give("migrate_case", SYSTEM)
    for actor in (INSPECTOR, SKY_CLERK, SYSTEM):
        town.give("complete_step", actor)
        town.check()
    town.teardown()


STORIES = (
    play_a_term_that_passes,
    play_a_refusal,
    play_a_refused_receipt,
    play_a_claimed_step_that_sends_back,
    play_a_step_that_changes_hands,
    play_a_case_that_comes_over_and_ends,
)


@pytest.mark.slow
def test_the_service_does_what_the_model_does(store: Store) -> None:
    machine = type("TheServiceOnOneStore", (TheService,), {"store": store, "begun": []})
    run_state_machine_as_test(machine, settings=few_or_long(examples=14, steps=30))
    for story in STORIES:
        story(machine())
    reached = {recorded.event.type for case in machine.begun for recorded in store.ledger.history(case)}
    assert reached >= REACHED, "the stories come everywhere"
    assert store.sweep_book.falling_due(at("2027-12-31 17:00"), 1) == (), "every case has come to its end"
