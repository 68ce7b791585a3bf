"""Where a rule is written, in words: `NĐ 301/2026/NĐ-CP, Điều 5 và Điều 6(1)`."""

from collections.abc import Iterable
from itertools import groupby

from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.values import Text

_ARTICLE = Text(vi="Điều {article}", en="art. {article}")
_AND = Text(vi=" và ", en=" and ")
_UNVERIFIED = Text(vi="chưa đối chiếu văn bản gốc", en="not checked against the official text")


def basis_words(basis: Iterable[LegalBasis], language: str) -> str:
    """Each document is named once with its articles, with a mark at what was not read in the official text."""
    said = []
    for (ref, certainty), found in groupby(basis, key=lambda one: (one.ref, one.certainty)):
        articles = dict.fromkeys(one.article for one in found if one.article)
        listed = _AND.in_language(language).join(_article(article, language) for article in articles)
        doubt = f" – {_UNVERIFIED.in_language(language)}" if certainty is Certainty.UNVERIFIED else ""
        said.append(", ".join(part for part in (ref, listed) if part) + doubt)
    return "; ".join(said)


def is_numbered(article: str) -> bool:
    """Whether it is an article (Điều) by its number; an appendix or a form bears its own name."""
    return article[:1].isdigit()


def _article(article: str, language: str) -> str:
    return _ARTICLE.in_language(language).format(article=article) if is_numbered(article) else article
