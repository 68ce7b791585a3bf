"""The shapes that a text on a form can be asked to have: a closed list, each with what it takes and what is said of it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from engine.core.values import Text


class AnswerFormat(StrEnum):
    """A named shape of a text. A new one begins with a word here and a line in `SHAPES`."""

    PERSONAL_NUMBER = "personal_number"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"


class Shape(NamedTuple):
    """What a format takes. The pattern is read by Python and, as it stands, by browsers: no look-behind, no flags."""

    pattern: str
    longest: int
    keyboard: str
    """What a telephone offers to type it with: a value of HTML's `inputmode`."""
    sample: str
    """An invented answer that has the shape; nobody's."""
    what: Text


SHAPES: Mapping[AnswerFormat, Shape] = {
    # Law on Identification 26/2023/QH15 art. 12, known from the press alone: unverified (ADR 0044). No meaning is read
    # out of the digits: a province, a sex or a year in them would be one more thing that nobody here has verified.
    AnswerFormat.PERSONAL_NUMBER: Shape(
        pattern=r"[0-9]{12}",
        longest=12,
        keyboard="numeric",
        sample="001000000000",
        what=Text(vi="số định danh cá nhân gồm 12 chữ số", en="a personal identification number of 12 digits"),
    ),
    AnswerFormat.IDENTITY_NUMBER: Shape(
        pattern=r"(?=[^0-9]*[0-9])[A-Za-z0-9 .\/\-]{5,24}",
        longest=24,
        keyboard="text",
        sample="001000000000",
        what=Text(
            vi="số định danh hoặc số giấy tờ tùy thân: 5 đến 24 chữ cái không dấu và chữ số, có ít nhất một chữ số",
            en="a personal or document number: 5 to 24 plain letters and digits, at least one of them a digit",
        ),
    ),
    AnswerFormat.PHONE: Shape(
        pattern=r"[ .\(\)\-]*\+?(?:[ .\(\)\-]*[0-9]){8,15}[ .\(\)\-]*",
        longest=40,
        keyboard="tel",
        sample="0900000000",
        what=Text(vi="số điện thoại gồm 8 đến 15 chữ số", en="a telephone number of 8 to 15 digits"),
    ),
    # ASCII, one address, no line ends, no display name: what every mail server takes, and nothing that opens a header.
    AnswerFormat.EMAIL: Shape(
        pattern=r"[A-Za-z0-9.!#$%&'*+\/=?^_`\{\|\}~\-]{1,64}"
        r"@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
        longest=254,
        keyboard="email",
        sample="name@example.org",
        what=Text(vi="địa chỉ email, ví dụ ten@example.org", en="an e-mail address, as name@example.org"),
    ),
}

_PATTERNS = {name: re.compile(shape.pattern) for name, shape in SHAPES.items()}


def fits(wanted: AnswerFormat, said: str) -> bool:
    """Whether a text has the shape; its length is looked at first, so that no pattern meets a long text."""
    if len(said) > SHAPES[wanted].longest or _PATTERNS[wanted].fullmatch(said) is None:
        return False
    return wanted is not AnswerFormat.EMAIL or ".." not in said


def expected(wanted: AnswerFormat) -> Text:
    """What is said beside an answer of another shape."""
    what = SHAPES[wanted].what
    return Text(vi=f"cần {what.vi}", en=f"{what.en} is expected")
