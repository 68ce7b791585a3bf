"""The report of a simulation on a terminal: tables and sentences, Vietnamese or English."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from engine.core.lateness import Timeliness
from engine.core.law import Law
from engine.core.legal_time import MoreThanOne
from engine.core.values import Text
from engine.simulation.intervals import Share, Spread
from engine.simulation.report import Lateness, SimulationReport, StepReport, TimeUse

_MEASURES = {
    None: Text(vi="theo luật", en="by law"),
    MoreThanOne.LATE: Text(
        vi="theo QĐ 766 (bổ sung hơn 01 lần là quá hạn)", en="by QĐ 766 (more than one supplement is late)"
    ),
    MoreThanOne.LATE_WHILE_WAITING: Text(
        vi="theo QĐ 766 (chỉ khi đang chờ bổ sung)", en="by QĐ 766 (only while it waits)"
    ),
}
_STATUSES = {
    "completed": Text(vi="giải quyết xong", en="completed"),
    "refused": Text(vi="từ chối", en="refused"),
    "stopped": Text(vi="dừng giải quyết", en="stopped"),
    "in_progress": Text(vi="còn chờ, không có hạn", en="still waiting, without a term"),
}
_WHO = {
    "supplement": Text(vi="người nộp hồ sơ (bổ sung)", en="the applicant (supplements)"),
    "financial": Text(vi="nghĩa vụ tài chính", en="financial obligations"),
    "originals": Text(vi="chờ bản chính", en="originals"),
    "other_agency": Text(vi="cơ quan ngoài quy trình", en="an agency outside"),
    "closed": Text(vi="ngoài giờ làm việc", en="outside working time"),
}
_DAY = 86_400


def show(report: SimulationReport, law: Law, language: str, console: Console) -> None:
    """Everything of the report, in the order in which it is asked for."""
    screen = _Screen(report, law, language)
    for part in (screen.heading(), screen.lateness(), screen.steps(), screen.bottleneck(), screen.time_use()):
        console.print(part)
        console.print()
    console.print(screen.assumptions())


class _Screen:
    def __init__(self, report: SimulationReport, law: Law, language: str) -> None:
        self._report, self._law, self._language = report, law, language

    def heading(self) -> str:
        report = self._report
        statuses = ", ".join(f"{self._say(_STATUSES[name])} {count}" for name, count in report.statuses.items())
        first, last = f"{report.first_received_at:%d/%m/%Y}", f"{report.last_received_at:%d/%m/%Y}"
        return self._in(
            f"[bold]{self._say(self._law.definition.title)}[/]\n"
            f"{report.procedure} {report.version}, {report.territory}: {report.cases} hồ sơ nộp từ {first} đến {last}, "
            f"hạt giống {report.seed}\n{statuses}; từ tiếp nhận đến kết thúc: {self._days(report.duration, ' ngày')}",
            f"[bold]{self._say(self._law.definition.title)}[/]\n"
            f"{report.procedure} {report.version}, {report.territory}: {report.cases} cases received from {first} to "
            f"{last}, seed {report.seed}\n{statuses}; from receipt to end: {self._days(report.duration, ' days')}",
        )

    def lateness(self) -> Table:
        table = self._table("Đúng hạn, quá hạn|Timeliness", "cách tính|measure")
        for name in ("trước hạn|early", "đúng hạn|on time", "quá hạn|late", "tỷ lệ quá hạn|late share"):
            table.add_column(self._pick(name), justify="right")
        table.add_column(self._pick("khoảng tin cậy 95 %|95 % interval"), justify="right")
        measures: list[tuple[MoreThanOne | None, Lateness]] = [(None, self._report.by_law)]
        measures += list(self._report.by_766.items())
        for kind, found in measures:
            early, on_time = (str(sum(found.counts.get(k, 0) for k in kinds)) for kinds in _GOOD)
            row = (early, on_time, str(found.late.count), _percent(found.late.share), _interval(found.late))
            table.add_row(self._say(_MEASURES[kind]), *row)
        return table

    def steps(self) -> Table:
        table = self._table(
            "Các bước: trung vị / P90 (chờ, xử lý: giờ làm việc, của bước tự động là mọi giờ; tạm dừng: ngày)|"
            "Steps: median / P90 (queue, work: working hours, of automatic steps all hours; suspended: days)",
            "bước|step",
        )
        names = "hồ sơ|cases", "cán bộ|staff", "chờ|queue", "xử lý|work", "tạm dừng|suspended", "quá hạn|late"
        for name in (*names, "bận|busy", "nghẽn|critical"):
            table.add_column(self._pick(name), justify="right")
        for step in self._report.steps:
            table.add_row(*self._row(step))
        return table

    def _row(self, step: StepReport) -> tuple[str, ...]:
        return (
            self._say(step.title),
            str(step.cases),
            str(step.staff) if step.staff is not None else self._pick("tự động|automatic"),
            _hours(step.queue) if step.staff is not None else "–",
            _hours(step.work),
            f"{step.times_suspended}× {self._days(step.suspended, '')}" if step.times_suspended else "–",
            _percent(step.late.share),
            _percent(step.utilisation),
            _percent(step.critical_queue_share),
        )

    def bottleneck(self) -> str:
        found = self._report.bottleneck
        if found is None:
            return self._in(
                "Không có điểm nghẽn: không hồ sơ nào phải chờ cán bộ ở bước quyết định ngày xong.",
                "No bottleneck: no case waited for people where that decided when it ended.",
            )
        title, share = self._say(self._law.definition.steps[found.step].title), _percent(found.critical_queue_share)
        busy, cases = _percent(found.utilisation), found.critical_cases
        return self._in(
            f"[bold]Điểm nghẽn: {title}.[/] {share} thời gian chờ quyết định ngày xong là ở bước này; bước nằm trên "
            f"đường găng của {cases} hồ sơ, cán bộ bận {busy} thời gian.",
            f"[bold]Bottleneck: {title}.[/] {share} of the waiting that decided when cases ended was here; the step is "
            f"on the critical path of {cases} cases, and its people are busy for {busy} of their time.",
        )

    def time_use(self) -> Table:
        table = self._table("Ai giữ thời gian|Who has the time", "ai|who")
        for name in ("ngày|days", "phần|share"):
            table.add_column(self._pick(name), justify="right")
        for use in self._report.time_use:
            if use.seconds:
                table.add_row(self._who(use), f"{use.seconds / _DAY:.1f}", _percent(use.share))
        table.add_row(self._pick("tổng|total"), f"{self._report.total_seconds / _DAY:.1f}", _percent(1.0))
        return table

    def assumptions(self) -> str:
        lines = [self._pick("[bold]Giả định[/]|[bold]Assumptions[/]")]
        return "\n".join([*lines, *(f"· {self._say(text)}" for text in self._report.assumptions)])

    def _who(self, use: TimeUse) -> str:
        return self._say(self._law.agencies.agencies[use.agency].title if use.agency else _WHO[use.who])

    def _table(self, title: str, first: str) -> Table:
        table = Table(title=self._pick(title), title_justify="left", title_style="bold", box=box.SIMPLE, pad_edge=False)
        table.add_column(self._pick(first), overflow="fold")
        return table

    def _days(self, spread: Spread, unit: str) -> str:
        if spread.median is None or spread.p90 is None:
            return "–"
        return f"{spread.median / _DAY:.1f} / {spread.p90 / _DAY:.1f}{unit}"

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    def _pick(self, both: str) -> str:
        return self._in(*both.split("|"))

    def _in(self, vi: str, en: str) -> str:
        return en if self._language == "en" else vi


_GOOD = ((Timeliness.EARLY,), (Timeliness.ON_TIME, Timeliness.IN_TIME))


def _hours(spread: Spread) -> str:
    if spread.median is None or spread.p90 is None:
        return "–"
    return " / ".join(f"{seconds // 3_600}:{seconds % 3_600 // 60:02}" for seconds in (spread.median, spread.p90))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _interval(share: Share) -> str:
    return "–" if share.low is None or share.high is None else f"{100 * share.low:.1f} – {100 * share.high:.1f} %"
