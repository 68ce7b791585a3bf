"""A change of the directory in words: which agencies, kinds and territories came, went, or say something else."""

from engine.core.directory_editions import DirectoryChange
from engine.core.publication import SHOWN, told
from engine.core.values import Text

_FIRST = Text(vi="bản đầu tiên", en="the first edition")
_NOTHING = Text(vi="không có", en="nothing")


def directory_change_words(change: DirectoryChange, language: str) -> str:
    """`agencies.mau-don-police.title.vi: Công an phường → Công an phường Mẫu Đơn; …`."""
    if change.is_first:
        return _FIRST.in_language(language)
    said = [told(one, _NOTHING.in_language(language), "→") for one in change.differences[:SHOWN]]
    more = [f"… (+{len(change.differences) - SHOWN})"] if len(change.differences) > SHOWN else []
    return "; ".join([*said, *more])
