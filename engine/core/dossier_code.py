"""Dossier codes (mã số hồ sơ): unit code, date of receipt, serial of that day, by the format that a version names."""

import re
from datetime import date

from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition
from engine.core.definition_rules import DossierCodeFormat
from engine.core.findings import Finding, check
from engine.core.identifiers import DossierCode
from engine.core.values import Text

_MODERN = DossierCodeFormat.QD_20_2020
_PATTERNS = {
    _MODERN: re.compile(r"^[A-Y]\d{2}(\.\d{2,3})*-(?P<day>\d{6})-\d{4,7}$"),
    DossierCodeFormat.TT_01_2018: re.compile(r"^\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}-(?P<day>\d{6})-\d{4,7}$"),
}
_LEVELS = (re.compile(r"\d{2}"), re.compile(r"\d{2}"), re.compile(r"\d{2}|[1-9]\d{2}"))
"""Below the province or ministry, from the top: Y1Y2, Z1Z2, V1V2V3; a third level of two digits gets a 0 in front."""


def dossier_code(
    unit_code: str, received_on: date, serial: int, written: DossierCodeFormat = _MODERN
) -> DossierCode | None:
    """`H56.06-231027-0361`, or by TT 01/2018 `000.00.06.H56-231027-0361`; the serial counts per unit and day, from 1.

    Null if the unit code cannot be written in the format.
    """
    unit = unit_code if written is _MODERN else legacy_unit_code(unit_code)
    return None if unit is None else DossierCode(f"{unit}-{received_on:%y%m%d}-{serial:04d}")


def is_dossier_code(text: str, received_on: date, written: DossierCodeFormat = _MODERN) -> bool:
    """Whether `text` is a dossier code of that day of receipt in the format."""
    found = _PATTERNS[written].match(text)
    return found is not None and found["day"] == f"{received_on:%y%m%d}"


def legacy_unit_code(unit_code: str) -> str | None:
    """A unit code of QĐ 20/2020 written as before it, from the lowest of four levels up: `H56.06` is `000.00.06.H56`.

    Null if it has more levels, or one that would read as another unit's: `00` stands for a level that is not there.
    """
    head, *below = unit_code.split(".")
    if len(below) > len(_LEVELS):
        return None
    for level, pattern in zip(below, _LEVELS, strict=False):
        if not pattern.fullmatch(level) or not int(level):
            return None
    y, z, v = (*below, "00", "00", "00")[:3]
    return f"{v:0>3}.{z}.{y}.{head}"


@check("dossier-code-unit", vi="Cơ quan tiếp nhận có mã đơn vị ghi được theo định dạng mã số hồ sơ.")
def check_units_can_be_written(definition: ProcedureDefinition, directory: AgencyDirectory) -> list[Finding]:
    """The agencies that receive have unit codes that the format of the dossier codes can write."""
    if definition.dossier_code is _MODERN or definition.reception is None:
        return []
    receiving = {name: a for name, a in directory.agencies.items() if a.kind == definition.reception}
    odd = [name for name, agency in receiving.items() if legacy_unit_code(agency.unit_code) is None]
    if not odd:
        return []
    what = Text(
        vi=f"`{odd[0]}` tiếp nhận hồ sơ, nhưng `{definition.dossier_code}` không ghi được mã đơn vị của cơ quan này",
        en=f"`{odd[0]}` receives dossiers, but `{definition.dossier_code}` cannot write its unit code",
    )
    mend = Text(
        vi=f"hãy ghi `{_MODERN}`, hoặc đặt cho cơ quan mã không quá bốn cấp",
        en=f"write `{_MODERN}`, or give the agency a code of at most four levels",
    )
    return [Finding(("dossier_code",), what, mend, rests_on=(("reception",),))]
