"""Projects whose children were measured before and after, from whichever rooms have them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.counselling.effect.study import Record, Study
from nuantong.outcomes.queries.scores import catalogue
from nuantong.people.models import Child


@dataclass(frozen=True)
class Project:
    """A project as its page names it; `about` are sentences for its report."""

    key: str
    title: str
    office: str
    start: dt.date
    end: dt.date | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A case behind the figures; what of it is shown is for its room's eyes."""

    record: Record
    child: int
    number: str
    name: str
    place: str
    started: dt.date | None = None
    state: str = ""
    url: str = ""


@dataclass(frozen=True)
class Source:
    """A room with projects: those a reader may read figures of, the cases of one, which of these
    she may open, and the project that a case belongs to."""

    projects: Callable[[Reader | None], list[Project]]
    cases: Callable[[Project], list[Case]]
    seen: Callable[[Project, Reader], frozenset[str]]
    holds: Callable[[str], str | None]


SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """For AppConfig.ready()."""
    if source not in SOURCES:
        SOURCES.append(source)


@dataclass(frozen=True)
class Loaded:
    project: Project
    cases: dict[str, Case]
    mine: frozenset[str]

    @cached_property
    def study(self) -> Study:
        return Study([case.record for case in self.cases.values()], measures=catalogue())

    @cached_property
    def to_draw(self) -> dict[str, int]:
        """Cases measured before and after by any score: key and child."""
        both = {key for one in self.study.outcomes for key in one.measured}
        mine = [self.cases[key] for key in sorted(both)]
        return {case.record.key: case.child for case in mine if case.record.may_leave}


def projects(reader: Reader) -> list[Project]:
    """Those of which the reader may see figures, the newest first."""
    found = [one for source in SOURCES for one in source.projects(reader)]
    return sorted(found, key=lambda one: (one.start, one.key), reverse=True)


def load(key: str, reader: Reader | None) -> Loaded | None:
    """A project with its cases; without a reader (an expert's blinded file) nobody may open any."""
    for source in SOURCES:
        for project in source.projects(reader):
            if project.key == key:
                cases = {case.record.key: case for case in source.cases(project)}
                mine = source.seen(project, reader) if reader else frozenset()
                return Loaded(project, cases, mine & cases.keys())
    return None


def load_case(key: str) -> Loaded | None:
    """The project of a case, whoever asks: who may read the case is asked of the case."""
    for source in SOURCES:
        project = source.holds(key)
        if project is not None:
            return load(project, None)
    return None


@dataclass(frozen=True)
class Opened:
    """A figure and those of its cases that the reader may see."""

    title: str
    total: int
    cases: list[Case]


def opened(found: Loaded, figure: str, whole: bool) -> Opened | None:
    """`whole`: the reader may open every case; else the figure's size is not said."""
    asked = found.study.figures.get(figure)
    if asked is None:
        return None
    hers = sorted(asked.people & found.mine)
    cases = [found.cases[key] for key in hers]
    return Opened(asked.title, len(asked.people) if whole else len(hers), cases)


def case_to_read(found: Loaded, key: str, reader: Reader) -> Case | None:
    """A case whose scores the reader may read: those of a child whose answers are hers."""
    case = found.cases.get(key)
    if case is None:
        return None
    mine = Child.objects.filter(pk=case.child).visible_to(reader, to=Permission.READ_ANSWERS)
    return case if mine.exists() else None
