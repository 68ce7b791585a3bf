"""The rules that the versions of one procedure keep together: a version for each day, a place for running cases."""

from collections.abc import Iterator, Sequence

from engine.core.definition import ProcedureDefinition
from engine.core.definition_rules import RunningCases
from engine.core.findings import Finding, Level, Rule
from engine.core.values import Text

VERSIONS = Rule(
    "versions-compete",
    Level.ERROR,
    Text(
        vi="Với một thủ tục, mỗi ngày chỉ có một phiên bản.", en="Of one procedure there is one version for each day."
    ),
)


def check_versions(definitions: Sequence[ProcedureDefinition]) -> list[tuple[int, Finding]]:
    """Of one procedure there is one version for each day; each finding comes with the index of its definition."""
    found = []
    for index, later in enumerate(definitions):
        for earlier in definitions[:index]:
            if earlier.procedure != later.procedure:
                continue
            if earlier.version == later.version:
                what = Text(
                    vi=f"phiên bản {later.version} của `{later.procedure}` có hai lần",
                    en=f"version {later.version} of `{later.procedure}` is there twice",
                )
                found.append(
                    (
                        index,
                        Finding(
                            ("version",),
                            what,
                            Text(
                                vi="hãy đặt tên phiên bản riêng cho phiên bản mới",
                                en="give the new one a version of its own",
                            ),
                            rule=VERSIONS,
                        ),
                    )
                )
            elif _overlap(earlier, later):
                what = Text(
                    vi=f"phiên bản {later.version} của `{later.procedure}` trùng ngày hiệu lực với phiên bản {earlier.version}",
                    en=f"version {later.version} of `{later.procedure}` holds on days of version {earlier.version}",
                )
                mend = Text(
                    vi="hãy để phiên bản cũ hết hiệu lực (`effective.to`) vào ngày liền trước ngày phiên bản mới có hiệu lực",
                    en="let the older version end (`effective.to`) on the day before the newer one begins",
                )
                doubts = (("effective", "to"),)
                found.append((index, Finding(("effective", "from"), what, mend, rests_on=doubts, rule=VERSIONS)))
            else:
                found += [(index, finding) for finding in _without_a_place(earlier, later)]
    return found


MIGRATION = Rule(
    "migration-without-place",
    Level.ERROR,
    Text(
        vi="Mỗi bước của phiên bản có hồ sơ chuyển sang phải có bước tương ứng.",
        en="Each step of a version whose cases come over has a place.",
    ),
)


def _without_a_place(earlier: ProcedureDefinition, later: ProcedureDefinition) -> Iterator[Finding]:
    """What is published cannot be mended: a step that cases may stand at is named, or said to end."""
    rule = later.running_cases
    if rule is None or rule.rule is RunningCases.KEEP or (rule.versions and earlier.version not in rule.versions):
        return
    for step in earlier.steps:
        if step not in later.steps and step not in rule.steps:
            what = Text(
                vi=f"hồ sơ đang giải quyết theo phiên bản {earlier.version} có thể đang ở `{step}`, nhưng phiên bản này không có bước đó",
                en=f"running cases of version {earlier.version} can stand at `{step}`, which this version has not",
            )
            mend = Text(
                vi=f'hãy thêm `steps: {{{step}: …}}` với bước tiếp tục công việc đó, hoặc `{step}: "-"` nếu bước chấm dứt',
                en=f'add `steps: {{{step}: …}}` with the step that goes on with it, or `{step}: "-"` if it ends',
            )
            yield Finding(("running_cases",), what, mend, True, rule=MIGRATION)


def _overlap(one: ProcedureDefinition, other: ProcedureDefinition) -> bool:
    return all(
        a.last is None or b.first <= a.last
        for a, b in ((one.effective, other.effective), (other.effective, one.effective))
    )
