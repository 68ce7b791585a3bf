"""The history of a case: what was appended comes back as it was, in order, and whole or not at all."""

import pytest
from sqlalchemy import Text, cast, select

from engine.core import events
from engine.core.case import fold
from engine.core.errors import CommandIdReused, CommandRefused, Conflict, InvariantBroken
from engine.core.identifiers import CaseId, CommandId
from engine.service.ports import CommandReceipt
from engine.store.ledger_tables import EVENTS
from tests.support.kite_licence import INSPECTOR, OFFICER, at
from tests.support.sql_store import Store, a_command, submission
from tests.support.threads import at_once


def test_what_was_caused_is_what_is_read(store: Store) -> None:
    first = store.submit("kite-1", "2026-06-01 08:00")
    second = store.receive("kite-1", "2026-06-01 09:30")
    history = store.ledger.history(CaseId("kite-1"))
    assert list(history) == [*first.caused, *second.caused]
    assert [recorded.sequence for recorded in history] == [1, 2, 3]
    assert {recorded.recorded_at for recorded in second.caused} == {at("2026-06-01 09:30")}
    assert fold(CaseId("kite-1"), history) == second.state


def test_texts_are_kept_to_the_letter(store: Store) -> None:
    """Whatever a database has to put them into on their way."""
    said = "“An”\\ 𝄞 \\u0041 \"\n\t' {} [] %s $1 :now"
    case = store.received("kite-1")
    store.give("withdraw_case", case, "2026-06-01 10:00", OFFICER, reason=said)
    withdrawn = store.ledger.history(case)[-1].event
    assert isinstance(withdrawn, events.CaseWithdrawn)
    assert withdrawn.reason == said
    with store.database.read() as connection:
        body = connection.execute(
            select(cast(EVENTS.c.body, Text)).where(EVENTS.c.type == "case_withdrawn")
        ).scalar_one()
    assert body == withdrawn.model_dump_json()


def test_a_table_is_written_to_twice_in_one_transaction(store: Store) -> None:
    case = store.received("kite-1")
    with store.ledger.transaction() as transaction:
        last = transaction.lock_case(case)[-1]
        for sequence in (4, 5):
            one = last.model_copy(update={"sequence": sequence, "command_id": CommandId(f"c-{sequence}")})
            receipt = CommandReceipt(
                command_id=one.command_id,
                case_id=case,
                fingerprint="f",
                first_sequence=sequence,
                last_sequence=sequence,
            )
            transaction.append([one], receipt)
            transaction.mark_wake(case, sequence, store.clock.now(), wakes=True)
    assert [recorded.sequence for recorded in store.ledger.history(case)] == [1, 2, 3, 4, 5]
    assert [wake.version for wake in store.wakes.lease("dispatcher", store.clock.now(), 60, 1)] == [5]


def test_a_case_that_does_not_exist_has_no_history(store: Store) -> None:
    assert list(store.ledger.history(CaseId("nobody"))) == []
    assert store.ledger.find_receipt(CommandId("nobody")) is None


def test_several_histories_come_in_one_question(store: Store) -> None:
    one, two = store.received("kite-1"), store.received("kite-2")
    found = store.ledger.histories([two, one, CaseId("nobody")])
    assert found[one] == list(store.ledger.history(one))
    assert found[two] == list(store.ledger.history(two))
    assert list(found[CaseId("nobody")]) == []


def test_a_taken_sequence_is_a_conflict_and_leaves_nothing(store: Store) -> None:
    case = store.received("kite-1")
    before = store.ledger.history(case)
    again = before[0].model_copy(update={"command_id": CommandId("late")})
    receipt = CommandReceipt(
        command_id=CommandId("late"), case_id=case, fingerprint="f", first_sequence=1, last_sequence=1
    )
    with pytest.raises(Conflict), store.ledger.transaction() as transaction:
        transaction.append([again], receipt)
    assert store.ledger.history(case) == before
    assert store.ledger.find_receipt(CommandId("late")) is None


def test_a_sequence_before_the_first_is_a_bug(store: Store) -> None:
    case = store.received("kite-1")
    first = store.ledger.history(case)[0]
    zeroth = first.model_copy(update={"sequence": 0, "command_id": CommandId("zero")})
    receipt = CommandReceipt(
        command_id=CommandId("zero"), case_id=case, fingerprint="f", first_sequence=1, last_sequence=1
    )
    with pytest.raises(InvariantBroken, match="ck_events_sequence_from_one"), store.ledger.transaction() as transaction:
        transaction.append([zeroth], receipt)


def test_a_transaction_that_breaks_off_leaves_nothing(store: Store) -> None:
    case = store.received("kite-1")
    before = store.ledger.history(case)
    fourth = before[-1].model_copy(update={"sequence": 4, "command_id": CommandId("torn")})
    receipt = CommandReceipt(
        command_id=CommandId("torn"), case_id=case, fingerprint="f", first_sequence=4, last_sequence=4
    )

    def break_off() -> None:
        with store.ledger.transaction() as transaction:
            transaction.lock_case(case)
            transaction.append([fourth], receipt)
            transaction.mark_wake(case, 4, store.clock.now(), wakes=True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert store.ledger.history(case) == before
    assert store.ledger.find_receipt(CommandId("torn")) is None
    assert [wake.version for wake in store.wakes.lease("dispatcher", store.clock.now(), 60, 1)] == [3]


def test_a_refusal_changes_nothing(store: Store) -> None:
    case = store.received("kite-1", "2026-06-01 08:00")
    before = store.ledger.history(case), store.queries.find_case(case)
    with pytest.raises(CommandRefused):
        store.receive(case, "2026-06-01 09:00")
    assert (store.ledger.history(case), store.queries.find_case(case)) == before


def test_of_two_at_once_one_is_told_that_somebody_was_faster(store: Store) -> None:
    case = store.received("kite-1", "2026-06-01 08:00")
    commands = [
        a_command("claim_step", case, INSPECTOR, step="inspect_kite", command_id=f"claim-{n}", expected_version=3)
        for n in range(4)
    ]
    outcomes = at_once(4, lambda n: store.commands.handle(commands[n]))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [Conflict] * 3
    assert [recorded.event.type for recorded in store.ledger.history(case)][3:] == ["step_claimed"]


def test_of_two_births_of_one_case_the_later_is_refused(store: Store) -> None:
    outcomes = at_once(
        4, lambda n: store.commands.handle(a_command("submit_case", "kite-1", command_id=f"s{n}", **submission()))
    )
    assert sum(isinstance(outcome, CommandRefused) for outcome in outcomes) == 3, outcomes
    assert [recorded.event.type for recorded in store.ledger.history(CaseId("kite-1"))] == ["case_submitted"]


def test_cases_do_not_wait_for_each_other_for_ever(store: Store) -> None:
    outcomes = at_once(
        8, lambda n: store.commands.handle(a_command("submit_case", f"k{n}", command_id=f"s{n}", **submission()))
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert all(store.queries.find_case(CaseId(f"k{n}")) is not None for n in range(8))


def test_a_repeat_is_answered_like_the_first(store: Store) -> None:
    first = store.submit("kite-1", "2026-06-01 08:00", command_id="once")
    store.receive("kite-1", "2026-06-01 09:00")
    again = store.submit("kite-1", "2026-06-01 10:00", command_id="once")
    assert again.repeated
    assert (again.state, tuple(again.caused)) == (first.state, tuple(first.caused))
    assert len(store.ledger.history(CaseId("kite-1"))) == 3


def test_the_same_command_at_once_is_done_once(store: Store) -> None:
    command = a_command("submit_case", "kite-1", command_id="once", **submission())
    outcomes = at_once(6, lambda _: store.commands.handle(command))
    answers = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    assert len(answers) == 6, outcomes
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 5
    assert {answer.state.version for answer in answers} == {1}
    assert len(store.ledger.history(CaseId("kite-1"))) == 1


def test_an_id_is_not_used_for_another_command(store: Store) -> None:
    store.submit("kite-1", command_id="once")
    with pytest.raises(CommandIdReused):
        store.submit("kite-1", name="Somebody Else", command_id="once")
    with pytest.raises(CommandIdReused):
        store.submit("kite-2", command_id="once")
    assert store.queries.find_case(CaseId("kite-2")) is None
