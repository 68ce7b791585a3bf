"""Where a rule is written, as the law itself cites: `điểm a khoản 2 Điều 8 Nghị định số 63/2024/NĐ-CP`.

Definitions write it short: `8(2)a`; `6(3) (8(2)a)` is a clause that amends another document's point.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.values import Text

_AND = Text(vi=" và ", en=" and ")
_UNVERIFIED = Text(vi="chưa đối chiếu văn bản gốc", en="not checked against the official text")
_KINDS: Mapping[str, str] = {
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "TB": "Thông báo",
    "Báo cáo": "Báo cáo",
    "BLDS": "Bộ luật Dân sự",
    "BLLĐ": "Bộ luật Lao động",
}
"""How a document is shortened -> how its kind is written out; it stands before the number, as `NĐ 1/2026/NĐ-CP`."""
_NUMBERED = re.compile(r"(?P<kind>[^\d/]+) (?P<number>\d+/\S+)")
_CLAUSE = r"\((?P<{0}>\d+[a-zđ]?)\)"
_PLACE = re.compile(
    rf"(?P<article>\d+[a-zđ]?)?(?:{_CLAUSE.format('clause')}(?:-{_CLAUSE.format('last')})?(?P<point>[a-zđ])?)?"
    r"(?: \((?P<amended>\d+[a-zđ]?(?:\(\d+[a-zđ]?\)[a-zđ]?)?)\))?"
)


def basis_words(basis: Iterable[LegalBasis], language: str) -> str:
    """Each document is named once with its articles, with a mark at what was not read in the official text."""
    said = []
    for (ref, certainty), found in groupby(basis, key=lambda one: (one.ref, one.certainty)):
        articles = list(dict.fromkeys(one.article for one in found if one.article))
        doubt = f" – {_UNVERIFIED.in_language(language)}" if certainty is Certainty.UNVERIFIED else ""
        document = _written_out(ref) if language == "vi" else ref
        said.append(_cited(document, articles, language) + doubt)
    return "; ".join(said)


def brief_basis_words(basis: LegalBasis, language: str) -> str:
    """One article, with the document shortened as the definition has it: where there is little room."""
    return _cited(basis.ref, [basis.article] if basis.article else [], language)


def is_numbered(article: str) -> bool:
    """Whether it is an article (Điều) by its number; an appendix or a form bears its own name."""
    return article[:1].isdigit()


@dataclass(frozen=True, slots=True)
class _Place:
    """Clause and point, in words; the article that they are of; what they amend."""

    within: str
    article: str
    amends: str

    @property
    def whole(self) -> str:
        return f"{self.within} Điều {self.article}".lstrip()

    @property
    def amending(self) -> str:
        return f" (sửa đổi, bổ sung {self.amends})" if self.amends else ""


def _cited(document: str, articles: Sequence[str], language: str) -> str:
    if language != "vi":
        listed = _listed([_in_english(article) for article in articles], language)
        return ", ".join(part for part in (document, listed) if part)
    places, others = _read(articles)
    if len(places) == 1:
        named = f"{places[0].whole} {document}{places[0].amending}"
    else:
        named = f"{_listed([place.whole + place.amending for place in places], 'vi')} {document}".lstrip()
    return ", ".join([named, *others])


def _in_english(article: str) -> str:
    """As it is written; what it amends is called so."""
    return "art. " + re.sub(r"(?<![,;]) \((?=\d)", " (amending art. ", article) if is_numbered(article) else article


def _read(articles: Iterable[str]) -> tuple[list[_Place], list[str]]:
    """The places that have a number, and those that are called in the document's own words (`Mẫu số 01`)."""
    places: list[_Place] = []
    others = []
    for article in articles:
        parts = re.split(r"[;,] *", article) if is_numbered(article) else []
        others += [] if parts else [article]
        before = ""
        for part in parts:
            read = _PLACE.fullmatch(part)
            of = (read["article"] or before) if read else ""
            if read is None or not of:
                others.append(part)
                continue
            before = of
            _add(places, _Place(_within(read), of, _amended(read["amended"])))
    return places, others


def _add(places: list[_Place], place: _Place) -> None:
    """Clauses of one article in a row name it once: `khoản 2 và khoản 3 Điều 147`."""
    last = places[-1] if places else None
    if last and last.article == place.article and last.within and place.within and not last.amends + place.amends:
        places[-1] = _Place(f"{last.within} và {place.within}", place.article, "")
    else:
        places.append(place)


def _amended(short: str | None) -> str:
    read = _PLACE.fullmatch(short) if short else None
    return _Place(_within(read), read["article"], "").whole if read else ""


def _within(read: re.Match[str]) -> str:
    clause = f"khoản {read['clause']}" if read["clause"] else ""
    if read["last"]:
        return f"từ {clause} đến khoản {read['last']}"
    return f"điểm {read['point']} {clause}" if read["point"] else clause


def _listed(words: Sequence[str], language: str) -> str:
    """`a`, `a và b`, `a, b và c`."""
    return _AND.in_language(language).join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _written_out(ref: str) -> str:
    """`Nghị định số 1/2026/NĐ-CP` for `NĐ 1/2026/NĐ-CP`; what has no number stands as it is."""
    read = _NUMBERED.fullmatch(ref)
    if read is None or not (read["kind"] in _KINDS or read["kind"].startswith("Luật")):
        return ref
    return f"{_KINDS.get(read['kind'], read['kind'])} số {read['number']}"
