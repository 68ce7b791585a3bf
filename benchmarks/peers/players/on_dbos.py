"""The case as one workflow of DBOS that waits for people with `recv` and shows what is open with `set_event`, which is how
its documents let people take part. One topic for all acts, so that the two steps side by side end in either order.
"""

from __future__ import annotations

import os
from typing import Any
from uuid import uuid4

from dbos import DBOS, DBOSConfig, SetWorkflowID

from benchmarks.peers.players.seat import Act, Begin, Perform, Script, read_script, serve

_STAGES = (("received",), ("asked",), ("handed_in",), ("born",), ("residence", "card"))
"""What people do in each stage; the last one has two steps side by side."""
_TOPIC = "acts"
_A_YEAR = 365 * 24 * 3600.0
_WITHIN = 120.0


def birth_case(form: dict[str, Any]) -> str:
    """What the messages bring is kept by DBOS itself, as the outcome of `recv`: a step of its own would write it twice."""
    done = 1
    for stage in _STAGES:
        waiting = set(stage)
        while waiting:
            DBOS.set_event(_open_after(done), sorted(waiting))
            act = DBOS.recv(_TOPIC, _A_YEAR)
            waiting.discard(act["name"])
            done += 1
    return "completed"


workflow = DBOS.workflow()(birth_case)


def main() -> None:
    script = read_script()
    _launch(script)
    serve(script, [_caller(script)] * script.callers)
    DBOS.destroy()


def _launch(script: Script) -> None:
    config: DBOSConfig = {
        "name": "birth",
        "system_database_url": script.address,
        "executor_id": str(os.getpid()),
        "sys_db_pool_size": 4 * script.callers,  # workflow and caller each hold one at times; nobody waits for one
        "notification_coalesce_sec": 0.001,  # by default, whoever waits for an event is told up to 10 ms later
        "log_level": "ERROR",
    }
    DBOS(config=config)
    DBOS.launch()


def _caller(script: Script) -> Begin:
    """`script.kept`: a message is acknowledged as soon as it is durable, before the workflow has read it."""
    last = len(script.acts)

    def begin() -> Perform:
        case_id, done, handles = str(uuid4()), 0, list[Any]()

        def perform(act: Act) -> None:
            nonlocal done
            done += 1
            if not handles:
                with SetWorkflowID(case_id):
                    handles.append(DBOS.start_workflow(workflow, act["body"]))
            else:
                DBOS.send(case_id, {"name": act["name"], "body": act["body"]}, _TOPIC)
            if done == last:
                assert handles[0].get_result() == "completed"
            elif not script.kept:
                assert DBOS.get_event(case_id, _open_after(done), _WITHIN) is not None, "the workflow does not go on"

        return perform

    return begin


def _open_after(done: int) -> str:
    """A key for each act: an event that is there already would be read at once, without waiting."""
    return f"open after {done}"


if __name__ == "__main__":
    main()
