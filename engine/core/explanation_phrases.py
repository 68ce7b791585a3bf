"""The phrases of which the reckoning of a due date is told, Vietnamese and English."""

from engine.core.definition_basics import LegalBasis
from engine.core.explanation import ShiftReason
from engine.core.legal_time import DayMark, Unit
from engine.core.values import Text

FIRST_DAY = LegalBasis(ref="BLDS 91/2015/QH13", article="147(2), (3)")
ROLL = LegalBasis(ref="BLDS 91/2015/QH13", article="148(5)")
END_OF_DAY = LegalBasis(ref="BLDS 91/2015/QH13", article="148(6)")
CORRESPONDING = {
    Unit.WEEKS: LegalBasis(ref="BLDS 91/2015/QH13", article="148(2)"),
    Unit.MONTHS: LegalBasis(ref="BLDS 91/2015/QH13", article="148(3)"),
}
"""The counting rules of the Civil Code that hold for every limit in days, weeks and months."""

SAID: dict[str, Text] = {
    "limit": Text(vi="Thời hạn {of} là {limit}{basis}.", en="The time limit {of} is {limit}{basis}."),
    "of_total": Text(vi="giải quyết cả hồ sơ", en="for the whole case"),
    "of_step": Text(vi="của bước “{title}”{agency}", en="for the step “{title}”{agency}"),
    "instead": Text(
        vi="Thời hạn thông thường {ordinary} không áp dụng, vì có tình tiết: {why}.",
        en="The ordinary limit of {ordinary} does not apply, because of this: {why}.",
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
        vi="Hồ sơ được tiếp nhận lúc {at}, sau giờ chốt {cut_off}, nên được tính từ {start}{basis}.",
        en="The dossier was received at {at}, after the cut-off at {cut_off}, so it counts from {start}{basis}.",
    ),
    "after_closing": Text(
        vi="Hồ sơ được tiếp nhận lúc {at}, sau giờ làm việc, nên được tính từ {start}{basis}.",
        en="The dossier was received at {at}, after working hours, so it counts from {start}{basis}.",
    ),
    "not_a_working_day": Text(
        vi="Hồ sơ được tiếp nhận lúc {at}, vào ngày nghỉ, nên được tính từ {start}{basis}.",
        en="The dossier was received at {at}, on a day off, so it counts from {start}{basis}.",
    ),
    "passed": Text(vi="Bỏ qua {n} ngày nghỉ: {days}.", en="{n} days off are passed over: {days}."),
    "passed_one": Text(vi="Bỏ qua {n} ngày nghỉ: {days}.", en="{n} day off is passed over: {days}."),
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
    "sent_back": Text(
        vi="{agency} chuyển hồ sơ về bước “{to}” để sửa, vì “{why}”",
        en="{agency} sent the case back to the step “{to}”, to be mended, because of “{why}”",
    ),
    "outage": Text(vi="hệ thống ngừng hoạt động theo thông báo", en="a system was down, as announced"),
    "outage_announced": Text(
        vi="hệ thống ngừng hoạt động theo thông báo ngày {day}", en="a system was down, as announced on {day}"
    ),
    "held_days": Text(vi="Vì vậy {n} ngày không được tính: {days}.", en="So {n} days are not counted: {days}."),
    "held_days_one": Text(vi="Vì vậy {n} ngày không được tính: {days}.", en="So {n} day is not counted: {days}."),
    "held_days_more": Text(
        vi="Ngoài các ngày đã nêu, {n} ngày nữa không được tính: {days}.",
        en="Beside the days already named {n} days are not counted: {days}.",
    ),
    "held_days_more_one": Text(
        vi="Ngoài các ngày đã nêu, {n} ngày nữa không được tính: {days}.",
        en="Beside the days already named {n} day is not counted: {days}.",
    ),
    "held_days_same": Text(
        vi="Các ngày không được tính vì việc này đã nêu ở trên.",
        en="The days that are not counted for it are named above.",
    ),
    "stands": Text(
        vi="Hiện đang tạm dừng tính thời hạn; nếu được tiếp tục ngay bây giờ thì tính như sau.",
        en="The time limit is suspended at present; if it were resumed now, it would be counted as follows.",
    ),
    "no_effect": Text(
        vi="Việc {title} từ {start} không làm thay đổi hạn này{why}.",
        en="What began at {start} ({title}) does not change this due date{why}.",
    ),
    "no_effect_yet": Text(
        vi="Việc {title} từ {start}, cho đến nay, không làm thay đổi hạn này{why}.",
        en="What began at {start} ({title}) has not changed this due date so far{why}.",
    ),
    "others_went_on": Text(vi=", vì bước khác vẫn có thể tiến hành", en=", because another step could go on"),
    "no_effect_late": Text(
        vi="Yêu cầu lúc {start} ({title}) đưa ra khi đã hết hạn, nên không làm thay đổi hạn này.",
        en="The request of {start} ({title}) came after the due date, so it does not change it.",
    ),
    "days_off": Text(vi="Không tính {n} ngày nghỉ: {days}.", en="{n} days off are not counted: {days}."),
    "days_off_one": Text(vi="Không tính {n} ngày nghỉ: {days}.", en="{n} day off is not counted: {days}."),
    "weekly_rest": Text(vi="nghỉ hằng tuần", en="weekly rest"),
    "short_day": Text(
        vi="giờ làm việc quá ít để tính là ngày làm việc", en="too few working hours to count as a working day"
    ),
    "worked": Text(vi="làm bù cho {day}", en="worked in exchange for {day}"),
    "counted_days": Text(vi="Đếm đủ {n}: {days}.", en="{n} are counted: {days}."),
    "counted_days_one": Text(vi="Đếm đủ {n}: {days}.", en="{n} is counted: {days}."),
    "running_days": Text(vi="Đếm đủ {n}, kể cả ngày nghỉ: {days}.", en="{n} are counted, days off included: {days}."),
    "running_days_one": Text(
        vi="Đếm đủ {n}, kể cả ngày nghỉ: {days}.", en="{n} is counted, days off included: {days}."
    ),
    "corresponding_day": Text(
        vi="{limit}, tính đến ngày tương ứng{basis}, là {n}, kể cả ngày nghỉ: {days}.",
        en="The limit of {limit}, up to the corresponding day{basis}, makes {n}, days off included: {days}.",
    ),
    "same_day": Text(vi="Việc phải xong ngay trong ngày {day}.", en="It has to be done on the same day, {day}."),
    "rolled": Text(
        vi="Ngày cuối cùng của thời hạn là {last}, không phải ngày làm việc, nên thời hạn kết thúc vào ngày làm việc "
        "tiếp theo, {reached}{basis}.",
        en="The last day of the limit is {last}, not a working day, so the limit ends on the next working day, "
        "{reached}{basis}.",
    ),
    "sum_of_days": Text(vi="Cộng lại: {range} có {n} ngày, gồm {parts}.", en="In all, {n} days {range}: {parts}."),
    "sum_of_time": Text(
        vi="Theo đồng hồ, từ {start} đến {end} là {span}, gồm {parts}.",
        en="By the clock, from {start} to {end} are {span}: {parts}.",
    ),
    "rolled_after_hours": Text(
        vi="Thời hạn không thể kết thúc vào {last} vì khi đó đã hết giờ làm việc, nên kết thúc vào {reached}.",
        en="The limit cannot end on {last}, because the working hours were over by then; it ends on {reached}.",
    ),
    "rolled_past_wait": Text(
        vi="Thời hạn không thể kết thúc vào {last} vì ngày đó bị tạm dừng, nên kết thúc vào {reached}.",
        en="The limit cannot end on {last}, because it was suspended on that day; it ends on {reached}.",
    ),
    "working_time": Text(
        vi="Chỉ tính giờ làm việc: {parts}; cộng {sum}.", en="Only working hours count: {parts}; in all {sum}."
    ),
    "equal": Text(vi="{sum}, bằng {limit}", en="{sum}, that is {limit}"),
    "all_time_at_once": Text(
        vi="Tính liên tục, cả đêm và ngày nghỉ: đủ {sum}, từ {start} đến {end}.",
        en="All hours count, nights and days off too: {sum} from {start} to {end}.",
    ),
    "all_time_in_parts": Text(
        vi="Tính liên tục, cả đêm và ngày nghỉ: {n} khoảng từ {start} đến {end}; cộng {sum}.",
        en="All hours count, nights and days off too: {n} stretches from {start} to {end}; in all {sum}.",
    ),
    "all_time": Text(
        vi="Tính liên tục, cả đêm và ngày nghỉ: {parts}; cộng {sum}.",
        en="All hours count, nights and days off too: {parts}; in all {sum}.",
    ),
    "on_day": Text(vi="{day}: {span}", en="{day}: {span}"),
    "on_each_day": Text(vi="{day}: mỗi ngày {span}", en="{day}: {span} each"),
    "between": Text(vi="từ {start} đến {end}: {span}", en="from {start} to {end}: {span}"),
    "extended": Text(
        vi="Lúc {at}, {agency} đã xin lỗi và gia hạn vì “{why}”{fault}; hạn trước đó là {before}, hạn mới là {after}{basis}.",
        en="At {at} {agency} apologised and extended the time limit because of “{why}”{fault}; before that it was due "
        "at {before}, now it is due at {after}{basis}.",
    ),
    "at_fault": Text(vi=", do chậm trễ của {agency}", en=", the delay being that of {agency}"),
    "due_day": Text(vi="Vì vậy hạn là hết {day}{basis}.", en="So it is due by the end of {day}{basis}."),
    "due": Text(vi="Vì vậy hạn là {at}.", en="So it is due at {at}."),
    "due_if_resumed_day": Text(vi="Khi đó hạn là hết {day}{basis}.", en="It would be due by the end of {day}{basis}."),
    "due_if_resumed": Text(vi="Khi đó hạn là {at}.", en="It would be due at {at}."),
    "promised": Text(
        vi="Giấy tiếp nhận đã hẹn trả kết quả vào {at}.", en="The receipt slip promised the result for {at}."
    ),
    "promise_moved": Text(
        vi="Ngày hẹn trả đã được đổi từ {old} sang {new}, ghi nhận lúc {at}{why}.",
        en="The promise was moved from {old} to {new}, recorded at {at}{why}.",
    ),
    "because_of_outages": Text(vi=", vì {days}", en=", because {days}"),
    "because_of_days": Text(vi=", vì lịch nghỉ thay đổi: {days}", en=", because the calendar changed: {days}"),
    "promise_in_force": Text(vi="Ngày hẹn trả hiện hành là {at}.", en="The promise in force is {at}."),
    "status": Text(vi="Tính đến {at}: {status}.", en="As of {at}: {status}."),
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

DAY_PARTS: dict[str, Text] = {
    "start": Text(vi="{n} ngày đầu tiên", en="{n} first day"),
    "extended": Text(vi="{n} ngày là hạn trước khi gia hạn", en="{n} day that was the due date before"),
    "off": Text(vi="{n} ngày nghỉ", en="{n} days off"),
    "off_one": Text(vi="{n} ngày nghỉ", en="{n} day off"),
    "paused": Text(vi="{n} ngày tạm dừng", en="{n} days suspended"),
    "paused_one": Text(vi="{n} ngày tạm dừng", en="{n} day suspended"),
    "counted": Text(vi="{n} ngày được tính", en="{n} days counted"),
    "counted_one": Text(vi="{n} ngày được tính", en="{n} day counted"),
    "reached": Text(vi="{n} ngày làm việc tiếp theo", en="{n} working day on which it ends"),
}
"""What a day is in the sum of a term, which adds up to all its days."""

TIME_PARTS: dict[str, Text] = {
    "counted": Text(vi="{span} được tính", en="{span} counted"),
    "paused": Text(vi="{span} tạm dừng", en="{span} suspended"),
    "outside": Text(vi="{span} ngoài giờ làm việc", en="{span} outside working hours"),
}
"""What a stretch of time is in the sum of an exact term."""
