"""What the officers' pages say, Vietnamese and English."""

from engine.core.values import Text

DESK_TEXTS: dict[str, Text] = {
    "worklist": Text(vi="Việc cần làm", en="Worklist"),
    "to_be_received": Text(vi="Hồ sơ chờ tiếp nhận", en="Dossiers to be received"),
    "who_has_it": Text(vi="Người xử lý", en="Who has it"),
    "held_by_me": Text(vi="Của tôi", en="Mine"),
    "held_by_nobody": Text(vi="Chưa ai nhận", en="Nobody yet"),
    "tick": Text(vi="Chọn", en="Tick"),
    "do": Text(vi="Thao tác", en="Do"),
    "claim": Text(vi="Nhận", en="Take on"),
    "release": Text(vi="Trả lại việc", en="Give back"),
    "claim_ticked": Text(vi="Nhận các việc đã chọn", en="Take on what is ticked"),
    "release_ticked": Text(vi="Trả lại các việc đã chọn", en="Give back what is ticked"),
    "complete_ticked": Text(vi="Hoàn thành các việc đã chọn", en="Complete what is ticked"),
    "only_what_asks_nothing": Text(
        vi="Chỉ hoàn thành được tại đây bước không yêu cầu ghi kết quả hay giấy tờ.",
        en="Only steps that ask for no result and no paper can be completed here.",
    ),
    "assign_ticked": Text(vi="Giao các việc đã chọn cho", en="Give what is ticked to"),
    "assign": Text(vi="Giao việc", en="Give out"),
    "choose_a_colleague": Text(vi="– chọn đồng nghiệp –", en="– choose a colleague –"),
    "nobody_chosen": Text(
        vi="Chưa chọn giao cho ai: hãy chọn một đồng nghiệp.",
        en="Nobody is chosen: choose the colleague to give it to.",
    ),
    "did_assign": Text(vi="Đã giao việc.", en="Given out."),
    "did_complete": Text(vi="Đã hoàn thành.", en="Completed."),
    "did_claim": Text(vi="Đã nhận việc.", en="Taken on."),
    "did_release": Text(vi="Đã trả lại việc.", en="Given back."),
    "did_receive_case": Text(vi="Đã tiếp nhận hồ sơ.", en="The dossier is received."),
    "none_done": Text(vi="Chưa thực hiện được việc nào.", en="Nothing could be done."),
    "some_done": Text(vi="Số việc đã thực hiện được:", en="Done:"),
    "some_refused": Text(vi="Chưa thực hiện được:", en="Could not be done:"),
    "nothing_ticked": Text(
        vi="Chưa chọn việc nào: hãy đánh dấu ở đầu dòng.", en="Nothing is ticked: tick what you mean."
    ),
    "nothing_waits": Text(
        vi="Không có việc nào đang chờ cơ quan của bạn. Hồ sơ đã xử lý vẫn tìm được trong danh sách Hồ sơ.",
        en="Nothing waits at your agency. What is done can be found in the list of cases.",
    ),
    "nothing_but_receipts": Text(
        vi="Không có bước nào đang chờ cơ quan của bạn; có hồ sơ chờ tiếp nhận ở trên.",
        en="No step waits at your agency; the dossiers above wait to be received.",
    ),
    "none_found": Text(vi="Không có việc nào khớp.", en="Nothing matches."),
    "show_everything": Text(vi="Xem tất cả", en="Show everything"),
    "acting_for": Text(vi="Làm thay", en="Acting for"),
    "myself": Text(vi="không – chính tôi", en="nobody – myself"),
    "change": Text(vi="Đổi", en="Change"),
    "pages": Text(vi="Các trang", en="Pages"),
    "asked_of_you": Text(vi="Việc của bạn với hồ sơ này", en="What is asked of you"),
    "nothing_asked": Text(
        vi="Hiện không có việc nào chờ bạn ở hồ sơ này; hồ sơ đang ở đâu thì xem bảng các bước.",
        en="Nothing in this case waits for you now; the table of steps says where it is.",
    ),
    "not_now": Text(vi="Hiện chưa thực hiện được", en="Not possible now"),
    "did": Text(vi="Đã thực hiện", en="Done"),
    "required": Text(vi="bắt buộc", en="required"),
    "required_in_group": Text(vi="bắt buộc nếu khai nhóm này", en="required if this group is filled in"),
    "choose": Text(vi="– hãy chọn –", en="– choose –"),
    "paper_number": Text(vi="Số, ký hiệu của giấy tờ", en="Number of the paper"),
    "or_file": Text(vi="Hoặc tệp (PDF, JPEG, PNG)", en="Or a file (PDF, JPEG, PNG)"),
    "files_again": Text(
        vi="Trình duyệt không giữ tệp đã chọn: hãy chọn lại tệp.", en="A browser keeps no files: choose them again."
    ),
    "basis": Text(vi="Căn cứ", en="By"),
    "mend_each": Text(vi="Chưa gửi được: hãy sửa các mục được đánh dấu.", en="Nothing was sent: mend what is marked."),
    "overtaken": Text(
        vi="Hồ sơ vừa được cập nhật trước khi bạn gửi. Chưa có gì được ghi; nội dung bạn nhập vẫn còn dưới đây.",
        en="Somebody was faster. Nothing was written; what you typed is below.",
    ),
    "meanwhile": Text(vi="Trong lúc đó", en="Meanwhile"),
    "you_typed": Text(vi="Nội dung bạn đã nhập", en="What you typed"),
    "form_used": Text(
        vi="Biểu mẫu này đã được gửi trước đó với nội dung khác; hãy xem lại hồ sơ rồi gửi lại nếu cần.",
        en="This form was sent before with another content; look at the case, and send it again if need be.",
    ),
    "foreign_form": Text(
        vi="Yêu cầu này không được gửi từ trang của chúng tôi, hoặc phiên làm việc đã đổi. Hãy gửi lại từ trang này.",
        en="This was not sent from our own page, or another session. Send it again from here.",
    ),
    "new_case": Text(vi="Nộp hồ sơ mới", en="New dossier"),
    "another_procedure": Text(vi="chọn thủ tục khác", en="another procedure"),
    "choose_procedure": Text(vi="Chọn thủ tục:", en="Choose the procedure:"),
    "no_procedure": Text(vi="Hôm nay không có thủ tục nào nhận hồ sơ.", en="No procedure takes dossiers today."),
    "dossier_form": Text(vi="Nội dung hồ sơ", en="What the dossier says"),
    "dossier_found": Text(vi="Kết quả các bước", en="What the steps have found"),
    "dossier_papers": Text(vi="Thành phần hồ sơ", en="Papers of the dossier"),
    "print_slip": Text(vi="Giấy tiếp nhận hồ sơ và hẹn trả kết quả", en="Receipt slip"),
}
