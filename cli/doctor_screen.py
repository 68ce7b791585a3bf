"""What the doctor says on a terminal: each kind of finding once, the gravest first, with some of the cases it is about."""

from __future__ import annotations

import json
from collections import Counter

import typer

from cli.language import Language
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text
from engine.service.doctor_words import DoctorFinding, Gravity

_SHOWN = 5
"""So many of each kind; with `--json` there are all."""

_ORDER = (Gravity.ERROR, Gravity.WARNING, Gravity.INFO)
_GRAVITY = {
    Gravity.ERROR: Text(vi="✖ lỗi", en="✖ error"),
    Gravity.WARNING: Text(vi="▲ cảnh báo", en="▲ warning"),
    Gravity.INFO: Text(vi="· ghi nhận", en="· note"),
}
_MENDED = {"vi": "đã sửa {mended}/{found}", "en": "mended {mended} of {found}"}
_WELL = {"vi": "Không thấy gì phải sửa.", "en": "Nothing was found that has to be mended."}
_DEFINITIONS = {
    "vi": "tệp thủ tục ở đây: {word}; mọi tiến trình phải nêu cùng từ này ở /ready (`definitions`)",
    "en": "definition files here: {word}; each process must tell the same word at /ready (`definitions`)",
}
_SUMS = {
    "vi": "lỗi: {error}; cảnh báo: {warning}; ghi nhận: {info}; đã sửa: {mended}",
    "en": "errors: {error}; warnings: {warning}; notes: {info}; mended: {mended}",
}


class DoctorReport:
    """Takes the findings one after the other; tells them at the end, as data at once."""

    def __init__(self, language: Language, *, as_json: bool) -> None:
        self._language = language
        self._as_json = as_json
        self._examples: dict[str, list[DoctorFinding]] = {}
        self._found: Counter[str] = Counter()
        self._mended: Counter[str] = Counter()
        self._asked_to_mend = False
        self._left: Counter[Gravity] = Counter()
        self.could_not_look = False

    @property
    def is_ill(self) -> bool:
        """Whether anything is left that is more than a note."""
        return bool(self._left[Gravity.ERROR] or self._left[Gravity.WARNING])

    def add(self, finding: DoctorFinding, *, is_mended: bool | None) -> None:
        self._asked_to_mend |= is_mended is not None
        self._found[finding.id] += finding.count
        self.could_not_look |= finding.id == "store-unusable"
        if is_mended:
            self._mended[finding.id] += finding.count
        else:
            self._left[finding.kind.gravity] += finding.count
        examples = self._examples.setdefault(finding.id, [])
        if len(examples) < _SHOWN:
            examples.append(finding)
        if self._as_json:
            typer.echo(json.dumps(_said(finding, is_mended, self._language), ensure_ascii=False))

    def conclude(self, definitions: str = "") -> None:
        """`definitions`: the word for what was read from the files; each process tells its own at `/ready`."""
        mended = self._mended.total()
        sums = {gravity.value: self._left[gravity] for gravity in _ORDER} | {"mended": mended}
        if self._as_json:
            typer.echo(json.dumps({**sums, "definitions": definitions}))
            return
        if self._examples:
            for name in sorted(self._examples, key=self._place):
                typer.echo(self._told(name))
            typer.echo(_SUMS[self._language].format(**sums))
        else:
            typer.echo(_WELL[self._language])
        if definitions:
            typer.echo(_DEFINITIONS[self._language].format(word=definitions))

    def _place(self, name: str) -> tuple[int, str]:
        return _ORDER.index(self._examples[name][0].kind.gravity), name

    def _told(self, name: str) -> str:
        examples, language = self._examples[name], self._language
        kind = examples[0].kind
        more = self._found[name] - sum(one.count for one in examples)
        lines = [
            f"{_GRAVITY[kind.gravity].in_language(language)}  {name} ({self._found[name]}): {kind.what.in_language(language)}",
            *(f"    {line}" for one in examples if (line := _line(one, language))),
            *([f"    … +{more}"] if more else []),
            f"  → {self._remedy(name)}",
        ]
        return "\n".join(lines)

    def _remedy(self, name: str) -> str:
        kind = self._examples[name][0].kind
        mend = kind.mend.in_language(self._language)
        if not kind.is_mendable:
            return mend
        if not self._asked_to_mend:
            return f"--mend: {mend}"
        done = _MENDED[self._language].format(mended=self._mended[name], found=self._found[name])
        return f"{done}: {mend}"


def _line(finding: DoctorFinding, language: Language) -> str:
    times = [f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}" for at in (finding.since, finding.until) if at is not None]
    explained = finding.explained.in_language(language) if finding.explained else ""
    parts = (finding.case_id or "", finding.about, finding.detail, explained, " – ".join(times))
    return " · ".join(part for part in parts if part)


def _said(finding: DoctorFinding, is_mended: bool | None, language: Language) -> dict[str, object]:
    kind = finding.kind
    told = finding.model_dump(mode="json", exclude={"explained"})
    explained = {"explained": finding.explained.in_language(language)} if finding.explained else {}
    words = {"what": kind.what.in_language(language), "mend": kind.mend.in_language(language)}
    return {**told, **explained, "gravity": kind.gravity.value, **words, "mended": is_mended}
