"""What the doctor can find in Prefect, and how it is mended, in both languages."""

from collections.abc import Mapping

from engine.service.doctor_kinds import Gravity, Kind, kind_of

WOKEN = (
    "đánh thức lại hồ sơ; bộ điều phối vào lại luồng của nó",
    "the case is woken again; a dispatcher enters its run",
)

OF_PREFECT: Mapping[str, Kind] = {
    "prefect-away": kind_of(
        Gravity.ERROR,
        ("máy chủ Prefect không trả lời", "Prefect's server does not answer"),
        (
            "khởi động nó; sổ cái vẫn làm việc, hồ sơ được vào luồng sau",
            "start it; the ledger works on, the runs are entered afterwards",
        ),
    ),
    "prefect-expires-pauses": kind_of(
        Gravity.ERROR,
        (
            "máy chủ Prefect đọc lại mọi luồng đang chờ mỗi năm giây",
            "Prefect's server reads every waiting run each five seconds",
        ),
        (
            "đặt PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED=false và khởi động lại nó",
            "set PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED=false and restart it",
        ),
    ),
    "prefect-unregistered": kind_of(
        Gravity.WARNING,
        ("máy chủ Prefect chưa biết luồng của hồ sơ", "Prefect's server does not know the cases' flow"),
        ("khởi động bộ điều phối", "start a dispatcher"),
    ),
    "run-stopped": kind_of(
        Gravity.WARNING,
        ("luồng bị hủy hoặc hỏng mà hồ sơ chưa được vào lại", "a run was cancelled or crashed, its case not entered again"),
        WOKEN,
        is_mendable=True,
    ),
    "run-hangs": kind_of(
        Gravity.WARNING,
        ("luồng đứng ở trạng thái đang chạy mà không ai thực hiện", "a run stands as running and nobody executes it"),
        WOKEN,
        is_mendable=True,
    ),
    "run-resumed": kind_of(
        Gravity.WARNING,
        ("luồng được cho chạy tiếp mà chưa ai thực hiện", "a run was resumed by somebody and nobody takes it"),
        WOKEN,
        is_mendable=True,
    ),
    "run-lost": kind_of(
        Gravity.WARNING,
        ("Prefect không còn luồng của hồ sơ đang mở", "Prefect has no run any more of an open case"),
        ("đánh thức lại hồ sơ; luồng được tạo lại từ sổ cái", "the case is woken again; its run is made anew from the ledger"),
        is_mendable=True,
    ),
    "run-left": kind_of(
        Gravity.WARNING,
        ("hồ sơ đã kết thúc mà luồng của nó còn chờ", "a case has ended and its run still waits"),
        ("đánh thức lại hồ sơ; luồng được kết thúc theo sổ cái", "the case is woken again; its run ends as the ledger has it"),
        is_mendable=True,
    ),
    "run-stray": kind_of(
        Gravity.WARNING,
        ("luồng mà sổ cái không biết", "a run that the ledger does not know"),
        ("hủy luồng đó", "that run is called off"),
        is_mendable=True,
    ),
    "run-doubled": kind_of(
        Gravity.WARNING,
        ("hồ sơ có hơn một luồng", "a case has more than one run"),
        ("hủy luồng mà sổ cái không biết", "the run that the ledger does not know is called off"),
        is_mendable=True,
    ),
}  # fmt: skip
