"""Durations with their spread as they are read aloud, in both languages."""

from engine.core.values import Text
from engine.simulation.durations import Duration, Shape, SpanUnit


def duration_words(duration: Duration) -> Text:
    """As it is read aloud: `từ 40 đến 160 phút làm việc, thường là 80`."""
    unit = _UNITS[duration.unit]
    numbers = [f"{number.normalize():f}" for number in duration.values]
    en, vi = numbers, [number.replace(".", ",") for number in numbers]
    match duration.shape:
        case Shape.FIXED:
            singular = unit.en[:-1] if en[0] == "1" else unit.en
            return Text(vi=f"{vi[0]} {unit.vi}", en=f"{en[0]} {singular}")
        case Shape.UNIFORM:
            return Text(vi=f"từ {vi[0]} đến {vi[1]} {unit.vi}", en=f"{en[0]} to {en[1]} {unit.en}")
        case Shape.TRIANGULAR:
            return Text(
                vi=f"từ {vi[0]} đến {vi[2]} {unit.vi}, thường là {vi[1]}",
                en=f"{en[0]} to {en[2]} {unit.en}, most often {en[1]}",
            )
        case Shape.LOGNORMAL:
            return Text(
                vi=f"{vi[0]} {unit.vi} ở mức trung vị, chín phần mười không quá {vi[1]}",
                en=f"{en[0]} {unit.en} at the median, nine in ten at most {en[1]}",
            )


_UNITS = {
    SpanUnit.MINUTES: Text(vi="phút", en="minutes"),
    SpanUnit.HOURS: Text(vi="giờ", en="hours"),
    SpanUnit.DAYS: Text(vi="ngày", en="days"),
    SpanUnit.WORKING_MINUTES: Text(vi="phút làm việc", en="working minutes"),
    SpanUnit.WORKING_HOURS: Text(vi="giờ làm việc", en="working hours"),
    SpanUnit.WORKING_DAYS: Text(vi="ngày làm việc", en="working days"),
}
