"""A diagram as Mermaid text, for documents that draw it themselves. It is never sent to a rendering service."""

from collections.abc import Iterator

from visualizer.describe import fact_words, standing_words
from visualizer.diagram import Arrow, Box, Diagram, Progress


def to_mermaid(diagram: Diagram) -> str:
    """A flowchart from left to right with a subgraph for each lane; the order is that of the diagram."""
    return "\n".join(_lines(diagram)) + "\n"


def _lines(diagram: Diagram) -> Iterator[str]:
    names = {box.id: f"s{n}" for n, box in enumerate(diagram.boxes, 1)}
    yield "---"
    yield f"title: {_quoted(f'{diagram.title} – {diagram.subtitle}')}"
    yield "---"
    yield "flowchart LR"
    for n, lane in enumerate(diagram.lanes, 1):
        yield f"  subgraph l{n}[{_quoted(lane.title)}]"
        yield from (f"    {names[b.id]}[{_quoted(_box_text(b))}]" for b in diagram.boxes if b.lane == lane.id)
        yield "  end"
    for arrow in diagram.arrows:
        if arrow.source in names and arrow.target in names:
            yield f"  {names[arrow.source]} {_link(arrow)} {names[arrow.target]}"


def _box_text(box: Box) -> str:
    said = [box.title, *standing_words(box), *(fact_words(f) for f in box.facts)]
    said += [box.condition] if box.condition else []
    said += [sentence for band in box.bands for sentence in band.words]
    return "\n".join(said)


def _link(arrow: Arrow) -> str:
    """Thick on the critical path, dotted where nothing will come, and for a return."""
    if arrow.returns:
        return f"-.->|{_quoted(arrow.words)}|"
    line = "==>" if arrow.critical else "-.->" if arrow.progress is Progress.VOID else "-->"
    words = ", ".join(arrow.hands_over)
    return f"{line}|{_quoted(words)}|" if words else line


def _quoted(text: str) -> str:
    """Mermaid reads entities inside double quotes; line breaks are `<br/>`."""
    plain = text.replace("\u00a0", " ").replace("&", "&amp;").replace('"', "&quot;")
    return '"' + plain.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>") + '"'
