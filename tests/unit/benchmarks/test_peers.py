"""The arithmetic of the peers benchmark, and that all play the same case: acts, diagram, locked packages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.peers.contestants import PRODUCT, SERVICE
from benchmarks.peers.report import ENGINES, findings
from benchmarks.peers.script import NAMES, told
from benchmarks.peers.sums import Result, Turn, verdict

ROOT = Path(__file__).resolve().parents[3]
ACTS = dict.fromkeys(NAMES, (1.0,) * 19 + (9.0,))


def result(name: str, engine: str, seconds: float, *, settled: float = 0.0, **spent: float) -> Result:
    """Two turns of ten cases each."""
    turn = Turn(10, seconds, settled or seconds, ACTS, spent or {"engine and callers": 100.0}, logged=5000)
    return Result(name, engine, (turn, turn), stored=40_000)


def test_rates_are_of_all_turns_and_costs_of_one_case() -> None:
    spent = {"api 0": 100.0, "api 1": 60.0, "server": 40.0}
    found = result(PRODUCT, "ours", 2.0, settled=5.0, **spent)
    assert (found.cases, found.rate, found.settled_rate) == (20, 5.0, 2.0)
    assert found.cpu == {"api": 16.0, "server": 4.0}
    assert (found.bytes_stored, found.bytes_logged) == (2000.0, 500.0)
    assert (found.of_act("born", 0.5), found.of_act("born", 0.96)) == (1.0, 9.0)


def test_the_quickest_way_of_a_peer_is_held_against_the_whole_product() -> None:
    ours, alone = result(PRODUCT, "ours", 2.0), result(SERVICE, "ours", 1.0)
    slow, quick = result("slow", "peer", 4.0), result("quick", "peer", 1.6)
    assert verdict(ours, alone, [slow]).reached
    told_behind = verdict(ours, alone, [slow, quick])
    assert not told_behind.reached
    assert "quick 6.2: behind by 1.25, as a ratio 0.80 (0.80 to 0.80 in 2 turns)" in told_behind.words
    assert "without HTTP and Prefect 10.0: ahead by 1.60" in told_behind.words


def test_what_is_left_to_prefect_after_the_last_answer_counts() -> None:
    ours, alone = result(PRODUCT, "ours", 1.0, settled=4.0), result(SERVICE, "ours", 1.0)
    bar = verdict(ours, alone, [result("peer", "peer", 2.0)])
    assert not bar.reached
    assert "2.5 cases a second until Prefect has seen everything, peer 5.0: behind by 2.00" in bar.words
    assert "as callers see it 10.0: ahead by 2.00" in bar.words


def test_one_lucky_turn_does_not_make_the_verdict() -> None:
    ours, alone = result(PRODUCT, "ours", 2.0), result(SERVICE, "ours", 1.0)
    turns = [Turn(10, seconds, seconds, ACTS, {"api 0": 100.0}, logged=5000) for seconds in (2.2, 2.2, 0.5)]
    lucky = Result(PRODUCT, "ours", tuple(turns), stored=40_000)
    peer = Result("peer", "peer", (ours.turns[0],) * 3, stored=40_000)
    beside = Result(SERVICE, "ours", (alone.turns[0],) * 3, stored=40_000)
    assert lucky.settled_rate > peer.settled_rate
    bar = verdict(lucky, beside, [peer])
    assert not bar.reached
    assert "0.91 (0.91 to 4.00 in 3 turns)" in bar.words


def test_who_is_behind_says_what_a_case_costs_and_for_what() -> None:
    spent = {"api 0": 300.0, "server": 400.0, "dispatcher": 200.0, "postgresql for the ledger": 100.0}
    ours, alone = result(PRODUCT, "ours", 2.0, **spent), result(SERVICE, "ours", 2.0, player=250.0)
    words = verdict(ours, alone, [result("quick", "peer", 1.0, player=50.0)]).words
    assert "100 ms of CPU, of which 60 to show it in Prefect and 25 if there is only the service" in words
    assert "quick takes 5 and knows no time limit" in words


def test_an_engine_that_could_not_take_part_is_a_promise_missed() -> None:
    results = [result(PRODUCT, "ours", 1.0), result(SERVICE, "ours", 1.0)]
    results += [result(engine, engine, 2.0) for engine in ENGINES[:2]]
    found = findings(results, 2000, {ENGINES[2]: "no Node"}, {}, {"fsync": "on"})
    assert [bar.reached for bar in found.bars] == [True, True, False]
    assert found.bars[2].words == "bpmn-engine not measured: no Node"
    assert found.figures["bytes_in_prefect_a_case"] == 100.0
    assert found.figures["product_against"][ENGINES[0]]["median"] == 2.0
    assert "2.00 (2.00 to 2.00 in 2 turns)" in found.table


def test_every_act_ends_the_step_of_its_name_in_the_diagram() -> None:
    diagram = (ROOT / "benchmarks/peers/players/birth.bpmn").read_text(encoding="utf-8")
    begun = re.findall(r'<startEvent id="(\w+)"', diagram)
    assert begun + re.findall(r'<userTask id="(\w+)"', diagram) == list(NAMES)
    paths = {act["name"]: act["path"] for act in told()}
    assert paths["born"] == "steps/register_birth/complete"
    assert paths["asked"] == "steps/register_birth/request-supplement"
    assert (paths["submitted"], paths["card"]) == ("", "steps/issue_insurance_card/complete")


@pytest.mark.parametrize("package", ["bpmn-engine", "pg", "bpmn-elements"])
def test_packages_of_node_are_locked_by_hash_and_not_by_address(package: str) -> None:
    folder = ROOT / "requirements/benchmarks-node"
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked[f"node_modules/{package}"]["integrity"].startswith("sha512-")
    assert not [name for name, said in locked.items() if "resolved" in said]
    assert [said for name, said in locked.items() if name and "integrity" not in said] == []
