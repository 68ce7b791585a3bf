"""`python -m benchmarks.transitions`: the product and the bare floor by turns, then the product under an open load."""

import argparse
import tempfile
from pathlib import Path
from time import process_time

from benchmarks.ending import unwind_on_sigterm
from benchmarks.findings import Findings
from benchmarks.spread import in_turn
from benchmarks.transitions import spent
from benchmarks.transitions.bare import BareFloor
from benchmarks.transitions.installation import Installation, installation, record_journey
from benchmarks.transitions.journey import JOURNEY
from benchmarks.transitions.loads import closed_loop, open_loop
from benchmarks.transitions.report import findings
from benchmarks.transitions.sums import OpenLoad, Side, Turn

_OPEN_SHARE = 0.6


def main() -> None:
    asked = _options()
    unwind_on_sigterm()
    commands = asked.turns * asked.clients * asked.cases * len(JOURNEY)
    minutes = (commands / 250 + 3 * commands / 700 + asked.seconds) / 60 + 1
    print(f"{commands} commands on each side in {asked.turns} turns: about {minutes:.0f} minutes", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), asked)
    found.publish()


def measure(home: Path, asked: argparse.Namespace) -> Findings:
    """The whole run; the sides follow each other turn by turn, so that a busy minute falls on all of them, and every other
    turn the other way round."""
    with installation(home, asked.apis) as running:
        joined = record_journey(running.postgres, home / "recorded")
        plain = record_journey(running.postgres, home / "recorded-plain", is_plain=True)
        recorded = {"plain": plain.changes_alone(), "joined": joined.changes_alone(), "reads": joined}
        floors = {
            name: BareFloor(running.plain_url, sent, asked.clients, asked.apis) for name, sent in recorded.items()
        }
        _warm_up(running, floors, asked)
        turns: dict[str, list[Turn]] = {"product": [], **{name: [] for name in floors}}
        for number in range(asked.turns):
            for name in in_turn(list(turns), number):
                floor = floors.get(name)
                turns[name].append(_of_floor(running, floor, asked) if floor else _of_product(running, asked))
        for floor in floors.values():
            floor.end()
        sides = {name: Side(tuple(of)) for name, of in turns.items()}
        opened = _opened(running, _OPEN_SHARE * sides["product"].rate, asked)
        return findings(sides, opened, recorded, vars(asked), running.durability())


def _of_product(running: Installation, asked: argparse.Namespace) -> Turn:
    pids = [api.part.process_id for api in running.apis]
    before, cases = _spent(running, pids), running.completed_cases()
    load = closed_loop(running.ports, running.tokens, asked.clients, asked.cases)
    after = _spent(running, pids)
    assert running.completed_cases() - cases == asked.clients * asked.cases, "a case is not completed"
    spent_by = {who: after[who] - before[who] for who in after}
    return Turn(len(load.latencies), load.seconds, spent_by, load.latencies)


def _spent(running: Installation, pids: list[int]) -> dict[str, float]:
    family = spent.of_family(running.postgres.process.pid)
    return {"api": spent.of_processes(pids), "postgresql": family, "callers": process_time()}


def _of_floor(running: Installation, floor: BareFloor, asked: argparse.Namespace) -> Turn:
    before, cases = spent.of_family(running.postgres.process.pid), running.completed_cases()
    cost = floor.play(asked.cases)
    family = spent.of_family(running.postgres.process.pid) - before
    assert running.completed_cases() - cases == asked.clients * asked.cases, "a case of the floor is not completed"
    return Turn(cost.transactions, cost.seconds, {"postgresql": family, "driver": cost.cpu_seconds})


def _opened(running: Installation, rate: float, asked: argparse.Namespace) -> OpenLoad:
    return open_loop(running.ports, running.tokens, rate, asked.seconds, asked.seed)


def _warm_up(running: Installation, floors: dict[str, BareFloor], asked: argparse.Namespace) -> None:
    """Statements are prepared and modules read before anything is measured."""
    closed_loop(running.ports, running.tokens, asked.clients, 3)
    for floor in floors.values():
        floor.play(3)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transitions", description=__doc__)
    parser.add_argument("--clients", type=int, default=8, help="clients, and connections of the floor")
    parser.add_argument("--apis", type=int, default=2, help="API processes, and processes of the floor")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--cases", type=int, default=60, help="cases of each client in each turn")
    parser.add_argument("--seconds", type=float, default=60.0, help="of open load")
    parser.add_argument("--seed", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
