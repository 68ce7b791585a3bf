"""What forms say, Vietnamese and English."""

from collections.abc import Mapping

from engine.core.values import Text

ACT_TITLES: Mapping[str, Text] = {
    "submit_case": Text(vi="Nộp hồ sơ mới", en="Hand in a new dossier"),
    "receive_case": Text(vi="Tiếp nhận hồ sơ", en="Receive the dossier"),
    "refuse_receipt": Text(vi="Từ chối tiếp nhận", en="Refuse to receive"),
    "claim_step": Text(vi="Nhận xử lý", en="Take on"),
    "release_step": Text(vi="Trả lại việc", en="Give back"),
    "assign_step": Text(vi="Giao việc cho đồng nghiệp", en="Give to a colleague"),
    "establish_fact": Text(vi="Ghi nhận tình tiết", en="Establish a fact"),
    "complete_step": Text(vi="Hoàn thành bước", en="Complete the step"),
    "refuse_step": Text(vi="Từ chối giải quyết", en="Refuse"),
    "request_supplement": Text(vi="Yêu cầu người nộp bổ sung", en="Ask the applicant for a supplement"),
    "hand_in_supplement": Text(vi="Nhận giấy tờ bổ sung", en="Take in what was asked for"),
    "resume_time_limit": Text(vi="Ghi nhận hết chờ", en="Note that the wait is over"),
    "return_to_step": Text(vi="Chuyển về bước trước", en="Return to an earlier step"),
    "ask_opinion": Text(vi="Lấy ý kiến cơ quan khác", en="Ask another agency for its opinion"),
    "give_opinion": Text(vi="Cho ý kiến", en="Give an opinion"),
    "withdraw_opinion": Text(vi="Rút lại việc lấy ý kiến", en="Take a question back"),
    "extend_time_limit": Text(vi="Xin lỗi và hẹn lại", en="Apologise and extend"),
    "transfer_step": Text(vi="Chuyển cơ quan khác", en="Give to another agency"),
    "transfer_case": Text(vi="Chuyển hồ sơ đến bộ phận khác", en="Give the dossier to another unit"),
    "withdraw_case": Text(vi="Rút hồ sơ", en="Withdraw the dossier"),
}
"""Command -> what is written on its form and its button."""

ACT_NOTES: Mapping[str, Text] = {
    "request_supplement": Text(
        vi="Hãy ghi đầy đủ mọi nội dung còn thiếu trong một lần, mỗi nội dung một dòng, kèm lý do. Người nộp nhận phiếu "
        "yêu cầu bổ sung (mẫu số 02).",
        en="Say everything that is missing, at once, one point a line, with its reason. The applicant gets the request "
        "(form 02).",
    ),
    "refuse_step": Text(
        vi="Người nộp nhận văn bản từ chối; các bước cần kết quả này không thực hiện nữa.",
        en="The applicant gets the refusal; the steps that need this result are not reached.",
    ),
    "refuse_receipt": Text(
        vi="Người nộp nhận phiếu từ chối tiếp nhận (mẫu số 03); hồ sơ kết thúc.",
        en="The applicant gets the refusal (form 03); the case ends.",
    ),
    "extend_time_limit": Text(
        vi="Người nộp nhận văn bản xin lỗi và hẹn lại (mẫu số 04), có lý do và ngày mới; hạn ban đầu vẫn được ghi lại.",
        en="The applicant gets the apology (form 04) with the reason and the new date; the first date stays on record.",
    ),
    "return_to_step": Text(
        vi="Bước được chọn phải làm lại; bước này chờ đến khi có kết quả mới.",
        en="The step that is chosen is done once more; this one waits until it has a new result.",
    ),
    "ask_opinion": Text(
        vi="Cơ quan được hỏi có thời hạn riêng. Thời hạn của bước này và ngày hẹn trả kết quả không dừng trong khi chờ.",
        en="The agency that is asked has a term of its own. The time limit of this step and the promised date do not stop "
        "meanwhile.",
    ),
    "give_opinion": Text(
        vi="Ý kiến được gửi đến cơ quan đang xử lý bước; cơ quan đó quyết định.",
        en="The opinion goes to the agency that has the step; it is the one that decides.",
    ),
    "withdraw_opinion": Text(
        vi="Cơ quan được hỏi không phải trả lời nữa.", en="The agency that was asked need not answer any more."
    ),
    "withdraw_case": Text(vi="Hồ sơ kết thúc, không cơ quan nào xử lý tiếp.", en="The case ends, no agency works on."),
    "release_step": Text(
        vi="Việc trở lại danh sách của cơ quan; thời hạn vẫn tính tiếp.",
        en="It goes back to the agency's list; its clock runs on.",
    ),
    "hand_in_supplement": Text(
        vi="Nhận đủ những gì đã yêu cầu thì thời hạn được tính tiếp.",
        en="With all that was asked for, the time limit runs on.",
    ),
    "receive_case": Text(
        vi="Hồ sơ được cấp mã và ngày hẹn trả; hãy in giấy tiếp nhận (mẫu số 01) cho người nộp.",
        en="The dossier gets its code and its promised date; print the slip (form 01) for the applicant.",
    ),
}
"""Command -> what whoever gives it has to know."""

ACT_TEXTS: Mapping[str, Text] = {
    "yes": Text(vi="Có", en="Yes"),
    "no": Text(vi="Không", en="No"),
    "places_own": Text(vi="Địa bàn của cơ quan mình", en="One's own agency's places"),
    "places_of_today": Text(vi="Địa bàn khác", en="Other places"),
    "places_of_once": Text(vi="Địa bàn nay không còn", en="Places that are no more"),
    "required_when": Text(vi="Bắt buộc trong một số trường hợp", en="Required in some cases"),
    "reason": Text(vi="Lý do", en="Reason"),
    "reasons": Text(vi="Nội dung cần bổ sung và lý do", en="What is missing, and why"),
    "reasons_hint": Text(vi="Mỗi nội dung một dòng.", en="One point a line."),
    "ask": Text(vi="Giấy tờ cần nộp thêm", en="Papers to be handed in"),
    "basis": Text(vi="Căn cứ pháp lý", en="Legal basis"),
    "rule": Text(vi="Theo quy định", en="By the rule"),
    "to": Text(vi="Chuyển về bước", en="Return to"),
    "to_colleague": Text(vi="Người nhận việc", en="To whom"),
    "to_agency": Text(vi="Cơ quan tiếp nhận", en="To the agency"),
    "fact": Text(vi="Tình tiết", en="Fact"),
    "value": Text(vi="Là", en="It is"),
    "note": Text(vi="Ghi chú", en="Note"),
    "wait_for_others": Text(vi="Chờ cơ quan khác", en="Wait for somebody else"),
    "wait_note": Text(
        vi="Ghi vì sao phải chờ. Đây không phải yêu cầu bổ sung: người nộp không phải nộp gì.",
        en="Say why it has to wait. This is no request for a supplement: the applicant hands in nothing.",
    ),
    "dues_now": Text(
        vi="Hạn hiện nay của bước: {due}; ngày đã hẹn trả kết quả: {promised}. Ngày mới phải muộn hơn hạn; nếu là ngày nghỉ "
        "thì tính đến hết ngày làm việc kế tiếp.",
        en="The step is due {due}; the result is promised for {promised}. The new date must be later than the due date; a "
        "day off stands for the end of the next working day.",
    ),
    "agency": Text(vi="Cơ quan được lấy ý kiến", en="The agency that is asked"),
    "question": Text(vi="Nội dung cần cho ý kiến", en="The question"),
    "within_days": Text(vi="Thời hạn cho ý kiến", en="Term of the opinion"),
    "opinion": Text(vi="Câu hỏi gửi đến", en="The question to"),
    "answer": Text(vi="Ý kiến", en="Opinion"),
    "text": Text(vi="Nội dung ý kiến", en="What it says"),
    "reference": Text(vi="Số, ký hiệu văn bản (nếu có)", en="Number of the paper, if any"),
    "new_due_on": Text(vi="Ngày hẹn lại", en="New date"),
    "plus_days": Text(vi="Hoặc lùi hạn thêm", en="Or later by"),
    "one_of_both": Text(
        vi="Hãy ghi một ngày, hoặc chọn số ngày; không cả hai.", en="Name a day or a number of days, not both."
    ),
    "agency_at_fault": Text(vi="Cơ quan để chậm", en="The agency whose delay it is"),
    "papers": Text(vi="Giấy tờ", en="Papers"),
    "result": Text(vi="Kết quả", en="Result"),
    "facts": Text(vi="Đã biết khi tiếp nhận", en="Known at the receipt"),
    "territory": Text(vi="Địa bàn", en="Territory"),
    "channel": Text(vi="Hình thức nộp", en="Channel"),
    "form": Text(vi="Tờ khai", en="Form"),
    "fill_in": Text(vi="Hãy điền mục này.", en="Fill this in."),
    "choose": Text(vi="Hãy chọn một mục trong danh sách.", en="Choose one of the list."),
    "date_form": Text(vi="Hãy ghi ngày theo dạng 2026-09-01.", en="Write the date as 2026-09-01."),
    "paper_needed": Text(
        vi="Hãy ghi số, ký hiệu của giấy tờ, hoặc chọn tệp, hoặc ghi số lượng.",
        en="Write the number of the paper, choose a file, or say how many there are.",
    ),
    "count_form": Text(vi="Số lượng là số nguyên từ 0 đến 999.", en="How many: a whole number from 0 to 999."),
    "too_long": Text(vi="Nội dung quá dài: tối đa 4000 ký tự.", en="This is too long: at most 4000 signs."),
    "unkeepable": Text(vi="Có ký tự không ghi lại được.", en="It has signs that cannot be written down."),
}
