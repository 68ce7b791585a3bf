"""What the terminal says of options that cannot be, in both languages; `language.usage_error` raises it."""

from collections.abc import Iterable

from engine.core.findings import one_of, there_is_no
from engine.core.values import Text

PROCEDURE = Text(vi="thủ tục", en="procedure")
STEP = Text(vi="bước", en="step")

DAY_OR_TAKE_BACK = Text(
    vi="hãy chọn một trong hai: --last-day hoặc --take-back", en="say either --last-day or --take-back"
)
ONLY_WITH_DRY_RUN = Text(
    vi="chỉ dùng cùng --dry-run; việc chuyển thật luôn được ghi vào lúc này",
    en="only with --dry-run; what is written is written now",
)
ONE_FORM = Text(vi="chỉ chọn một: --json hoặc --sarif", en="choose one of --json and --sarif")
PNG_NEEDS_A_FILE = Text(
    vi="ảnh PNG phải ghi vào tệp: hãy thêm --out procedure.png",
    en="a PNG is written to a file: add --out procedure.png",
)


def no_date(said: str, example: str) -> Text:
    """Of what stands where a day is asked for."""
    return Text(
        vi=f"`{said}` không phải là ngày; hãy viết như {example}", en=f"`{said}` is no date; write it as {example}"
    )


def no_instant(said: str) -> Text:
    """Of what stands where an instant is asked for, with a day alone allowed."""
    return Text(
        vi=f"`{said}` không phải là thời điểm; hãy viết như 2026-11-25 hoặc 2026-11-25T09:00",
        en=f"`{said}` is no instant; write 2026-11-25 or 2026-11-25T09:00",
    )


def no_exact_instant(said: str) -> Text:
    """The same, where the offset from UTC has to be written."""
    return Text(
        vi=f"`{said}` không phải là thời điểm có múi giờ; hãy viết như 2026-08-21T15:10:00+07:00",
        en=f"`{said}` is no instant with its offset from UTC; write it as 2026-08-21T15:10:00+07:00",
    )


def no_limit(said: str) -> Text:
    """Of a limit that is not said of any step."""
    return Text(
        vi=f"`{said}` chưa nêu thời hạn của bước nào; hãy viết như step=1 working_days",
        en=f"`{said}` names no limit; write it as step=1 working_days",
    )


def no_picture(known: Iterable[str]) -> Text:
    """Of a file whose name has an ending that no picture has."""
    endings = ", ".join(known)
    return Text(
        vi=f"tên tệp không cho biết phải vẽ gì: hãy dùng đuôi {endings}, hoặc thêm --format",
        en=f"the name does not say what to draw: end it in {endings}, or say --format",
    )


def not_within(number: int, least: int, most: int | None) -> Text:
    """Of a number out of its range."""
    if most is None:
        return Text(vi=f"{number} quá nhỏ: ít nhất là {least}", en=f"{number} is too small: at least {least}")
    return Text(
        vi=f"{number} không nằm trong khoảng từ {least} đến {most}",
        en=f"{number} is not between {least} and {most}",
    )


def unknown(noun: Text, name: str, known: Iterable[str]) -> Text:
    """Of a name that nothing of its kind has, with the nearest or those that there are."""
    what, mend = there_is_no(noun, name), one_of(name, known)
    return Text(vi=f"{what.vi}; {mend.vi}", en=f"{what.en}; {mend.en}")


def unknown_version(procedure: str, version: str, known: Iterable[str]) -> Text:
    """Of a version that the procedure does not have; all that it has are named, since days all look alike."""
    some = ", ".join(known)
    return Text(
        vi=f"thủ tục `{procedure}` không có phiên bản `{version}`; có: {some}",
        en=f"the procedure `{procedure}` has no version `{version}`; it has: {some}",
    )
