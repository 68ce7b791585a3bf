"""A week of linked birth cases as a manager finds it on a Thursday: some done, some late, some waiting, some due."""

from __future__ import annotations

from typing import Any

from tests.support.served_api import BORN, ServedApi, step_path

NOW = "2026-09-10 09:00"
_BIRTH, _HOME = "register_birth", "register_residence"


def manager_week(api: ServedApi) -> dict[str, Any]:
    """The case that is late at the registry: a registrar took it on Monday, and it was due on Tuesday at 09:00 (24 hours).

    Of Monday, three births are registered in the afternoon, of one of them the residence on Tuesday; one case waits for
    a paper. Two that came on Wednesday at 14:00 are due on Thursday at 14:00.
    """
    births = [api.received("2026-09-07 09:00") for _ in range(3)]
    waits, late = api.received("2026-09-07 09:00"), api.received("2026-09-07 09:00")
    asked = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
    _do(api.as_registrar.post(step_path(waits, _BIRTH, "request-supplement"), json=asked))
    _do(api.as_colleague.post(step_path(late, _BIRTH, "claim")))
    api.clock.set("2026-09-07 16:00")
    for case in births:
        _do(api.as_registrar.post(step_path(case, _BIRTH, "complete"), json=BORN))
    api.clock.set("2026-09-08 10:00")
    _do(api.as_police.post(step_path(births[0], _HOME, "complete"), json=_RESIDENT))
    for _ in range(2):
        api.received("2026-09-09 14:00")
    api.clock.set(NOW)
    return late


_RESIDENT: dict[str, Any] = {"documents": [{"document": "residence_notice", "reference": "TB-01-2026"}]}


def _do(answer: Any) -> None:
    assert answer.is_success, f"{answer.status_code} {answer.text}"
