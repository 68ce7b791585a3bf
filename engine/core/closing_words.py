"""Until when a version takes dossiers, and why no longer, in words for terminals, pages and refusals."""

from engine.core.basis_words import basis_words
from engine.core.closing import ClosedBy, Closing
from engine.core.day_words import short_date_words
from engine.core.definition_basics import LegalBasis
from engine.core.values import Text

_UNTIL = Text(vi="nhận hồ sơ đến hết {last}", en="takes dossiers until {last}")
_NEVER = Text(vi="chưa từng có hiệu lực", en="never came into force")
_WHY = {
    ClosedBy.DECLARED: Text(vi="như đã công bố", en="as it was published"),
    ClosedBy.SUCCESSOR: Text(
        vi="phiên bản {successor} thay thế từ {since}", en="version {successor} follows from {since}"
    ),
    ClosedBy.ENDED: Text(vi="kết thúc theo {basis}", en="ended by {basis}"),
}
_THEN = Text(vi="; phiên bản {successor} nhận từ {since}", en="; version {successor} takes over from {since}")
_REFUSED = Text(
    vi="thủ tục {procedure} không nhận hồ sơ mới ngày {on}: phiên bản {closing}",
    en="procedure {procedure} takes no new dossiers on {on}: version {closing}",
)


def closing_words(closing: Closing, language: str) -> str:
    """`nhận hồ sơ đến hết 30/06/2026 (kết thúc theo NĐ …, Điều 3); phiên bản … nhận từ …`."""
    said = _NEVER.in_language(language) if closing.never_held else _until(closing, language)
    why = _WHY[closing.by].in_language(language).format(**_given(closing, language))
    then = _THEN if closing.successor is not None and closing.by is not ClosedBy.SUCCESSOR else None
    return f"{said} ({why})" + (then.in_language(language).format(**_given(closing, language)) if then else "")


def refusal_words(procedure: str, on: str, closing: Closing) -> Text:
    """Why a dossier is not taken any more: the day, the basis, and the version that follows, if any."""
    vi, en = (f"{closing.version} {closing_words(closing, language)}" for language in ("vi", "en"))
    return Text(
        vi=_REFUSED.vi.format(procedure=procedure, on=on, closing=vi),
        en=_REFUSED.en.format(procedure=procedure, on=on, closing=en),
    )


def basis_of(closing: Closing | None) -> tuple[LegalBasis, ...]:
    """Where it is written that the version ends; empty where no ending was recorded."""
    return closing.ending.legal_basis if closing is not None and closing.ending is not None else ()


def _until(closing: Closing, language: str) -> str:
    return _UNTIL.in_language(language).format(last=short_date_words(closing.last_day))


def _given(closing: Closing, language: str) -> dict[str, str]:
    since = short_date_words(closing.successor_from) if closing.successor_from is not None else ""
    basis = basis_words(basis_of(closing), language)
    return {"successor": closing.successor or "", "since": since, "basis": basis}
