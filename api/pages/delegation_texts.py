"""What the page of delegations says, Vietnamese and English."""

from engine.core.values import Text

DELEGATION_TEXTS: dict[str, Text] = {
    "delegations": Text(vi="Ủy quyền khi vắng mặt", en="Standing in during absence"),
    "delegations_short": Text(vi="Ủy quyền", en="Absence"),
    "delegations_note": Text(
        vi="Người được ủy quyền chọn “Làm thay” ở đầu trang, có đúng quyền của người vắng mặt, trong đúng thời gian đó; mỗi "
        "việc ghi tên cả hai người.",
        en="Who stands in chooses “Acting for” in the head of a page, and has what the absent person may do, for that time; "
        "each act names both.",
    ),
    "delegation_new": Text(vi="Ủy quyền mới", en="Let somebody stand in"),
    "delegation_giver": Text(vi="Người vắng mặt", en="Who is away"),
    "delegation_taker": Text(vi="Người làm thay", en="Who stands in"),
    "delegation_from": Text(vi="Từ ngày", en="From"),
    "delegation_from_hint": Text(vi="Để trống: từ bây giờ.", en="Left blank: from now on."),
    "delegation_until": Text(vi="Đến hết ngày", en="To the end of"),
    "delegation_procedure": Text(vi="Thủ tục", en="Procedure"),
    "delegation_all": Text(vi="Mọi thủ tục được giao", en="All that the person is for"),
    "delegation_give": Text(vi="Ủy quyền", en="Let stand in"),
    "delegation_end": Text(vi="Kết thúc ngay", en="End now"),
    "delegation_given": Text(vi="Đã ủy quyền.", en="Done: who stands in may act from the day named."),
    "delegation_was_ended": Text(vi="Đã kết thúc ủy quyền.", en="The delegation was ended."),
    "delegation_unsaid": Text(vi="Hãy chọn người làm thay.", en="Choose who stands in."),
    "delegation_no_day": Text(vi="Hãy ghi một ngày, ví dụ 24/12/2026.", en="Name a day, for example 24 December 2026."),
    "delegations_now": Text(vi="Đang có và sắp có hiệu lực", en="Now and later"),
    "delegations_past": Text(vi="Đã hết", en="Over"),
    "delegations_none": Text(vi="Không có ủy quyền nào.", en="There is none."),
    "delegation_holds": Text(vi="đang có hiệu lực", en="holds now"),
    "delegation_later": Text(vi="chưa bắt đầu", en="has not begun"),
    "delegation_over": Text(vi="đã hết thời gian", en="its time is over"),
    "delegation_ended_by": Text(vi="kết thúc sớm, bởi", en="ended early, by"),
    "delegation_nobody": Text(
        vi="Cơ quan chưa có đồng nghiệp nào có tài khoản để làm thay.",
        en="No colleague of the agency has an account to stand in with.",
    ),
    "state": Text(vi="Tình trạng", en="State"),
}
