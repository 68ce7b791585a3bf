"""Parts under the wrong heading: a heading that was forgotten, or that stands among the parts it should hold."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from engine.core.findings import Path
from engine.core.values import Text
from procedure_defs.positions import Position, Positions
from procedure_defs.shapes import fields_at, is_mapping_at

_FEW = 2
"""So many fields must speak against a heading before another is thought of."""


class Misplaced(NamedTuple):
    """What stands where it does not belong, in words."""

    at: Position
    what: Text
    mend: Text


def put_in_place(data: Any, model: type[BaseModel], positions: Positions) -> Iterator[Misplaced]:
    """Moves what stands under a wrong heading to where it belongs, and tells of each heading once."""
    if not isinstance(data, dict):
        return
    known = fields_at(model, ())
    for section in [name for name in data if isinstance(data[name], dict) and name in known]:
        yield from _empty_headings(data, section, model, positions)
        if not fields_at(model, (section,)):  # names are free in it
            yield from _lost_headings(data, section, model, positions)


def _empty_headings(
    data: dict[str, Any], section: str, model: type[BaseModel], positions: Positions
) -> Iterator[Misplaced]:
    """`documents: {…, suspensions: (nothing), supplement: …}`: a heading that is indented like what it should hold."""
    inside, top = data[section], fields_at(model, ())
    own = fields_at(model, (section,))
    names = list(inside)
    for index, name in enumerate(names):
        behind = names[index + 1 :]
        if inside.get(name) is not None or not behind or name not in inside:
            continue
        if not own and name in top and name not in data and is_mapping_at(model, (name,)):
            data[name] = {}
            at = positions.of_key((section, name))
            positions.rename((section, name), (name,))
            _move(inside, behind, (section,), data[name], (name,), positions)
            del inside[name]
            what = Text(
                vi=f"`{name}` nằm trong `{section}` và không có gì bên dưới",
                en=f"`{name}` stands in `{section}`, and has nothing below it",
            )
            mend = Text(
                vi=f"hãy bỏ các dấu cách trước `{name}:`: nó mở đầu một phần riêng",
                en=f"take the spaces before `{name}:` out: it begins a part of its own",
            )
            yield Misplaced(at, what, mend)
            return
        if name in own and is_mapping_at(model, (section, name)):
            strangers = [other for other in behind if other not in own]
            if strangers and strangers == behind[: len(strangers)]:
                inside[name] = {}
                at = positions.of_key((section, strangers[0]))
                _move(inside, strangers, (section,), inside[name], (section, name), positions)
                more = len(strangers) - 1
                what = Text(
                    vi=f"`{strangers[0]}` nằm ngang hàng với `{name}`, mà `{name}` không có gì bên dưới",
                    en=f"`{strangers[0]}` stands beside `{name}`, which has nothing below it",
                )
                mend = Text(
                    vi=f"hãy thụt lề mục này{f' và {more} mục sau' if more else ''} vào sâu hơn `{name}:`",
                    en=f"indent it{f' and the {more} after it' if more else ''} more than `{name}:`",
                )
                yield Misplaced(at, what, mend)
                return


def _lost_headings(
    data: dict[str, Any], section: str, model: type[BaseModel], positions: Positions
) -> Iterator[Misplaced]:
    """`extensions: {apology: …, inspect: {agency: …, within: …}}`: the heading `steps:` above `inspect` is not there."""
    inside = data[section]
    for index, (name, part) in enumerate(inside.items()):
        other = _reads_like(part, section, data, model)
        if other is None:
            continue
        moved = list(inside)[index:]
        fit = next(
            (n for n, later in enumerate(moved) if _strange(inside[later], model, other) > 0), len(moved)
        )  # as far as they fit
        moved = moved[: max(fit, 1)]
        at = positions.of_key((section, name))
        data[other] = {}
        _move(inside, moved, (section,), data[other], (other,), positions)
        what = Text(
            vi=f"`{name}` nằm trong `{section}` nhưng giống một mục của `{other}`, mà `{other}` chưa có mục nào",
            en=f"`{name}` stands in `{section}`, but reads like one of the `{other}`, of which there are none",
        )
        mend = Text(
            vi=f"hãy thêm dòng `{other}:` phía trên, sát đầu dòng",
            en=f"put a line `{other}:` above it, at the beginning of the line",
        )
        yield Misplaced(at, what, mend)
        return


def _reads_like(part: Any, section: str, data: Mapping[str, Any], model: type[BaseModel]) -> str | None:
    if not isinstance(part, dict) or _strange(part, model, section) < _FEW:
        return None
    headings = [
        name
        for name in fields_at(model, ())
        if name not in data and not fields_at(model, (name,)) and fields_at(model, (name, "x"))
    ]
    return next((name for name in headings if _strange(part, model, name) == 0), None)


def _strange(part: Any, model: type[BaseModel], section: str) -> int:
    """How many of its fields mean nothing in that section."""
    if not isinstance(part, dict):
        return _FEW
    known = fields_at(model, (section, "x"))
    return sum(name not in known for name in part)


def _move(
    inside: dict[str, Any], names: list[str], old: Path, into: dict[str, Any], new: Path, positions: Positions
) -> None:
    for name in names:
        into[name] = inside.pop(name)
        positions.rename((*old, name), (*new, name))
