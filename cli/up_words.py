"""What `lienthong up` says, in Vietnamese and English."""

from __future__ import annotations

from engine.core.values import Text

MIGRATE = Text(vi="Cơ sở dữ liệu", en="Database")
PREFECT = Text(vi="Máy chủ Prefect", en="Prefect server")
API = Text(vi="API và trang web", en="API and pages")
AGENCY = Text(vi="Hệ thống đóng thế của cơ quan bảo hiểm xã hội", en="Stand-in agency system")
DISPATCHER = Text(vi="Bộ điều phối", en="Dispatcher")
ACCOUNTS = Text(vi="Tài khoản dùng thử", en="Demo accounts")
TOWN = Text(vi="Một ngày của thị trấn mẫu", en="The town's day")
TOWN_PLAYED = Text(vi="Thị trấn mẫu đã có sẵn từ lần trước", en="The town was played before")

RUNNING = Text(vi="Liên Thông đang chạy", en="Liên Thông is running")
START = Text(vi="Trang đầu", en="Start page")
ONE_CASE = Text(vi="Sơ đồ của một hồ sơ", en="The graph of one case")
API_DOCS = Text(vi="Tài liệu API", en="API documentation")
PREFECT_UI = Text(vi="Giao diện Prefect", en="Prefect's UI")
LOGS = Text(vi="Nhật ký", en="Logs")
SIGN_IN = Text(vi="Đăng nhập", en="Sign in")
SIGN_IN_DEMO = Text(
    vi="trang đầu tiên sẽ hỏi bạn là ai: bấm chọn một tài khoản dùng thử",
    en="the first page asks who you are: choose a demo account with a click",
)
SIGN_IN_TOKEN = Text(
    vi="tạo mã truy cập bằng: lienthong tokens issue --help",
    en="make an access token with: lienthong tokens issue --help",
)
HOW_TO_STOP = Text(vi="Nhấn Ctrl-C để dừng", en="Press Ctrl-C to stop")
STOPPING = Text(vi="Đang dừng …", en="Stopping …")
STOPPED = Text(vi="Đã dừng. Không mất dữ liệu nào.", en="Stopped. Nothing is lost.")

ALREADY_RUNNING = Text(
    vi="Liên Thông đang chạy trên thư mục {data_dir} (tiến trình {process_id}). Hãy dùng địa chỉ này, hoặc dừng nó trước:",
    en="Liên Thông already runs on {data_dir} (process {process_id}). Use these addresses, or stop it first:",
)
DEFINITIONS_INVALID = Text(
    vi="Các tệp định nghĩa trong {folder} có lỗi; hãy sửa rồi chạy lại:",
    en="The definition files in {folder} have problems; mend them and start again:",
)
CRASHED = Text(
    vi="{name} đã dừng bất ngờ; đang khởi động lại (nhật ký: {log})", en="{name} crashed; restarting it (log: {log})"
)
DID_NOT_START = Text(
    vi="{name} không khởi động được. Phần cuối của nhật ký {log}:",
    en="{name} did not start. The end of its log {log}:",
)
PLAY_FAILED = Text(
    vi="Thị trấn mẫu chưa chạy xong. Lần chạy sau sẽ tiếp tục. Phần cuối của nhật ký {log}:",
    en="The town's day did not finish; the next start goes on with it. The end of its log {log}:",
)
