"""How grave a finding of the doctor is, and what is said of each kind."""

from enum import StrEnum

from engine.core.values import Text, Value


class Gravity(StrEnum):
    """Whether anybody has to do anything."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Kind(Value):
    """One thing that may be found. `is_mendable`: `--mend` repairs it; else `mend` says what people do."""

    gravity: Gravity
    what: Text
    mend: Text
    is_mendable: bool = False


def kind_of(gravity: Gravity, what: tuple[str, str], mend: tuple[str, str], *, is_mendable: bool = False) -> Kind:
    return Kind(
        gravity=gravity, what=Text(vi=what[0], en=what[1]), mend=Text(vi=mend[0], en=mend[1]), is_mendable=is_mendable
    )
