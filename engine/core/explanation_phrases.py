"""The phrases of which the reckoning of a due date is told, Vietnamese and English."""

from engine.core.definition import LegalBasis
from engine.core.explanation import ShiftReason
from engine.core.legal_time import DayMark
from engine.core.values import Text

FIRST_DAY = LegalBasis(ref="BLDS 91/2015/QH13", article="147(2), (3)")
ROLL = LegalBasis(ref="BLDS 91/2015/QH13", article="148(5)")
END_OF_DAY = LegalBasis(ref="BLDS 91/2015/QH13", article="148(6)")
"""The counting rules of the Civil Code that hold for every limit in days."""

SAID: dict[str, Text] = {
    "limit": Text(vi="Thời hạn {of} là {limit}{basis}.", en="The time limit {of} is {limit}{basis}."),
    "of_total": Text(vi="giải quyết cả hồ sơ", en="for the whole case"),
    "of_step": Text(vi="của bước “{title}”{agency}", en="for the step “{title}”{agency}"),
    "instead": Text(
        vi="Đây là thời hạn {limit} thay cho {ordinary}, vì có tình tiết: {why}.",
        en="It is {limit} instead of {ordinary}, because of this: {why}.",
    ),
    "not_begun": Text(
        vi="Thời hạn này chưa bắt đầu tính, nên chưa có hạn.",
        en="This time limit has not begun, so nothing is due yet.",
    ),
    "ended": Text(
        vi="Hồ sơ đã kết thúc khi việc này chưa có kết quả, nên không còn hạn.",
        en="The case ended before this came to a result, so nothing is due any more.",
    ),
    "received": Text(vi="Hồ sơ được tiếp nhận lúc {at}.", en="The dossier was received at {at}."),
    "begun": Text(vi="Bước này bắt đầu lúc {at}.", en="This step began at {at}."),
    "after_cut_off": Text(
        vi="Hồ sơ được tiếp nhận lúc {at}, sau {cut_off}, nên được tính từ {start}{basis}.",
        en="The dossier was received at {at}, after {cut_off}, so it counts from {start}{basis}.",
    ),
    "after_closing": Text(
        vi="Hồ sơ được tiếp nhận lúc {at}, sau giờ làm việc, nên được tính từ {start}{basis}.",
        en="The dossier was received at {at}, after working hours, so it counts from {start}{basis}.",
    ),
    "not_a_working_day": Text(
        vi="Hồ sơ được tiếp nhận lúc {at}, vào ngày nghỉ, nên được tính từ {start}{basis}.",
        en="The dossier was received at {at}, on a day off, so it counts from {start}{basis}.",
    ),
    "restarted": Text(
        vi="Thời hạn được tính lại từ đầu, từ {at}{basis}.", en="The time limit starts again from {at}{basis}."
    ),
    "first_day": Text(
        vi="Ngày đầu tiên, {day}, không tính vào thời hạn{basis}.", en="The first day, {day}, is not counted{basis}."
    ),
    "held": Text(
        vi="Không tính thời gian từ {start} đến {end} ({title}): {by}{basis}.",
        en="The time from {start} to {end} is not counted ({title}): {by}{basis}.",
    ),
    "held_until_now": Text(
        vi="Không tính thời gian từ {start} đến nay ({title}): {by}{basis}.",
        en="The time from {start} until now is not counted ({title}): {by}{basis}.",
    ),
    "asked": Text(vi="{agency} yêu cầu vì “{why}”", en="{agency} asked because of “{why}”"),
    "outage": Text(vi="hệ thống ngừng hoạt động theo thông báo", en="a system was down, as announced"),
    "held_days": Text(vi="Vì vậy không tính: {days}.", en="So these days are not counted: {days}."),
    "no_effect": Text(
        vi="Việc {title} từ {start} không làm thay đổi hạn này.",
        en="What began at {start} ({title}) does not change this due date.",
    ),
    "no_effect_yet": Text(
        vi="Việc {title} từ {start}, cho đến nay, không làm thay đổi hạn này.",
        en="What began at {start} ({title}) has not changed this due date so far.",
    ),
    "no_effect_late": Text(
        vi="Yêu cầu lúc {start} ({title}) đưa ra khi đã hết hạn, nên không làm thay đổi hạn này.",
        en="The request of {start} ({title}) came after the due date, so it does not change it.",
    ),
    "days_off": Text(vi="Không tính ngày nghỉ: {days}.", en="Days off are not counted: {days}."),
    "weekly_rest": Text(vi="nghỉ hằng tuần", en="weekly rest"),
    "short_day": Text(
        vi="giờ làm việc quá ít để tính là ngày làm việc", en="too few working hours to count as a working day"
    ),
    "expected": Text(vi="dự kiến, chưa công bố", en="expected, not announced yet"),
    "named": Text(vi="{name}", en="{name}, {kind}"),
    "worked": Text(vi="làm bù cho {day}", en="worked in exchange for {day}"),
    "counted_days": Text(vi="Đếm đủ {n}: {days}.", en="These {n} are counted: {days}."),
    "same_day": Text(vi="Việc phải xong ngay trong ngày {day}.", en="It has to be done on the same day, {day}."),
    "rolled": Text(
        vi="Ngày cuối cùng của thời hạn là {last}, không phải ngày làm việc, nên thời hạn kết thúc vào ngày làm việc "
        "tiếp theo, {reached}{basis}.",
        en="The last day of the limit is {last}, not a working day, so the limit ends on the next working day, "
        "{reached}{basis}.",
    ),
    "rolled_past": Text(
        vi="Thời hạn không thể kết thúc vào {last} vì đã hết giờ làm việc hoặc đang tạm dừng, nên kết thúc vào "
        "{reached}.",
        en="The limit cannot end on {last}, because the working hours were over or it was suspended; it ends on "
        "{reached}.",
    ),
    "working_time": Text(
        vi="Chỉ tính giờ làm việc: {parts}; cộng {sum}.", en="Only working hours count: {parts}; in all {sum}."
    ),
    "equal": Text(vi="{sum}, bằng {limit}", en="{sum}, that is {limit}"),
    "all_time": Text(
        vi="Tính liên tục, cả đêm và ngày nghỉ: {parts}; cộng {sum}.",
        en="All hours count, nights and days off too: {parts}; in all {sum}.",
    ),
    "on_day": Text(vi="{day}: {span}", en="{day}: {span}"),
    "between": Text(vi="từ {start} đến {end}: {span}", en="from {start} to {end}: {span}"),
    "extended": Text(
        vi="Lúc {at}, {agency} đã xin lỗi và gia hạn vì “{why}”{fault}; hạn trước đó là {before}{basis}.",
        en="At {at} {agency} apologised and extended the time limit because of “{why}”{fault}; before that it was due "
        "at {before}{basis}.",
    ),
    "at_fault": Text(vi=", do chậm trễ của {agency}", en=", the delay being that of {agency}"),
    "due_day": Text(vi="Vì vậy hạn là hết {day}{basis}.", en="So it is due by the end of {day}{basis}."),
    "due": Text(vi="Vì vậy hạn là {at}.", en="So it is due at {at}."),
    "due_if_resumed_day": Text(
        vi="Hiện đang tạm dừng tính thời hạn; nếu được tiếp tục ngay bây giờ, hạn là hết {day}.",
        en="The time limit is suspended; if it were resumed now, it would be due by the end of {day}.",
    ),
    "due_if_resumed": Text(
        vi="Hiện đang tạm dừng tính thời hạn; nếu được tiếp tục ngay bây giờ, hạn là {at}.",
        en="The time limit is suspended; if it were resumed now, it would be due at {at}.",
    ),
    "promised": Text(
        vi="Giấy tiếp nhận đã hẹn trả kết quả vào {at}.", en="The receipt slip promised the result for {at}."
    ),
    "promise_moved": Text(vi="Ngày hẹn đó đã được đổi thành {at}.", en="That promise was moved to {at}."),
    "status": Text(vi="Tính đến {at}: {status}.", en="As of {at}: {status}."),
    "article": Text(vi="Điều {article}", en="art. {article}"),
    "unverified": Text(vi="chưa đối chiếu văn bản gốc", en="not checked against the official text"),
    "nobody": Text(vi="cơ quan giải quyết", en="the agency"),
}

SHIFTED = {
    ShiftReason.AFTER_CUT_OFF: "after_cut_off",
    ShiftReason.AFTER_CLOSING: "after_closing",
    ShiftReason.NOT_A_WORKING_DAY: "not_a_working_day",
}
"""Why a receipt counts from a later instant -> the phrase."""

RESTS = {DayMark.WEEKLY_REST: "weekly_rest", DayMark.SHORT_DAY: "short_day", DayMark.HOLIDAY: ""}
"""The days that are passed over -> the phrase for why; a holiday has a name of its own."""

DAY_KIND: dict[str, Text] = {
    "holiday": Text(vi="nghỉ lễ, tết", en="public holiday"),
    "in_lieu": Text(vi="nghỉ bù", en="day off in lieu"),
    "swapped_off": Text(vi="nghỉ hoán đổi", en="exchanged for a worked Saturday"),
    "break": Text(vi="nghỉ lễ, tết", en="public holiday"),
    "closure": Text(vi="cơ quan tạm nghỉ", en="the office was closed"),
}
"""Why a day is off -> its word."""
