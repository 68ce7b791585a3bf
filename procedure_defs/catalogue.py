"""All definition files together: found, read and checked at once; then the procedures, agencies and calendars."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from os.path import realpath  # unlike `Path.resolve` it answers also for a link that leads to itself
from pathlib import Path

from engine.core.agencies import AgencyDirectory
from engine.core.calendar_extends_checks import check_extensions
from engine.core.calendar_inheritance import resolved
from engine.core.calendars import CalendarBook, CalendarDefinition, CalendarFile
from engine.core.closing import Closing, closing_of, last_closed
from engine.core.definition import ProcedureDefinition
from engine.core.directory_editions import DirectoryBook
from engine.core.errors import DefinitionInvalid, NotFound
from engine.core.findings import Finding, Level, Rule, there_is_no
from engine.core.form_sets import FormSet, FormSets
from engine.core.identifiers import CalendarId, FormSetId, ProcedureId, ProcedureVersion
from engine.core.nouns import PROCEDURE
from engine.core.values import Text
from engine.core.version_checks import check_versions
from procedure_defs.document import Document
from procedure_defs.echoes import is_half_read, names_in_doubt, steps_in_doubt, told_once
from procedure_defs.loader import (
    Kind,
    check_calendar,
    kind_of,
    load_agencies,
    load_calendar,
    load_form_sets,
    load_procedure,
)
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped

SHIPPED = Path(__file__).parent
NAMES_ONCE = Rule(
    "named-twice",
    Level.ERROR,
    Text(
        vi="Trong tất cả các tệp, mỗi lịch, cơ quan hoặc bộ biểu mẫu chỉ được đặt tên một lần.",
        en="Over all files a calendar, an agency or a form set is named once.",
    ),
)
_NOT_DEFINITIONS = frozenset({"worked_examples.yaml", "laws.yaml", "simulation.yaml"})
_VERSION_PLACES = (("procedure",), ("version",), ("effective",), ("effective", "from"), ("effective", "to"))


class Catalogue:
    """The procedures by name and version, with the calendars and agencies that they use. Immutable."""

    def __init__(
        self,
        procedures: Iterable[ProcedureDefinition],
        agencies: AgencyDirectory,
        calendars: CalendarBook,
        files: Mapping[tuple[ProcedureId, ProcedureVersion], str] | None = None,
        form_sets: FormSets | None = None,
    ) -> None:
        self.files = files or {}
        """Where each version stands; empty: the definitions come from no file."""
        self.agencies = agencies
        self.directories = DirectoryBook()
        """Files say what holds now, not what they said before."""
        self.calendars = calendars
        self.form_sets = form_sets or {}
        ordered = sorted(procedures, key=lambda p: (p.procedure, p.version))
        self._procedures = {(p.procedure, p.version): p for p in ordered}

    def all(self) -> Sequence[ProcedureDefinition]:
        """Every version of every procedure, oldest first."""
        return tuple(self._procedures.values())

    def get(self, procedure: ProcedureId, version: ProcedureVersion) -> ProcedureDefinition:
        """That version; raises `NotFound`."""
        try:
            return self._procedures[procedure, version]
        except KeyError:
            raise NotFound(
                Text(
                    vi=f"không có phiên bản {version} của thủ tục `{procedure}`",
                    en=f"there is no version {version} of a procedure `{procedure}`",
                )
            ) from None

    def find_publication(self, procedure: ProcedureId, version: ProcedureVersion) -> None:
        """Files are not published: see `engine.service.live_catalogue`."""
        return

    def find_closing(self, procedure: ProcedureId, version: ProcedureVersion) -> Closing | None:
        """By the files alone: by the version's own last day, or by the one that follows."""
        return closing_of(self.get(procedure, version), self.all(), {})

    def last_closed(self, procedure: ProcedureId, on: date) -> Closing | None:
        return last_closed(procedure, on, self.all(), {})

    def knows(self, newest: object) -> bool:
        """Of files nothing is published."""
        return True

    def refresh(self) -> None:
        """Files are read once."""

    def versions(self, procedure: ProcedureId) -> tuple[ProcedureDefinition, ...]:
        """The versions of one procedure, oldest first; none if it is unknown."""
        return tuple(p for p in self._procedures.values() if p.procedure == procedure)

    def find_applicable(self, procedure: ProcedureId, on: date) -> ProcedureDefinition | None:
        """The version that holds for a dossier received on that day."""
        return next((p for p in self.versions(procedure) if p.effective.contains(on)), None)

    def latest(self, procedure: ProcedureId) -> ProcedureDefinition:
        """The newest version; raises `NotFound`."""
        known = self.versions(procedure)
        if not known:
            raise NotFound(there_is_no(PROCEDURE, procedure))
        return known[-1]


@dataclass
class Examination:
    """What became of a set of files: every problem, and what could be read."""

    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    procedures: list[ProcedureDefinition] = field(default_factory=list)
    directories: list[AgencyDirectory] = field(default_factory=list)
    calendars: dict[CalendarId, CalendarDefinition] = field(default_factory=dict)
    form_sets: dict[FormSetId, FormSet] = field(default_factory=dict)
    files_of_versions: dict[tuple[ProcedureId, ProcedureVersion], str] = field(default_factory=dict)
    tables_in_doubt: set[Kind] = field(default_factory=set)
    """The kinds of tables that could not be read in full: names in other files are then not held against them."""

    unread: set[str] = field(default_factory=set)
    """Names that procedures may have whose files could not be read."""
    unsure: dict[tuple[ProcedureId, ProcedureVersion], set[str] | None] = field(default_factory=dict)
    """Of versions with mistakes: names of steps and facts that they would have; null: any."""

    @property
    def known_calendars(self) -> Collection[CalendarId] | None:
        return self.calendars if self.calendars and Kind.CALENDAR not in self.tables_in_doubt else None

    @property
    def known_directory(self) -> AgencyDirectory | None:
        return self.directory if self.directories and Kind.AGENCIES not in self.tables_in_doubt else None

    @property
    def known_form_sets(self) -> FormSets | None:
        return self.form_sets if self.form_sets and Kind.FORM_SETS not in self.tables_in_doubt else None

    @property
    def directory(self) -> AgencyDirectory:
        return _joined(self.directories)


def load_catalogue(root: Path = SHIPPED) -> Catalogue:
    """The definitions under `root`; raises `DefinitionInvalid` with every problem of every file."""
    seen = examine(definition_files(root))
    if seen.problems:
        raise DefinitionInvalid(tuple(problem.told for problem in seen.problems))
    book = CalendarBook(seen.calendars)
    return Catalogue(seen.procedures, seen.directory, book, seen.files_of_versions, seen.form_sets)


def load_catalogue_with(folders: Iterable[Path]) -> Catalogue:
    """What is shipped, with the definitions of other folders beside it; theirs come first where both define a name.

    Raises `DefinitionInvalid` with every problem of the folders.
    """
    shipped = definition_files(SHIPPED)
    files = {realpath(path): path for folder in folders for path in definition_files(folder)}
    own = [path for real, path in files.items() if real not in set(map(realpath, shipped))]
    if not own:
        return load_catalogue()
    beside = examine(shipped)
    seen = examine(own, beside=beside)
    if seen.problems:
        raise DefinitionInvalid(tuple(problem.told for problem in seen.problems))
    taken = {(p.procedure, p.version) for p in seen.procedures}
    others = [p for p in beside.procedures if (p.procedure, p.version) not in taken]
    book = CalendarBook(seen.calendars)
    return Catalogue([*seen.procedures, *others], seen.directory, book, form_sets=seen.form_sets)


def definition_files(root: Path) -> list[Path]:
    """The definition files under a folder, in a stable order; a file stands for itself."""
    if not is_folder(root):
        return [root]
    return sorted(p for p in root.rglob("*.yaml") if p.name not in _NOT_DEFINITIONS)


def is_folder(path: Path) -> bool:
    """Whether it is a folder; no, if the system cannot even say."""
    try:
        return path.is_dir()
    except OSError:
        return False


def examine(files: Iterable[Path], beside: Examination | None = None) -> Examination:
    """Reads and checks files, also against each other. What they do not define themselves is taken from `beside`."""
    documents = [read_file(path, called(path)) for path in files]
    seen = Examination(files=[d.file for d in documents])
    by_kind: dict[Kind, list[Document]] = {kind: [] for kind in Kind}
    for document in documents:
        by_kind[kind_of(document)].append(document)
    _take_calendars(seen, by_kind[Kind.CALENDAR], beside)
    _take_agencies(seen, by_kind[Kind.AGENCIES], beside)
    _take_form_sets(seen, by_kind[Kind.FORM_SETS], beside)
    _take_procedures(seen, by_kind[Kind.PROCEDURE])
    seen.problems = told_once(seen.problems)
    return seen


def _take_calendars(seen: Examination, documents: list[Document], beside: Examination | None) -> None:
    known = dict(beside.calendars) if beside else {}
    files: dict[CalendarId, tuple[Shaped[CalendarFile], CalendarFile]] = {}
    loaded = [load_calendar(document) for document in documents]
    for shaped in loaded:
        if shaped.model is None or shaped.has_doubt(("calendar",)):
            seen.tables_in_doubt.add(Kind.CALENDAR)
        if shaped.model is not None:
            if shaped.model.calendar in files:
                what = Text(
                    vi=f"đã có lịch `{shaped.model.calendar}`",
                    en=f"a calendar `{shaped.model.calendar}` is there already",
                )
                _note(
                    shaped.problems,
                    shaped.place(
                        Finding(
                            ("calendar",),
                            what,
                            Text(vi="hãy đặt tên riêng", en="give it a name of its own"),
                            rule=NAMES_ONCE,
                        )
                    ),
                )
            files.setdefault(shaped.model.calendar, (shaped, shaped.model))
    own = {name: file for name, (_, file) in files.items()}
    declared: dict[CalendarId, CalendarFile] = {**known, **own}
    whole = resolved(own, known)
    if Kind.CALENDAR not in seen.tables_in_doubt:
        for name, finding in check_extensions(declared):
            if name in files:
                _note(files[name][0].problems, files[name][0].place(finding))
    for shaped in loaded:
        if shaped.model is not None:
            check_calendar(shaped, whole.get(shaped.model.extends) if shaped.model.extends else None)
        seen.problems += shaped.problems
    # One that could not be completed keeps its name: other files may speak of it.
    seen.tables_in_doubt |= {Kind.CALENDAR for name in declared if name not in whole}
    seen.calendars = whole


def _take_agencies(seen: Examination, documents: list[Document], beside: Examination | None) -> None:
    for document in documents:
        shaped = load_agencies(document, seen.known_calendars)
        if shaped.model is None or _kinds_are_in_doubt(shaped):
            seen.tables_in_doubt.add(Kind.AGENCIES)
        if shaped.model is not None:
            _refuse_names_twice(seen, shaped, shaped.model)
            seen.directories.append(shaped.model)
        seen.problems += shaped.problems
    if not documents and beside:
        seen.directories = list(beside.directories)


def _kinds_are_in_doubt(shaped: Shaped[AgencyDirectory]) -> bool:
    """Whether a kind of agency, or what an agency can do, was not read as it is meant."""
    return any(
        path[:1] in ((), ("kinds",))
        or (path[:1] == ("agencies",) and path[2:3] in ((), ("kind",), ("system",), ("central_system",)))
        for path in shaped.doubtful
    )


def _refuse_names_twice(seen: Examination, shaped: Shaped[AgencyDirectory], directory: AgencyDirectory) -> None:
    for name in directory.agencies:
        if any(name in earlier.agencies for earlier in seen.directories):
            finding = Finding(
                ("agencies", name),
                Text(vi=f"cơ quan `{name}` đã có trong tệp khác", en=f"an agency `{name}` is in another file already"),
                Text(vi="hãy chỉ khai báo một lần", en="name it once"),
                True,
                rule=NAMES_ONCE,
            )
            _note(shaped.problems, shaped.place(finding))


def _take_form_sets(seen: Examination, documents: list[Document], beside: Examination | None) -> None:
    for document in documents:
        shaped = load_form_sets(document)
        if shaped.model is None or shaped.doubtful:
            seen.tables_in_doubt.add(Kind.FORM_SETS)
        for name, declared in shaped.model.form_sets.items() if shaped.model else ():
            if name in seen.form_sets:
                what, mend = (
                    Text(
                        vi=f"bộ biểu mẫu `{name}` đã có trong tệp khác",
                        en=f"a form set `{name}` is in another file already",
                    ),
                    Text(vi="hãy chỉ khai báo một lần", en="name it once"),
                )
                finding = Finding(("form_sets", name), what, mend, at_key=True, rule=NAMES_ONCE)
                _note(shaped.problems, shaped.place(finding))
            seen.form_sets.setdefault(name, declared)
        seen.problems += shaped.problems
    if beside:
        seen.form_sets = {**beside.form_sets, **seen.form_sets}


def _take_procedures(seen: Examination, documents: list[Document]) -> None:
    directory, calendars, form_sets = seen.known_directory, seen.known_calendars, seen.known_form_sets
    loaded = [load_procedure(document, directory, calendars, form_sets) for document in documents]
    sure: list[tuple[Shaped[ProcedureDefinition], ProcedureDefinition]] = []
    for shaped in loaded:
        seen.unread |= names_in_doubt(shaped.document, shaped)
        if shaped.model is not None:
            version = shaped.model.procedure, shaped.model.version
            if shaped.problems:
                seen.unsure[version] = None if is_half_read(shaped) else steps_in_doubt(shaped.model, shaped)
            seen.procedures.append(shaped.model)
            seen.files_of_versions[version] = shaped.file
            if not shaped.has_doubt(*_VERSION_PLACES):
                sure.append((shaped, shaped.model))
    sure.sort(key=lambda pair: (pair[1].procedure, pair[1].version))
    for index, finding in check_versions([model for _, model in sure]):
        _note(sure[index][0].problems, sure[index][0].place(finding))
    for shaped in loaded:
        seen.problems += shaped.problems


def _note(problems: list[Problem], problem: Problem | None) -> None:
    if problem is not None:
        problems.append(problem)


def _joined(directories: Sequence[AgencyDirectory]) -> AgencyDirectory:
    return AgencyDirectory(
        territories={name: around for d in directories for name, around in d.territories.items()},
        kinds={name: kind for d in directories for name, kind in d.kinds.items()},
        agencies={name: agency for d in directories for name, agency in d.agencies.items()},
    )


def called(path: Path) -> str:
    """How messages call a file: from the working folder if it lies there, as a reader would type it."""
    try:
        return str(Path(realpath(path)).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
