"""What monitoring asks."""

from api.schemas import Read


class Health(Read):
    """The process lives."""

    status: str = "alive"


class Readiness(Read):
    """The database answers and has the newest tables."""

    status: str = "ready"
