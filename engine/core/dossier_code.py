"""Dossier codes (mã số hồ sơ): unit code by QĐ 20/2020/QĐ-TTg, date of receipt, serial of that day."""

import re
from datetime import date

from engine.core.identifiers import DossierCode

_MODERN = re.compile(r"^[A-Y]\d{2}(\.\d{2,3})*-(?P<day>\d{6})-\d{4,7}$")


def dossier_code(unit_code: str, received_on: date, serial: int) -> DossierCode:
    """`H56.06-231027-0361`: the serial counts per unit and day, from 1."""
    return DossierCode(f"{unit_code}-{received_on:%y%m%d}-{serial:04d}")


def is_dossier_code(text: str, received_on: date) -> bool:
    """Whether `text` is a modern dossier code of that day of receipt."""
    found = _MODERN.match(text)
    return found is not None and found["day"] == f"{received_on:%y%m%d}"
