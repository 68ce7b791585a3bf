"""Legal documents and the days on which they are in force, as far as a source tells us."""

from datetime import date

from pydantic import Field

from engine.core.definition_basics import Certainty
from engine.core.values import Value


class InForce(Value):
    """The first and the last day; a day that is left out is not known to us, or has not come."""

    first: date | None = Field(default=None, alias="from", description="The first day.")
    last: date | None = Field(default=None, alias="to", description="The last day.")


class EnactedLaw(Value):
    """One legal document, by the number under which definitions cite it."""

    ref: str = Field(description="The number under which definitions cite it.")
    in_force: InForce = Field(default=InForce(), description="From when to when it is in force.")
    replaced_by: str | None = Field(default=None, description="The number of what replaced it.")
    source: str = Field(description="Where that was read.")
    certainty: Certainty = Field(default=Certainty.VERIFIED, description="How sure we are of it.")
    note: str | None = Field(default=None, description="What a reader has to know about it.")


class EnactedLaws(Value):
    """The file `laws.yaml`."""

    laws: tuple[EnactedLaw, ...] = Field(description="The legal documents, each once.")
