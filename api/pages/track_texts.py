"""What the pages for citizens say, Vietnamese and English: plain words, for whoever reads them on a telephone."""

from engine.core.values import Text

TRACK_TEXTS: dict[str, Text] = {
    "track": Text(vi="Tra cứu hồ sơ của tôi", en="My case"),
    "track_lead": Text(
        vi="Nhập mã hồ sơ và mã bí mật in trên phiếu tra cứu hồ sơ mà bộ phận một cửa đã đưa.",
        en="Enter the dossier code and the secret on the tracking slip that the one-stop unit gave you.",
    ),
    "track_code": Text(vi="Mã hồ sơ", en="Dossier code"),
    "track_code_hint": Text(vi="Ví dụ: H56.06-231027-0361", en="For example: H56.06-231027-0361"),
    "track_secret": Text(vi="Mã bí mật", en="Secret"),
    "track_secret_hint": Text(vi="12 chữ và số, ví dụ: K7QM-3XRD-9VHA", en="12 signs, for example: K7QM-3XRD-9VHA"),
    "track_open": Text(vi="Xem hồ sơ", en="Show my case"),
    "track_wrong": Text(
        vi="Mã hồ sơ hoặc mã bí mật không đúng. Hãy xem lại giấy tiếp nhận. Nếu mất giấy, hãy mang giấy tờ tùy thân đến "
        "bộ phận một cửa đã tiếp nhận hồ sơ để được cấp mã mới.",
        en="The code or the secret is not right. Look at your slip again. If you have lost it, bring your identity papers "
        "to the one-stop unit that received your dossier: it gives you a new one.",
    ),
    "track_too_many": Text(
        vi="Đã nhập sai quá nhiều lần. Hãy thử lại sau",
        en="There were too many wrong entries. Try again at",
    ),
    "track_foreign": Text(
        vi="Yêu cầu này không được gửi từ trang tra cứu. Hãy mở lại trang này và nhập lại.",
        en="This was not sent from our own page. Open this page again and enter it here.",
    ),
    "track_leave": Text(vi="Thoát", en="Leave"),
    "track_handed_in": Text(
        vi="Đã nhận giấy tờ bổ sung của quý vị. Thời hạn giải quyết được tính tiếp.",
        en="Your papers have come in. The time limit runs on.",
    ),
    "track_promise": Text(vi="Hẹn trả kết quả", en="Your result is promised for"),
    "track_no_promise": Text(
        vi="Pháp luật không quy định thời hạn cho toàn bộ thủ tục này nên không có ngày hẹn.",
        en="No law limits this procedure as a whole, so no date is promised.",
    ),
    "track_first": Text(vi="Hẹn ban đầu", en="First promised for"),
    "track_due_now": Text(
        vi="Vì có thời gian tạm dừng, thời hạn giải quyết hiện nay kết thúc lúc",
        en="Because it stood still for a time, the time limit now ends at",
    ),
    "track_due_if": Text(
        vi="Nếu việc chờ kết thúc ngay bây giờ, thời hạn giải quyết sẽ kết thúc lúc",
        en="If the wait ended right now, the time limit would end at",
    ),
    "turn_on_time": Text(vi="Đang trong hạn", en="On time"),
    "turn_yours": Text(vi="Đang chờ quý vị bổ sung", en="It is your turn"),
    "turn_late": Text(vi="Đang chậm so với thời hạn", en="Late"),
    "turn_waits": Text(vi="Đang tạm dừng tính thời hạn", en="Waiting: the time limit stands still"),
    "turn_no_limit": Text(vi="Đang giải quyết", en="In progress"),
    "turn_ready": Text(vi="Đã có kết quả", en="Your result is ready"),
    "turn_partly": Text(vi="Đã giải quyết xong, có phần bị từ chối", en="Settled; a part of it was refused"),
    "track_parts": Text(vi="Kết quả từng phần", en="What became of each part"),
    "track_part_done": Text(vi="đã giải quyết", en="granted"),
    "track_part_refused": Text(vi="bị từ chối", en="refused"),
    "track_basis": Text(vi="Căn cứ", en="Legal basis"),
    "track_handed": Text(vi="Quý vị đã nộp", en="What you have handed in"),
    "track_stands_still": Text(
        vi="Thời hạn đang tạm dừng: ngày này lùi lại nếu việc chờ kéo dài.",
        en="The time limit stands still: this date moves if the wait goes on.",
    ),
    "turn_refused": Text(vi="Hồ sơ bị từ chối giải quyết", en="Your case was refused"),
    "turn_stopped": Text(vi="Hồ sơ đã dừng giải quyết", en="Your case was closed without a result"),
    "track_late_by": Text(vi="Cơ quan chậm", en="Late is"),
    "track_fetch": Text(vi="Nhận kết quả tại", en="Fetch it at"),
    "track_ask_at": Text(vi="Hỏi và nhận giấy tờ tại", en="Ask, and fetch your papers, at"),
    "track_todo": Text(vi="Quý vị cần làm", en="What you have to do"),
    "track_nothing_todo": Text(vi="Quý vị không phải làm gì lúc này.", en="There is nothing that you have to do now."),
    "track_asked_by": Text(vi="yêu cầu lúc", en="asked at"),
    "track_why": Text(vi="Lý do", en="Why"),
    "track_papers": Text(vi="Giấy tờ cần nộp", en="Papers to hand in"),
    "track_until": Text(vi="Chậm nhất", en="At the latest"),
    "track_hand_in": Text(vi="Nộp bổ sung tại đây", en="Hand in here"),
    "track_file_hint": Text(
        vi="Ảnh chụp (JPEG, PNG) hoặc PDF, mỗi tệp tối đa 10 MB",
        en="A photograph (JPEG, PNG) or a PDF, at most 10 MB each",
    ),
    "track_note": Text(vi="Trả lời, giải thích (nếu có)", en="Your answer or explanation (if any)"),
    "track_send": Text(vi="Nộp", en="Hand in"),
    "track_all_at_once": Text(
        vi="Hãy nộp đủ các giấy tờ được yêu cầu trong một lần. Cũng có thể nộp tại bộ phận một cửa.",
        en="Hand in all that was asked for at once. You may also bring it to the one-stop unit.",
    ),
    "track_who": Text(vi="Ai đang giải quyết", en="Who has it now"),
    "track_nobody": Text(vi="Không có cơ quan nào đang giải quyết.", en="No agency has it now."),
    "track_waits_for_you": Text(vi="Hồ sơ đang chờ quý vị.", en="The case waits for you."),
    "track_from": Text(vi="từ", en="from"),
    "track_to": Text(vi="đến", en="to"),
    "track_since": Text(vi="từ lúc", en="since"),
    "track_asks": Text(vi="đang lấy ý kiến của", en="waits for the opinion of"),
    "track_runs_on": Text(
        vi="Thời hạn vẫn tính tiếp, ngày hẹn không đổi vì việc này; quý vị không phải làm gì.",
        en="The time limit runs on and the promised date does not move for it; you need not do anything.",
    ),
    "track_is_late": Text(vi="đã quá hạn của bước này", en="over its own time limit"),
    "track_changes": Text(vi="Các lần đổi ngày hẹn", en="How the date has moved"),
    "track_no_changes": Text(vi="Ngày hẹn chưa thay đổi lần nào.", en="The date has never moved."),
    "track_stops": Text(vi="Thời gian tạm dừng", en="When the time limit stood still"),
    "track_because": Text(vi="Vì sao là ngày này?", en="Why this date?"),
    "track_received": Text(vi="Tiếp nhận lúc", en="Received"),
    "track_as_of": Text(vi="Cập nhật lúc", en="As of"),
    "track_expired": Text(
        vi="Trang đã mở quá lâu. Hãy nhập lại mã.", en="The page was open for too long. Enter your code again."
    ),
    "track_bad_form": Text(
        vi="Chưa gửi được: hãy chọn lại tệp và nộp lại.", en="It was not sent: choose your files and hand in again."
    ),
    "track_nothing_sent": Text(
        vi="Chưa có gì được gửi: hãy chọn tệp hoặc ghi trả lời.",
        en="Nothing was sent: choose a file or write an answer.",
    ),
    "track_missing": Text(
        vi="Chưa nộp được gì: phải nộp đủ trong một lần, còn thiếu:",
        en="Nothing was handed in yet: it has to come in at once, and this is missing:",
    ),
    "track_not_asked": Text(
        vi="Hồ sơ không còn chờ quý vị bổ sung việc này.", en="The case does not wait for this from you any more."
    ),
}
