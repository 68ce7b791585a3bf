"""NĐ 217/2026 art. 54(2)b and 54(3)b: one notice in all; an extension or a re-issue has one working day, the others two."""

from datetime import datetime

import pytest

from engine.core.answer_terms import lawful_end
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.law import Law
from procedure_defs.catalogue import load_catalogue
from procedure_defs.example_story import Played
from procedure_defs.story import StoryAct, WorkedExample

CATALOGUE = load_catalogue()
PERMIT = CATALOGUE.get(ProcedureId("construction-permit"), ProcedureVersion("2026-07-01"))
LAW = Law(definition=PERMIT, calendars=CATALOGUE.calendars, agencies=CATALOGUE.agencies)


def _asked(kind: str) -> Played:
    """Received and asked on Monday 5 October 2026."""
    example = WorkedExample.model_validate(
        {
            "id": "asked-once",
            "title": "Asked once",
            "version": "2026-07-01",
            "form": {"kind": kind},
            "received": "2026-10-05T09:00:00+07:00",
            "story": [],
            "expect": {},
        }
    )
    played = Played(LAW, example, lambda version: CATALOGUE.get(PERMIT.procedure, version))
    played.play(StoryAct.model_validate({"at": "2026-10-05T14:00:00+07:00", "ask": "check_dossier"}))
    return played


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("house", "2026-10-08T00:00:00+07:00"),
        ("other_work", "2026-10-08T00:00:00+07:00"),
        ("adjustment", "2026-10-08T00:00:00+07:00"),
        ("extension", "2026-10-07T00:00:00+07:00"),
        ("reissue", "2026-10-07T00:00:00+07:00"),
    ],
)
def test_what_is_asked_for_decides_the_term(kind: str, ends: str) -> None:
    played = _asked(kind)
    (waiting,) = played.state.suspensions
    assert waiting.answer_due_at == datetime.fromisoformat(ends)
    assert lawful_end(played.law, played.state, waiting) == datetime.fromisoformat(ends)


@pytest.mark.parametrize("kind", ["house", "reissue"])
@pytest.mark.parametrize("rule", [None, *PERMIT.suspensions])
def test_it_is_asked_once_in_all(kind: str, rule: str | None) -> None:
    played = _asked(kind)
    played.play(StoryAct.model_validate({"at": "2026-10-05T15:00:00+07:00", "answer": "check_dossier"}))
    again = {"at": "2026-10-05T16:00:00+07:00", "ask": "check_dossier", "rule": rule}
    with pytest.raises(CommandRefused) as refused:
        played.play(StoryAct.model_validate(again))
    assert refused.value.reason is Reason.SUSPENSION_USED_UP
    assert refused.value.legal_basis[0].article == "54(2)b"
