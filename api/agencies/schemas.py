"""What is answered about agencies: the organisation tree as of a day."""

from datetime import date

from pydantic import Field

from api.schemas import Read, Words


class AgencyNode(Read):
    """An agency as it is on that day, with those below it."""

    id: str = Field(examples=["mau-don-committee"])
    kind: str = Field(examples=["commune_committee"])
    title: Words
    unit_code: str = Field(examples=["H99.01.03"])
    territory: str = Field(examples=["mau-don"])
    calendar: str = Field(examples=["vn-state-agency"])
    system: str | None = Field(description="The system in which it works on that day.")
    is_mirrored: bool = Field(
        description="Its work is done in a ministry's central system; here its status is mirrored."
    )
    valid_from: date
    valid_to: date | None = Field(description="Its last day.")
    succeeded_by: list[str] = Field(
        description="Who has its work from the day after; of several, the territory decides."
    )
    below: list["AgencyNode"]


class AgencyTree(Read):
    """The agencies that are there on a day, each below the one that it belongs to in reports."""

    on: date
    items: list[AgencyNode]
