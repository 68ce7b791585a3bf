"""`python -m benchmarks.peers`: the same birth case on the product and on its peers, by turns in one run."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack

from benchmarks.peers.contestants import OURS, PLAYERS, PRODUCT, Contestant
from benchmarks.peers.player import Players, playing
from benchmarks.peers.product import Product, running_product
from benchmarks.peers.report import findings
from benchmarks.peers.sums import Result, Turn
from benchmarks.spread import in_turn

_NODE = "bpmn-engine"


def main() -> None:
    asked = _options()
    cases = asked.turns * asked.callers * asked.cases
    print(
        f"{cases} cases of each contestant in {asked.turns} turns: about {cases * 0.75 / 60 + 2:.0f} minutes",
        flush=True,
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # whoever stops it leaves no server behind
    missing = prepare()
    with ExitStack() as opened:
        product = opened.enter_context(running_product(asked.processes, asked.callers))
        players = [
            opened.enter_context(playing(one, product.installation.postgres, asked.processes, asked.callers))
            for one in PLAYERS
            if one.engine not in missing
        ]
        results, of_prefect = measure(product, players, asked)
        found = findings(results, of_prefect, missing, vars(asked), product.database.durability())
    found.publish()


def prepare() -> dict[str, str]:
    """The environments of the peers; engine -> why it cannot take part."""
    subprocess.run(["scripts/benchmark_python.sh"], check=True, env={**os.environ, "PYTHON": sys.executable})
    if shutil.which("npm") is None:
        return {_NODE: "there is no npm on this machine"}
    subprocess.run(["scripts/benchmark_node.sh"], check=True)
    return {}


def measure(product: Product, players: list[Players], asked: argparse.Namespace) -> tuple[list[Result], int]:
    """All turns; those who do not play are idle. With the growth of Prefect's database in bytes."""
    sides: list[Product | Players] = [product, *players]
    for side in sides:  # modules are read and statements prepared before anything is measured
        side.play(asked.warm_up)
    before = [side.database.size() for side in sides]
    prefect_before = product.of_prefect.size()
    turns: list[list[Turn]] = [[] for _ in sides]
    for number in range(asked.turns):
        print(f"── turn {number + 1}", flush=True)
        for side, of_side in in_turn(list(zip(sides, turns, strict=True)), number):
            of_side.append(side.play(asked.cases))
    results = []
    for side, of_side, size in zip(sides, turns, before, strict=True):
        name, engine = (PRODUCT, OURS) if isinstance(side, Product) else _named(side.contestant)
        results.append(Result(name, engine, tuple(of_side), side.database.size() - size))
        played = results[-1].cases + asked.warm_up * asked.callers
        assert side.database.cases_ended() == played, f"{name}: not all cases have ended"
    return results, product.of_prefect.size() - prefect_before


def _named(contestant: Contestant) -> tuple[str, str]:
    return contestant.name, contestant.engine


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--callers", type=int, default=8, help="cases that are under way at the same time")
    parser.add_argument("--processes", type=int, default=2, help="processes of each contestant")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--cases", type=int, default=25, help="cases of each caller in each turn")
    parser.add_argument("--warm-up", type=int, default=3, help="cases of each caller before anything is measured")
    return parser.parse_args()


if __name__ == "__main__":
    main()
