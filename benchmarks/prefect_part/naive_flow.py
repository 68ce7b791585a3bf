"""The naive design, run as a process: the same case as a flow under `serve`, which starts a process for each resumption."""

from __future__ import annotations

import sys

from prefect import flow, suspend_flow_run, task

NAME = "ho-so-khai-sinh"
WAITS = ("received", "supplement", "residence")
"""The keys of its suspensions: for the registrar's work, for a paper, and for the policeman's work."""


@task(persist_result=True)
def work(step: str, case_id: str) -> str:
    """A result that is kept: what was done before a suspension is not done again after it."""
    return f"{case_id}: {step}"


@flow(name=NAME, persist_result=True)
def birth_case(case_id: str) -> None:
    """Begins at its top again after each suspension, and passes over what is done."""
    suspend_flow_run(key=WAITS[0], timeout=None)
    work("ask for a paper", case_id)
    suspend_flow_run(key=WAITS[1], timeout=None)
    work("register_birth", case_id)
    work("issue_insurance_card", case_id)
    suspend_flow_run(key=WAITS[2], timeout=None)
    work("register_residence", case_id)


if __name__ == "__main__":
    birth_case.serve(name=NAME, limit=int(sys.argv[1]))
