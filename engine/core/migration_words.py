"""A migration in words: since when the case is under the new rules, and which date became which."""

from datetime import datetime

from engine.core.basis_words import basis_words
from engine.core.events import CaseMigrated
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text


def migration_words(event: CaseMigrated) -> Text:
    """What a caseworker reads to a citizen."""
    at, asked = _shown(event.at, "vi"), event.requested
    before, after = event.before.promised or event.before.case, event.after.promised or event.after.case
    vi = f"Hồ sơ đã chuyển từ phiên bản {event.from_version} sang quy định mới (phiên bản {event.to_version}) lúc {at}"
    en = f"The case moved from version {event.from_version} to the new rules (version {event.to_version}) at {at}"
    vi += " theo yêu cầu của công dân" if asked else ""
    en += " as the applicant asked" if asked else ""
    dates_vi, dates_en = "ngày hẹn trả không đổi", "the promised date stays"
    if before != after:
        dates_vi = f"hạn cũ {_shown(before, 'vi')}, hạn mới {_shown(after, 'vi')}"
        dates_en = f"due {_shown(before, 'en')} before, {_shown(after, 'en')} now"
    # The transitional rule: by what the case came over, not what it is under now.
    by_vi, by_en = (basis_words(event.legal_basis, language) for language in ("vi", "en"))
    return Text(
        vi=f"{vi}; {dates_vi} (căn cứ chuyển tiếp: {by_vi})", en=f"{en}; {dates_en} (transitional rule: {by_en})"
    )


def _shown(at: datetime | None, language: str) -> str:
    if at is None:
        return "không có" if language == "vi" else "nothing"
    return f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}"
