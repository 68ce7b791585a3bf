"""What a worklist shows."""

from datetime import datetime

from api.cases.schemas import ClockRead, LimitRead
from api.schemas import Read, Words


class WorklistItem(Read):
    """One unfinished step of the caller's agency."""

    case_id: str
    version: int
    dossier_code: str | None
    applicant: str
    procedure: str
    procedure_title: Words
    step: str
    title: Words
    status: str
    status_words: Words
    opened_at: datetime
    claimed_by: str | None
    limit: LimitRead | None
    due_at: datetime | None
    clock: ClockRead | None


class Worklist(Read):
    """A page of the worklist; `next` is the cursor for `after`, null at the end."""

    agency: str
    items: list[WorklistItem]
    next: str | None
