"""The picture in sentences, for whoever hears it instead of seeing it."""

from visualizer.diagram import Box, Diagram, Fact


def box_sentence(box: Box) -> str:
    """`1. Đăng ký khai sinh: Đang xử lý; Hẹn 10:00 ngày 24/08/2026; …`."""
    said = [*standing_words(box), *(fact_words(f) for f in box.facts)]
    said += [box.condition] if box.condition else []
    said += box.notes
    said += [sentence for band in box.bands for sentence in band.words]
    return f"{box.title}: {'; '.join(said)}"


def describe(diagram: Diagram) -> str:
    """Where the whole stands, then each lane with its steps."""
    head = [tag.words for tag in diagram.tags] + [fact_words(fact) for fact in diagram.facts]
    lanes = [
        f"{lane.title} – " + " ".join(f"{box_sentence(box)}." for box in diagram.boxes if box.lane == lane.id)
        for lane in diagram.lanes
    ]
    return " ".join([f"{'; '.join(head)}.", *lanes])


def fact_words(fact: Fact) -> str:
    """`Hẹn 10:00 ngày 24/08/2026`; with how sure it is, in brackets."""
    doubt = f" ({fact.doubt})" if fact.doubt else ""
    return f"{fact.label} {fact.value}{doubt}".strip()


def standing_words(box: Box) -> list[str]:
    """The status of a step, what is odd about it, and that the total time limit is not for it."""
    return [words for words in (box.status, box.flag.words if box.flag else "", box.outside) if words]
