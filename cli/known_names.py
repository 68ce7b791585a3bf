"""Names that are given to a command: a procedure, a version or a step that nothing has is refused with those that are."""

from __future__ import annotations

from cli import usage_words as words
from cli.language import usage_error
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ProcedureId, ProcedureVersion, StepId
from engine.service.ports import DefinitionCatalogue


def known_procedure(catalogue: DefinitionCatalogue, name: str, language: str, option: str) -> ProcedureId:
    """The procedure of that name."""
    known = sorted({str(definition.procedure) for definition in catalogue.all()})
    if name not in known:
        raise usage_error(words.unknown(words.PROCEDURE, name, known), language, option)
    return ProcedureId(name)


def known_version(
    catalogue: DefinitionCatalogue, procedure: ProcedureId, version: str, language: str, option: str
) -> ProcedureVersion:
    """The version of a procedure that there is."""
    known = [str(d.version) for d in _versions(catalogue, procedure)]
    if version not in known:
        raise usage_error(words.unknown_version(procedure, version, known), language, option)
    return ProcedureVersion(version)


def known_step(catalogue: DefinitionCatalogue, name: str, procedure: str | None, language: str, option: str) -> StepId:
    """A step of that procedure, or of any where none is named."""
    wanted = (d for d in catalogue.all() if procedure is None or d.procedure == procedure)
    known = sorted({str(step) for definition in wanted for step in definition.steps})
    if name not in known:
        raise usage_error(words.unknown(words.STEP, name, known), language, option)
    return StepId(name)


def _versions(catalogue: DefinitionCatalogue, procedure: ProcedureId) -> list[ProcedureDefinition]:
    found = [definition for definition in catalogue.all() if definition.procedure == procedure]
    return sorted(found, key=lambda definition: definition.effective.first)
