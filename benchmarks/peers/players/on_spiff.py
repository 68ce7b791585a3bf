"""The case as BPMN on SpiffWorkflow; after each act its state is serialised and saved in the same transaction in which it was
locked. The specification is not saved with each case: it is the same for all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter

from benchmarks.peers.players.seat import Act, Begin, Perform, read_script, serve

DIAGRAM = Path(__file__).with_name("birth.bpmn")
TABLE = "CREATE TABLE IF NOT EXISTS cases (id uuid PRIMARY KEY, is_over boolean NOT NULL, state text NOT NULL)"


class _WithoutSpecification(BpmnWorkflowConverter):  # type: ignore[misc]
    """As the one that it is made from, but for the specification."""

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        said: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        events = self.registry.convert(workflow.bpmn_events)
        return {**said, "subprocess_specs": {}, "subprocesses": {}, "bpmn_events": events}


class Engine:
    """Reads the diagram once; turns a case into text and back."""

    def __init__(self) -> None:
        parser = BpmnParser()
        parser.add_bpmn_file(str(DIAGRAM))
        self._specification = parser.get_spec("birth")
        config = {**DEFAULT_CONFIG, BpmnWorkflow: _WithoutSpecification}
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))

    def begin(self, act: Act) -> Any:
        case = BpmnWorkflow(self._specification)
        case.task_tree.set_data(**{act["name"]: act["body"]})
        case.do_engine_steps()
        return case

    def go_on(self, case: Any, act: Act) -> None:
        """The person's task that is named as the act; then whatever follows without a person."""
        (task,) = (t for t in case.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.name == act["name"])
        task.set_data(**{act["name"]: act["body"]})
        task.run()
        case.do_engine_steps()

    def save(self, case: Any) -> str:
        return json.dumps(self._serializer.to_dict(case), ensure_ascii=False)

    def restore(self, text: str) -> Any:
        return self._serializer.from_dict({**json.loads(text), "spec": self._specification})


def main() -> None:
    script = read_script()
    engine = Engine()
    connections = [psycopg.connect(script.address) for _ in range(script.callers)]
    connections[0].execute(TABLE)
    connections[0].commit()
    serve(script, [_caller(engine, connection, script.kept) for connection in connections])


def _caller(engine: Engine, connection: psycopg.Connection, kept: bool) -> Begin:
    """`kept`: the case stays in memory between two acts and is only saved, which works while one process has the case."""

    def begin() -> Perform:
        case_id, in_memory = uuid4(), list[Any]()

        def first(act: Act) -> None:
            in_memory.append(engine.begin(act))
            said = (case_id, engine.save(in_memory[0]))
            connection.execute("INSERT INTO cases (id, is_over, state) VALUES (%s, false, %s)", said)

        def another(act: Act) -> None:
            if kept:
                case = in_memory[0]
            else:
                found = connection.execute("SELECT state FROM cases WHERE id = %s FOR UPDATE", (case_id,)).fetchone()
                assert found is not None
                case = engine.restore(found[0])
            engine.go_on(case, act)
            said = (case.completed, engine.save(case), case_id)
            connection.execute("UPDATE cases SET is_over = %s, state = %s WHERE id = %s", said)

        def perform(act: Act) -> None:
            (another if in_memory else first)(act)
            connection.commit()

        return perform

    return begin


if __name__ == "__main__":
    main()
