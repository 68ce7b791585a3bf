"""What authors write for words of the language: Vietnamese keys, everyday units of time, texts in one language."""

import json
import re
import unicodedata
from collections.abc import Collection

from engine.core.values import Text

_KEYS = {
    "thu_tuc": "procedure",
    "phien_ban": "version",
    "ma": "code",
    "ma_thu_tuc": "code",
    "ten": "title",
    "tieu_de": "title",
    "tieng_viet": "vi",
    "tieng_anh": "en",
    "can_cu": "legal_basis",
    "can_cu_phap_ly": "legal_basis",
    "co_so_phap_ly": "legal_basis",
    "van_ban": "ref",
    "dieu": "article",
    "dieu_khoan": "article",
    "ghi_chu": "note",
    "hieu_luc": "effective",
    "tu": "from",
    "tu_ngay": "from",
    "den": "to",
    "den_ngay": "to",
    "lich": "calendar",
    "tiep_nhan": "reception",
    "chu_tri": "lead",
    "phi": "fees",
    "le_phi": "fees",
    "so_tien": "amount",
    "tong": "total",
    "tong_thoi_han": "total",
    "thoi_han": "within",
    "thoi_gian": "within",
    "han": "within",
    "bieu_mau": "form",
    "to_khai": "form",
    "tinh_tiet": "facts",
    "giay_to": "documents",
    "ho_so": "documents",
    "tam_dung": "suspensions",
    "gia_han": "extensions",
    "buoc": "steps",
    "cac_buoc": "steps",
    "co_quan": "agency",
    "dieu_kien": "when",
    "khi": "when",
    "can": "needs",
    "sau": "needs",
    "ket_qua": "result",
    "tra_lai": "returns",
    "loai": "type",
    "lua_chon": "choices",
    "bat_buoc": "required",
    "mac_dinh": "default",
    "nguon": "source",
    "don_vi": "unit",
    "ngay": "date",
    "name": "title",
    "deadline": "within",
    "depends_on": "needs",
    "after": "needs",
    "if": "when",
    "law": "legal_basis",
}
"""A word without its marks -> the key that is meant."""
_UNITS = {
    "minute": "minutes",
    "min": "minutes",
    "mins": "minutes",
    "phut": "minutes",
    "hour": "hours",
    "h": "hours",
    "gio": "hours",
    "working_hour": "working_hours",
    "gio_lam_viec": "working_hours",
    "working_day": "working_days",
    "workday": "working_days",
    "workdays": "working_days",
    "business_day": "working_days",
    "business_days": "working_days",
    "work_days": "working_days",
    "ngay_lam_viec": "working_days",
    "calendar_day": "calendar_days",
    "ngay_lich": "calendar_days",
    "week": "weeks",
    "tuan": "weeks",
    "month": "months",
    "thang": "months",
}
_DAYS = frozenset({"day", "days", "d", "ngay"})
_LIMIT = re.compile(r"\s*(?P<n>[0-9]+(?:\.[0-9]+)?)\s*(?P<words>[^\W\d][^\d]*?)\s*")


def without_marks(word: str) -> str:
    """`Căn cứ` -> `can_cu`."""
    plain = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    return "_".join("".join(sign for sign in plain if not unicodedata.combining(sign)).replace("-", " ").split())


def key_meant(word: str, known: Collection[str]) -> str | None:
    """The key that a word of another language stands for, if it may stand at that place."""
    meant = _KEYS.get(without_marks(word.replace("_", " ")))
    return meant if meant in known else None


def unit_meant(words: str, units: Collection[str]) -> str | None:
    """The unit that everyday words mean; none for days, of which there are two kinds."""
    plain = without_marks(words.replace("_", " ")).replace(" ", "_")
    if plain in units:
        return plain
    return _UNITS.get(plain)


def limit_mend(said: str, units: Collection[str]) -> Text | None:
    """How to write a time limit that was said in everyday words."""
    found = _LIMIT.fullmatch(said)
    if found is None:
        return None
    number = found["n"]
    unit = unit_meant(found["words"], units)
    if unit is not None:
        return Text(vi=f"hãy ghi `{number} {unit}`", en=f"write `{number} {unit}`")
    if without_marks(found["words"]) in _DAYS:
        return Text(
            vi=f"theo đúng luật, hãy ghi `{number} working_days` (ngày làm việc) hoặc `{number} calendar_days` (ngày)",
            en=f"write `{number} working_days` or `{number} calendar_days`, as the law says",
        )
    return None


def in_both_languages(said: str) -> Text:
    """How to write a text that was given in one language."""
    quoted = json.dumps(said if len(said) <= 80 else f"{said[:80]}…", ensure_ascii=False)
    both = f"{{vi: …, en: {quoted}}}" if said.isascii() else f"{{vi: {quoted}, en: …}}"
    return Text(vi=f"hãy ghi bằng cả hai ngôn ngữ: `{both}`", en=f"write it in both languages: `{both}`")
