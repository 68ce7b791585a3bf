"""Legal documents and the days on which they are in force, as far as a source tells us."""

from datetime import date

from pydantic import Field

from engine.core.definition_basics import Certainty
from engine.core.values import Value


class InForce(Value):
    """The first and the last day; a day that is left out is not known to us, or has not come."""

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")


class EnactedLaw(Value):
    """One legal document, by the number under which definitions cite it."""

    ref: str
    in_force: InForce = InForce()
    replaced_by: str | None = None
    source: str
    certainty: Certainty = Certainty.VERIFIED
    note: str | None = None


class EnactedLaws(Value):
    """The file `laws.yaml`."""

    laws: tuple[EnactedLaw, ...]
