"""What became of a territory that was merged, split or ended: since when, into which, by which decision."""

from datetime import date, timedelta

from engine.core.basis_words import basis_words
from engine.core.day_words import short_date_words
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import TerritoryId
from engine.core.territories import Territories, enclosing
from engine.core.values import Text, Value


class TerritoryEnded(Value):
    """One territory that is no more on the day asked about; `became` empty: it ended without successors."""

    territory: TerritoryId
    since: date
    became: tuple[TerritoryId, ...]
    lies_in: TerritoryId | None
    legal_basis: tuple[LegalBasis, ...]


def what_became_of(territories: Territories, place: TerritoryId, on: date) -> tuple[TerritoryEnded, ...]:
    """The place and those of its successors that have ended by that day, in order; empty if it is still there."""
    found: list[TerritoryEnded] = []
    ahead, seen = [place], set[TerritoryId]()
    while ahead:
        here = ahead.pop(0)
        known = territories.get(here)
        if here in seen or known is None or known.valid is None or known.valid.last is None or on <= known.valid.last:
            continue
        seen.add(here)
        ahead += known.succeeded_by
        found.append(
            TerritoryEnded(
                territory=here,
                since=known.valid.last + timedelta(days=1),
                became=known.succeeded_by,
                lies_in=enclosing(territories, here, on),
                legal_basis=known.legal_basis,
            )
        )
    return tuple(found)


def succession_words(territories: Territories, ended: TerritoryEnded, language: str) -> str:
    """`Xã Cũ (xa-cu) từ 01/07/2025 được chia thành Xã A (xa-a) và Xã B (xa-b), theo …: hãy hỏi một trong các nơi này`."""
    words = _SPLIT if len(ended.became) > 1 else _MERGED if ended.became else _ENDED
    basis = basis_words(ended.legal_basis, language)
    return words.in_language(language).format(
        place=_named(territories, ended.territory, language),
        since=short_date_words(ended.since),
        became=", ".join(_named(territories, place, language) for place in ended.became),
        rest=_rest(territories, ended, language),
        basis=_BY.in_language(language).format(basis=basis) if basis else _UNSAID.in_language(language),
    )


def _rest(territories: Territories, ended: TerritoryEnded, language: str) -> str:
    if ended.lies_in is None:
        return ""
    return _LIES_IN.in_language(language).format(around=_named(territories, ended.lies_in, language))


def _named(territories: Territories, place: TerritoryId, language: str) -> str:
    known = territories.get(place)
    return f"{known.title.in_language(language)} ({place})" if known is not None and known.title else place


_MERGED = Text(
    vi="{place} từ {since} nhập vào {became}{basis}", en="{place} was merged into {became} on {since}{basis}"
)
_SPLIT = Text(
    vi="{place} từ {since} được chia thành: {became}{basis}; hãy hỏi một trong các địa bàn này",
    en="{place} was split on {since} into: {became}{basis}; ask for one of these",
)
_ENDED = Text(
    vi="{place} từ {since} không còn, không có địa bàn kế thừa{rest}{basis}",
    en="{place} has been gone since {since}, without a successor{rest}{basis}",
)
_LIES_IN = Text(vi="; nơi thuộc địa bàn này nay thuộc {around}", en="; what lay in it lies in {around}")
_BY = Text(vi=", theo {basis}", en=", by {basis}")
_UNSAID = Text(vi=" (danh bạ chưa nêu văn bản)", en=" (the directory names no decision)")
