"""What monitoring asks."""

from pydantic import Field

from api.schemas import Read


class Health(Read):
    """The process lives."""

    status: str = "alive"


class Readiness(Read):
    """The database answers and has the newest tables; how far Prefect is behind is told, and no reason to be unready."""

    status: str = "ready"
    prefect_unseen_cases: int = Field(description="Cases whose newest version Prefect has not seen yet.")
    prefect_unseen_seconds: int = Field(description="How long the first of them has waited.")
    malware_scanner: str = Field(description="`on`: each file is scanned before it is kept; `none`: nobody does.")
    definitions: str = Field(description="One word for the definition files that were read; the same on every machine.")
