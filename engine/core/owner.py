"""Who a dossier belongs to, by its form, and where he can be reached: what he wrote there himself, and nothing else."""

import re
from collections.abc import Mapping
from typing import Any

from engine.core.answer_formats import AnswerFormat, fits
from engine.core.definition import FieldType, ProcedureDefinition
from engine.core.values import Value


class Contact(Value):
    """Where the owner wants to be reached; null is what he left empty, or wrote so that nothing can be sent there."""

    email: str | None = None
    phone: str | None = None


def contact_of(definition: ProcedureDefinition, form: Mapping[str, Any]) -> Contact:
    """By the fields `email` and `phone` of the owner's group, where the procedure's form has them."""
    owner = owner_of(definition, form)
    email = said_of(owner, "email").strip()
    phone = said_of(owner, "phone").strip()
    return Contact(
        email=email if fits(AnswerFormat.EMAIL, email) else None,
        phone=re.sub(r"[ .()-]", "", phone) if fits(AnswerFormat.PHONE, phone) else None,
    )


def owner_of(definition: ProcedureDefinition, form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The requester, by convention; else the first group of the form that has a name, in the order of the procedure."""
    for name in dict.fromkeys(("requester", *definition.form)):
        field, given = definition.form.get(name), form.get(name)
        if field is None or field.type is not FieldType.GROUP or not isinstance(given, Mapping):
            continue
        if {"full_name", "name"} & field.fields.keys():
            return given
    return {}


def said_of(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""
