"""Fields that are none: pieces of a text that a comma cut, and the one name that is left for a field nobody knows."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.core.findings import Path
from engine.core.values import Text
from procedure_defs.positions import Position, Positions


class Cut(NamedTuple):
    """A text that a comma cut, in words."""

    at: Position
    what: Text
    mend: Text


def cut_text(
    around: dict[str, Any], piece: str, known: Mapping[str, Any], owner: Path, positions: Positions
) -> Cut | None:
    """Of `{vi: Đơn, tờ khai, en: Form}` the piece `tờ khai`: puts the text together again, and says how to write it."""
    names = list(around)
    start = names.index(piece)
    while start > 0 and _is_piece(around, names[start - 1], known):
        start -= 1
    field = names[start - 1] if start > 0 else None
    if field is None or field not in known or not isinstance(around[field], str | int) or not around[field]:
        return None
    end = start
    while end < len(names) and _is_piece(around, names[end], known):
        end += 1
    places = [positions.of_key((*owner, name)) for name in (field, *names[start:end])]
    if end <= start or len({at.line for at in places}) > 1:
        return None  # in lines of their own they are no pieces of one text
    whole = ", ".join([str(around[field]), *names[start:end]])
    for name in names[start:end]:
        del around[name]
    around[field] = whole
    shown = json.dumps(whole if len(whole) <= 120 else f"{whole[:120]}…", ensure_ascii=False)
    what = Text(
        vi=f"dấu phẩy cắt đôi đoạn chữ của `{field}`: `{names[start]}` sẽ thành một trường riêng",
        en=f"a comma cuts the text of `{field}`: `{names[start]}` would be a field of its own",
    )
    mend = Text(
        vi=f"hãy đặt đoạn chữ trong dấu nháy kép: `{field}: {shown}`",
        en=f"put the text in quotes: `{field}: {shown}`",
    )
    return Cut(places[1], what, mend)


def only_one_left(field: str, around: Mapping[str, Any], known: Mapping[str, Any]) -> str | None:
    """Where one name is unknown and one that must be there is missing, and both are alike in length, it is that one."""
    unknown = [name for name in around if name not in known]
    missing = [name for name, info in known.items() if info.is_required() and name not in around]
    if unknown == [field] and len(missing) == 1 and abs(len(field) - len(missing[0])) <= 1 and len(field) <= 3:
        return missing[0]
    return None


def _is_piece(around: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> bool:
    return name not in known and around[name] is None
