"""What each number of the figures is called where its list of cases stands."""

from collections.abc import Mapping

from engine.core.values import Text
from engine.service.flow_figures import Number

NUMBER_WORDS: Mapping[Number, Text] = {
    Number.OPEN: Text(vi="Chờ nhận xử lý", en="Open"),
    Number.CLAIMED: Text(vi="Đang xử lý", en="Claimed"),
    Number.SUSPENDED: Text(vi="Đang tạm dừng", en="Suspended"),
    Number.MACHINE: Text(vi="Chờ hệ thống trả lời", en="Waiting for a system"),
    Number.NOW: Text(vi="Đang ở bước này", en="At the step now"),
    Number.LATE_NOW: Text(vi="Bước đang quá hạn", en="Steps late now"),
    Number.DUE_SOON: Text(vi="Đến hạn hôm nay hoặc ngày mai", en="Due today or tomorrow"),
    Number.PASSED: Text(vi="Đã qua bước trong kỳ", en="Passed in the period"),
    Number.EARLY: Text(vi="Trước hạn", en="Early"),
    Number.ON_TIME: Text(vi="Đúng hạn", en="On time"),
    Number.LATE: Text(vi="Quá hạn", en="Late"),
    Number.UNJUDGED: Text(vi="Không xét", en="Not judged"),
    Number.WALL_EARLY: Text(vi="Trước hạn, tính cả thời gian chờ", en="Early, waits left in"),
    Number.WALL_ON_TIME: Text(vi="Đúng hạn, tính cả thời gian chờ", en="On time, waits left in"),
    Number.WALL_LATE: Text(vi="Quá hạn, tính cả thời gian chờ", en="Late, waits left in"),
    Number.WALL_UNJUDGED: Text(vi="Không xét, tính cả thời gian chờ", en="Not judged, waits left in"),
    Number.RECEIVED: Text(vi="Hồ sơ do đơn vị tiếp nhận trong kỳ", en="Cases that the unit received in the period"),
    Number.FINISHED: Text(
        vi="Hồ sơ do đơn vị tiếp nhận, xong trong kỳ", en="Cases that the unit received, finished in the period"
    ),
    Number.FINISHED_LATE: Text(
        vi="Hồ sơ do đơn vị tiếp nhận, xong quá hạn trong kỳ",
        en="Cases that the unit received, finished late in the period",
    ),
    Number.BACKLOG: Text(vi="Hồ sơ do đơn vị tiếp nhận, đang giải quyết", en="Cases that the unit received, going on"),
}
