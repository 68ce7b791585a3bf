"""The definitions as they are after a day off was announced late, and a registry and a counter have got successors."""

from __future__ import annotations

import shutil
from pathlib import Path

HEIRS = {"mau-don-civil-registry": "mau-don-registry-2026", "mau-don-one-stop": "mau-don-counter-2026"}
_SINCE = "    valid: {from: 2023-01-01}\n"
_ENDED = "    valid: {from: 2023-01-01, to: 2026-09-07}\n    succeeded_by: "
_NEW = """  {heir}:
    kind: {kind}
    title: {{vi: Cơ quan kế thừa, en: Successor}}
    unit_code: {code}
    territory: mau-don
    calendar: vn-state-agency
    valid: {{from: 2026-09-08}}
"""
_KNOWN = "source: notice, announced_on: 2026-09-08}\n"


def with_a_late_day_off(folder: Path, definitions: Path) -> Path:
    """Wednesday 9 September 2026 is off, in exchange for Saturday the 12th; announced on the day before (invented)."""
    file = shutil.copytree(definitions, folder) / "calendars" / "vn-state-agency.yaml"
    text = file.read_text(encoding="utf-8")
    off = f"  - {{date: 2026-09-09, kind: swapped_off, name: hoán đổi với thứ Bảy 12/9/2026, {_KNOWN}"
    worked = f"  - {{date: 2026-09-12, instead_of: 2026-09-09, {_KNOWN}"
    for head, added in (
        ("sources:\n", '  notice: "invented"\n'),
        ("days_off:\n", off),
        ("swapped_workdays:\n", worked),
    ):
        assert head in text
        text = text.replace(head, head + added, 1)
    head, _, rest = text.partition("\ndecisions:")
    file.write_text(f"{head}\ndecisions:\n  notice: {{ref: CĐ 1/2026}}\n" + rest.partition("\n")[2], encoding="utf-8")
    return folder


def with_successors(folder: Path, definitions: Path) -> Path:
    """Both end on 7 September 2026."""
    file = shutil.copytree(definitions, folder) / "agencies" / "mau-don.yaml"
    text = file.read_text(encoding="utf-8")
    for number, (agency, heir) in enumerate(HEIRS.items(), start=7):
        place = text.index(_SINCE, text.index(f"  {agency}:\n"))
        text = text[:place] + _ENDED + heir + "\n" + text[place + len(_SINCE) :]
        kind = "civil_registry" if "registry" in agency else "one_stop_unit"
        text += _NEW.format(heir=heir, kind=kind, code=f"H99.01.0{number}")
    file.write_text(text, encoding="utf-8")
    return folder
