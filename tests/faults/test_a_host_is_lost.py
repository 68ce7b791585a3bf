"""Two machines serve, on the database of a third; one loses its power, then one its cable: nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from engine.core.case import fold
from engine.core.identifiers import CaseId
from tests.support.processes import wait_until
from tests.support.roaming_clients import UNTIL_THE_BIRTH, WHOLE_LIFE, Clients
from tests.support.running_product import ROOT
from tests.support.three_hosts import LEASE_SECONDS, AppHost, ThreeHosts, three_hosts

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CLIENTS = 4
CARD = "issue_insurance_card"
HOLDS_A_CASE = """
import sys
from engine.store.database import Database
with Database(sys.argv[1]).write() as connection:
    connection.exec_driver_sql("SELECT * FROM cases WHERE case_id = %s FOR UPDATE", (sys.argv[2],)).all()
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreeHosts]:
    with three_hosts(tmp_path_factory.mktemp("hosts")) as running:
        yield running


def test_a_machine_loses_its_power(hosts: ThreeHosts) -> None:
    clients = Clients(hosts.product, [hosts.b.address, hosts.c.address])
    with clients.at_work(CLIENTS, [WHOLE_LIFE, UNTIL_THE_BIRTH, WHOLE_LIFE]) as finish:
        held = _until_it_has_work_in_hand(hosts, hosts.b)
        hosts.b.host.lose_power()
        hosts.wait_until_seen(LEASE_SECONDS + 30, cases=sorted(held))
        finish()
        hosts.wait_until_seen(60)
    assert sum(journal.tried_again for journal in clients.journals), "no client noticed: nothing was proven"
    _nothing_is_lost_or_doubled(hosts, clients, cases=3 * CLIENTS)
    hosts.b.start()


def test_a_machine_loses_its_cable_and_gets_it_back(hosts: ThreeHosts) -> None:
    clients = Clients(hosts.product, [hosts.b.address, hosts.c.address])
    with clients.at_work(CLIENTS, [WHOLE_LIFE, UNTIL_THE_BIRTH, WHOLE_LIFE]) as finish:
        held = _until_it_has_work_in_hand(hosts, hosts.c)
        with _in_the_middle_of_a_command(hosts, hosts.c, clients):
            hosts.c.host.cut_off()
            hosts.wait_until_seen(LEASE_SECONDS + 30, cases=sorted(held))
            finish()
            hosts.wait_until_seen(60)
            hosts.c.host.join()
            wait_until(hosts.c.works, within=90, what="C works again", log=hosts.c.dispatcher.log)
    hosts.b.dispatcher.stop()
    only_c = Clients(hosts.product, [hosts.c.address])
    with only_c.at_work(1, [UNTIL_THE_BIRTH]):
        pass
    hosts.wait_until_seen(60)
    clients.journals += only_c.journals
    _nothing_is_lost_or_doubled(hosts, clients, cases=3 * CLIENTS + 1)
    hosts.b.dispatcher.start()


def _until_it_has_work_in_hand(hosts: ThreeHosts, host: AppHost) -> set[str]:
    held: set[str] = set()

    def has() -> bool:
        held.update(hosts.held_by(host))
        return bool(held)

    wait_until(has, within=60, what=f"{host.host.name} has a case in hand", log=host.dispatcher.log)
    return held


@contextmanager
def _in_the_middle_of_a_command(hosts: ThreeHosts, host: AppHost, clients: Clients) -> Iterator[None]:
    """A process of that machine has locked a case that others want, and will never say that it let go."""

    def begun() -> list[str]:
        return [case for journal in clients.journals for case in list(journal.acknowledged)]

    wait_until(lambda: bool(begun()), within=60, what="a case has begun")
    command = [*host.host.prefix, sys.executable, "-c", HOLDS_A_CASE, host.settings.database_url, begun()[-1]]
    holding = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"held\n"
        yield
    finally:
        holding.kill()
        holding.communicate()


def _nothing_is_lost_or_doubled(hosts: ThreeHosts, clients: Clients, cases: int) -> None:
    """By the clients' own journals, and by those of the agency's system."""
    journal = {case: keys for one in clients.journals for case, keys in one.acknowledged.items()}
    assert len(journal) == cases
    asked = hosts.asked_of_the_agency()
    for case, keys in journal.items():
        history = hosts.product.ledger.history(CaseId(case))
        assert [one.sequence for one in history] == list(range(1, len(history) + 1))
        by_people = list(dict.fromkeys(one.command_id for one in history if one.command_id in keys))
        assert by_people == keys, "each command that was acknowledged is there, in its order"
        others = {one.actor.id for one in history if one.command_id not in keys}
        assert len(others) == 1, f"nobody else has done anything but the agency's system: {others}"
        told = Counter((one.event.type, getattr(one.event, "step", None)) for one in history)
        assert max(told.values()) == 1, f"told twice: {told.most_common(2)}"
        assert told["step_completed", CARD] == 1
        assert [key for key in asked if key.startswith(case)] == [f"{case}/{CARD}"]
        assert asked[f"{case}/{CARD}"]["status"] == 200
    _prefect_shows_it(hosts, list(journal))


def _prefect_shows_it(hosts: ThreeHosts, cases: Sequence[str]) -> None:
    for case in cases:
        runs = hosts.flow_runs(case)
        assert len(runs) == 1, f"one case, {len(runs)} flow runs"
        closed = fold(CaseId(case), hosts.product.ledger.history(CaseId(case))).closed_at is not None
        wanted = "Đã giải quyết xong" if closed else "Chờ cơ quan xử lý"
        assert runs[0]["state"]["name"] == wanted, runs[0]["state"]
        assert closed or "Đăng ký thường trú" in runs[0]["state"]["message"]
