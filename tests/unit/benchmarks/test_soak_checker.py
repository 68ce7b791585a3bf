"""The soak's judgement: a sound history passes, and every kind of loss, doubling and reordering is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.soak.agency import Book, done_twice, read
from benchmarks.soak.checking import Checked
from benchmarks.soak.clients import Seen
from benchmarks.soak.histories import MACHINE, Kept, faults_of
from benchmarks.soak.journal import UNKNOWN, Answered, Asked, Journal, Told
from benchmarks.soak.journal import read as read_journal
from benchmarks.soak.kills import Kill, in_turn
from benchmarks.soak.report import Soaked, bars, table
from benchmarks.soak.stories import BY_NAME, CARD, COMPLETED, STORIES, actor

LONGEST = "with a supplement"
CARD_ANSWER = {"result": {}, "documents": [{"document": "insurance_card", "reference": "MAU000000000001"}]}
History = list[Kept]


def a_case(story: str, *, card_before: int | None = None) -> tuple[list[Told], History]:
    """What a client wrote, and what a sound ledger then has; the card comes before that act, after all if none is said."""
    known = BY_NAME[story]
    asked = [
        Asked(f"key-{number}", "case" if number else "", story, str(actor(act.who).id), act.said("7-1"), act.leaves)
        for number, act in enumerate(known.acts)
    ]
    groups = [(one.key, one.who, one.leaves, {**one.body, "v": 1}) for one in asked]
    if known.card:
        place = len(groups) if card_before is None else card_before
        groups.insert(place, ("the-card", MACHINE, (f"step_completed {CARD}",), CARD_ANSWER))
    if known.ends == COMPLETED:
        key, who, words, said = groups[-1]
        groups[-1] = (key, who, (*words, COMPLETED), said)
    history = numbered([Kept(0, key, who, word, said) for key, who, words, said in groups for word in words])
    last = {kept.command: kept.sequence for kept in history}
    return [Told(one, [Answered(one.key, 200, "case", last[one.key])]) for one in asked], history


def numbered(history: Sequence[Kept]) -> History:
    return [replace(kept, sequence=number) for number, kept in enumerate(history, 1)]


@pytest.mark.parametrize("story", [story.name for story in STORIES])
def test_a_sound_history_has_no_fault(story: str) -> None:
    told, history = a_case(story)
    assert faults_of(told, history, CARD_ANSWER if BY_NAME[story].card else None) == []


def test_the_card_may_come_at_any_time_after_the_birth() -> None:
    for place in (6, 7, 8):
        told, history = a_case(LONGEST, card_before=place)
        assert faults_of(told, history, CARD_ANSWER) == []
    told, history = a_case(LONGEST, card_before=4)
    assert any("before it was due" in fault for fault in faults_of(told, history, CARD_ANSWER))


PLANTED: dict[str, tuple[Callable[[History], History], str]] = {
    "the last event lost": (lambda h: h[:-1], "ends with"),
    "a command lost": (lambda h: numbered([k for k in h if k.command != "key-3"]), "key-3: acknowledged, and lost"),
    "one of a command's events lost": (lambda h: numbered([*h[:2], *h[3:]]), "key-1: left"),
    "a gap in the sequence": (lambda h: [*h[:5], *(replace(k, sequence=k.sequence + 1) for k in h[5:])], "sequence"),
    "an event doubled": (lambda h: numbered([*h[:5], h[4], *h[5:]]), "left"),
    "an event under a number that is taken": (lambda h: [*h[:5], h[4], *h[5:]], "sequence"),
    "a command doubled, later": (lambda h: numbered([*h[:6], h[4], *h[6:]]), "there 2 times"),
    "two commands the other way round": (
        lambda h: numbered([*h[:4], h[5], h[4], *h[6:]]),
        "in another order",
    ),
    "a command that nobody gave": (
        lambda h: numbered([*h[:5], replace(h[4], command="ghost"), *h[5:]]),
        "ghost: nobody gave it",
    ),
    "another's words": (lambda h: [replace(h[0], said={**h[0].said, "documents": []}), *h[1:]], "what was sent"),
    "another's name deep in the form": (
        lambda h: [replace(h[0], said={**h[0].said, "form": {**h[0].said["form"], "child": {}}}), *h[1:]],
        "what was sent",
    ),
    "by somebody else": (lambda h: [*h[:4], replace(h[4], actor="somebody"), *h[5:]], "by somebody else"),
    "the card lost": (lambda h: numbered([k for k in h if k.command != "the-card"]), "0 cards"),
    "the card made twice": (
        lambda h: numbered([*h[:10], replace(h[-2], command="again"), *h[10:]]),
        "2 cards instead of 1",
    ),
    "the card not as answered": (
        lambda h: [*h[:-2], replace(h[-2], said={"documents": []}), h[-1]],
        "not what the agency answered",
    ),
    "the card by a person": (lambda h: [*h[:-2], replace(h[-2], actor="somebody"), h[-1]], "by somebody"),
    "nothing at all": (lambda h: [], "acknowledged, and lost"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_is_found(planted: str) -> None:
    told, history = a_case(LONGEST)
    spoil, words = PLANTED[planted]
    spoilt = spoil(history)
    assert spoilt != history
    assert any(words in fault for fault in faults_of(told, spoilt, CARD_ANSWER))


def test_answers_are_held_against_what_is_kept() -> None:
    told, history = a_case("birth group")
    key = told[2].asked.key
    right = told[2].answers[0]

    def faults(*answers: Answered) -> list[str]:
        return faults_of([*told[:2], Told(told[2].asked, list(answers)), *told[3:]], history, CARD_ANSWER)

    assert faults(Answered(key, UNKNOWN), Answered(key, 503), replace(right, repeated=True)) == []
    assert faults(right, replace(right, repeated=True)) == []
    assert any("a repeat was not called one" in fault for fault in faults(right, right))
    assert any("answered, 5 kept" in fault for fault in faults(replace(right, version=6)))
    assert any("nobody knows" in fault for fault in faults(Answered(key, UNKNOWN)))
    assert any("refused, and there" in fault for fault in faults(Answered(key, 409)))
    assert any("yes and no" in fault for fault in faults(right, Answered(key, 409)))


def test_a_case_that_was_not_drained_may_wait_for_its_card_but_have_no_two() -> None:
    told, history = a_case(LONGEST)
    waiting = [kept for kept in history if kept.command != "the-card"]
    assert faults_of(told, waiting, None, is_drained=False) == []
    assert faults_of(told, waiting, CARD_ANSWER, is_drained=False) == []
    twice = numbered([*history, replace(history[-2], command="again")])
    assert faults_of(told, twice, CARD_ANSWER, is_drained=False)


def test_an_agency_asked_for_nothing_by_law_is_told() -> None:
    told, history = a_case("withdrawn before receipt")
    assert any("asked for a card" in fault for fault in faults_of(told, history, CARD_ANSWER))


def test_the_journal_is_read_as_it_was_written(tmp_path: Path) -> None:
    first = Asked("k1", "", LONGEST, "who", {"form": {"name": "Nguyễn Mẫu"}}, ("case_submitted",))
    second = Asked("k2", "case-1", LONGEST, "who", {}, ("case_received",))
    unanswered = Asked("k3", "", LONGEST, "who", {}, ("case_submitted",))
    answers = [Answered("k1", UNKNOWN), Answered("k1", 201, "case-1", 1, True)]
    with Journal(tmp_path / "client-0.jsonl") as journal:
        journal.ask(first)
        for answer in answers:
            journal.answer(answer)
        journal.ask(second)
        journal.ask(unanswered)
    assert read_journal(tmp_path) == {"case-1": [Told(first, answers), Told(second)], "": [Told(unanswered)]}


def test_the_agency_does_its_work_once_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "book"
    payload = {"dossier_code": "H99-1", "asked_for": {"documents": [{"document": "card", "title": "Thẻ"}]}}
    answer = Book(file).answer("case/card", "issue", payload)
    with file.open("a", encoding="utf-8") as torn:
        torn.write('{"key": "case-2/card", "oper')
    again = Book(file)
    assert again.answer("case/card", "issue", payload) == answer
    again.answer("case-2/card", "issue", {**payload, "dossier_code": "H99-2"})
    work, other = read(file)
    assert (work.key, work.answer, other.dossier) == ("case/card", answer, "H99-2")
    assert done_twice([work, other]) == []
    assert done_twice([work, replace(work, key="case/card/2")]), "another key makes it no other work"


def test_each_part_is_killed_once_before_chance_alone_decides() -> None:
    names = ["api", "dispatcher", "server", "database"]
    order = list(islice(in_turn(names, random.Random(5)), 40))
    assert sorted(order[:4]) == sorted(names)
    assert order == list(islice(in_turn(names, random.Random(5)), 40))
    assert set(order[4:]) == set(names)


def test_the_bars_hold_for_a_whole_soak_and_for_no_shorter_one() -> None:
    kills = [Kill(20.0 * number, "API 1", 4.0) for number in range(1, 91)]
    whole = Soaked({"minutes": 30.0}, 30.2, 4.0, Seen(), kills, [3, 9, 2], Checked(20_500, 60_000, 90_000))
    assert [bar.reached for bar in bars(whole)] == [True] * 4
    assert [bar.reached for bar in bars(replace(whole, minutes=3.0, kills=kills[:9]))] == [True, True, False, True]
    assert not bars(replace(whole, seen=Seen(stale=1)))[0].reached
    assert not bars(replace(whole, checked=Checked(20_500, 60_000, 90_000, faults=["lost"])))[0].reached
    assert not bars(replace(whole, checked=Checked(19_999, 60_000, 90_000, unseen=1)))[1].reached
    assert "4.0, 4.0" in table(whole)
