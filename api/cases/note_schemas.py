"""What is answered of a case beside its clocks: no limit in law, silence that answered, a notice before an event, a new version."""

from datetime import date, datetime

from pydantic import Field

from api.problem import LegalBasisRead
from api.schemas import Read, Words


class WithoutLimitRead(Read):
    """That no law gives a time limit, and why."""

    words: Words
    reason: Words
    legal_basis: list[LegalBasisRead]


class DeemedRead(Read):
    """That the law takes the silence of the agency for its answer."""

    words: Words
    deemed_at: datetime
    legal_basis: list[LegalBasisRead]


class NoticeRead(Read):
    """The applicant's own deadline before or after an event; no time limit of the agency."""

    title: Words
    event_on: date
    latest_on: date | None = Field(description="The last day in time; null of a limit in hours.")
    latest_at: datetime
    status: str = Field(examples=["late"], description="`ok` or `late`, by the instant of the submission.")
    published_on: date | None = Field(
        description="The last day by the term that another act gives; null where none reads otherwise."
    )
    exempt: bool = Field(description="Nothing has to be handed in so early: the status does not matter.")
    words: Words
    legal_basis: list[LegalBasisRead]


class MigrationRead(Read):
    """The case came over to another version of its procedure; the slip's date stays the one first promised."""

    at: datetime
    from_version: str
    to_version: str
    requested: bool = Field(description="The applicant asked for it.")
    steps: dict[str, str] = Field(description="Step that had begun: the one that goes on with it; `-`: it ended.")
    promised_before: datetime | None
    promised_after: datetime | None
    due_before: datetime | None = Field(description="Of the whole case; null while its clock stood.")
    due_after: datetime | None
    words: Words
    legal_basis: list[LegalBasisRead]
