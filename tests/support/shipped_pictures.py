"""A picture of every version of every shipped procedure, and of one running case of each, two thirds through a story of it."""

from collections.abc import Iterator, Mapping

from engine.core.case_clock import times_of
from engine.core.law import Law
from procedure_defs.catalogue import SHIPPED, Catalogue, load_catalogue
from procedure_defs.example_story import Played
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped
from procedure_defs.story import WorkedExample, WorkedExamples
from procedure_defs.worked_examples import example_files
from visualizer.build_diagram import case_diagram, procedure_diagram
from visualizer.diagram import Diagram

LANGUAGES = ("vi", "en")


def shipped_diagrams() -> Mapping[str, Diagram]:
    """Name -> the diagram, in each language."""
    catalogue = load_catalogue()
    found: dict[str, Diagram] = {}
    for language in LANGUAGES:
        for one in catalogue.all():
            name = f"{one.procedure}_{one.version}_{language}"
            found[name] = procedure_diagram(one, catalogue.agencies, language)
        for procedure, example in _eventful_stories():
            found[f"{procedure}_case_{language}"] = _running(catalogue, procedure, example, language)
    return found


def _eventful_stories() -> Iterator[tuple[str, WorkedExample]]:
    """Of each procedure the story with the most acts."""
    for file in example_files(SHIPPED):
        read = Shaped(read_file(file), WorkedExamples).model
        assert read is not None
        yield read.of, max(read.worked_examples, key=lambda example: len(example.story))


def _running(catalogue: Catalogue, procedure: str, example: WorkedExample, language: str) -> Diagram:
    definition = next(one for one in catalogue.all() if (one.procedure, one.version) == (procedure, example.version))
    law = Law(definition, catalogue.calendars, catalogue.agencies)
    played = Played(law, example, lambda version: catalogue.get(definition.procedure, version))
    acts = sorted(example.story, key=lambda act: act.at)
    for act in acts[: len(acts) * 2 // 3]:
        played.refused(act)  # or done: what is refused changes nothing
    state = played.as_law_sees()
    return case_diagram(definition, catalogue.agencies, state, times_of(law, state, played.now), language)
