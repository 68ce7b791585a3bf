"""What the list of questions to an agency shows."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read, Words


class AskedOpinionRead(Read):
    """One open question, and what of the case is needed to answer it: nothing else is shown."""

    case_id: str
    step: str
    opinion: str = Field(examples=["register_residence-opinion-1"])
    dossier_code: str | None
    procedure_title: Words
    step_title: Words
    asked_for: str = Field(description="The agency that asks.")
    asked_for_title: Words
    question: str
    asked_at: datetime
    due_at: datetime
    overdue: bool
    href: str = Field(description="Where the opinion is given.")


class AskedOpinionsRead(Read):
    """What is due first in front."""

    items: list[AskedOpinionRead]
    is_whole: bool = Field(description="False: there are more; they follow when these are answered.")
    as_of: datetime
