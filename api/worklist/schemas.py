"""What a worklist shows."""

from datetime import datetime

from pydantic import Field

from api.cases.schemas import ClockRead, LimitRead
from api.schemas import Read, Words
from engine.core.work_standing import WorkStanding


class WorklistItem(Read):
    """One unfinished step of the caller's agency."""

    case_id: str
    version: int
    dossier_code: str | None
    applicant: str
    procedure: str
    procedure_title: Words
    territory: str
    receiving_agency: str | None
    step: str
    title: Words
    status: str
    status_words: Words
    standing: WorkStanding = Field(description="As of the instant of the list.")
    standing_words: Words
    opened_at: datetime
    claimed_by: str | None
    claimed_by_id: str | None = Field(description="The account of who has taken it on, as `holder` takes it.")
    assigned_by: str | None = Field(description="The lead who gave it to who has it; null where it was taken on.")
    assigned_at: datetime | None
    limit: LimitRead | None
    due_at: datetime | None
    clock: ClockRead | None


class WorkCounts(Read):
    """How many steps stand how, with the same filters but that of the standing; 1000 means so many or more."""

    late: int
    due_soon: int
    in_time: int
    waiting: int


class Colleague(Read):
    """Somebody who may be given a step; `procedures` narrows to which, none: to any."""

    id: str
    name: str
    procedures: list[str]


class Colleagues(Read):
    """Those of the caller's agency who work on steps, in the order of their names."""

    items: list[Colleague]


class Worklist(Read):
    """A page of the worklist; `next` is the cursor for `after`, null at the end."""

    agency: str
    counts: WorkCounts | None = Field(description="Told with the first page.")
    items: list[WorklistItem]
    next: str | None
