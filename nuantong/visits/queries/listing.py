"""Visits as a list on the desk: what it can be narrowed by, what a line shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Prefetch, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Sort
from nuantong.core.masking import mask_name
from nuantong.core.xlsx import Column
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child
from nuantong.people.queries.names import place_namer, shown_name, shows_names
from nuantong.visits import survey
from nuantong.visits.models import RemovedPhotos, Visit, VisitedChild, VisitPhoto

SORTS: Final = {
    "day": Sort("走访日期", "happened_on"),
    "place": Sort("走访地", "place__code"),
    "outcome": Sort("结果", "outcome"),
    "grade": Sort("监护评定", "grade"),
}
DAY: Final = forms.DateInput(attrs={"type": "date"})
OUTCOMES: Final = [c for c in Visit.Outcome.choices if c[0] != Visit.Outcome.WITHDRAWN]
RISKY: Final = [("danger", "有危险迹象"), ("any", "有任何风险迹象")]
COLUMNS: Final[list[Column | str]] = [
    Column("走访日期", 12), Column("走访地", 34), Column("儿童", 20), "结果", "监护评定",
    Column("父母最近联系", 14), Column("风险迹象", 30), "重点关注", Column("走访人", 12), "来源",
]  # fmt: skip


class VisitFilter(ScopedFilterSet):
    permission = Permission.SEE_VISITS

    place = PlaceFilter(label="走访地")
    outcome = django_filters.ChoiceFilter(label="结果", choices=OUTCOMES, empty_label="全部")
    grade = django_filters.ChoiceFilter(label="监护评定", choices=survey.GRADES, empty_label="全部")
    risk = django_filters.ChoiceFilter(
        label="风险迹象", choices=RISKY, method="risky", empty_label="不限"
    )
    since = django_filters.DateFilter("happened_on", "gte", label="从哪天", widget=DAY)
    until = django_filters.DateFilter("happened_on", "lte", label="到哪天", widget=DAY)
    source = django_filters.ChoiceFilter(
        label="来源", choices=Visit.Source.choices, empty_label="全部"
    )

    class Meta:
        model = Visit
        fields: list[str] = []

    def risky(self, visits: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        kinds = survey.DANGERS if value == "danger" else survey.RISKS
        rows = VisitedChild.objects.filter(risks__overlap=[key for key, _ in kinds])
        children = Child.objects.visible_to(self.request.reader, to=Permission.SEE_VISITS)
        rows = rows.filter(Q(child=None) | Q(child__in=children.values("pk")))
        return visits.filter(pk__in=rows.values("visit"))


@dataclass(frozen=True)
class Line:
    """One visit in the list, as this reader sees it."""

    visit: Visit
    names: str
    place: str
    risks: list[str]
    danger: bool


def visits_of(reader: Reader) -> QuerySet[Any]:
    """The visits in the reader's scope, with the children they speak of whom she may see."""
    children = VisitedChild.objects.select_related("child").defer("words")
    rows = Visit.objects.in_effect().without_words().visible_to(reader)
    return rows.prefetch_related(Prefetch("children", queryset=children))


def lines(visits: Iterable[Visit], reader: Reader) -> list[Line]:
    full, where = shows_names(reader, Permission.SEE_VISITS), place_namer(reader)
    listed = list(visits)
    seen = _visible(listed, reader)
    return [_line(visit, seen, full, where(visit.place_id)) for visit in listed]


def _visible(visits: list[Visit], reader: Reader) -> set[int]:
    """Of all the children, those that are still the reader's. One query."""
    named = [row.child_id for visit in visits for row in visit.children.all() if row.child_id]
    children = Child.objects.visible_to(reader, to=Permission.SEE_VISITS)
    return set(children.filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _of_reader(visit: Visit, seen: set[int]) -> list[VisitedChild]:
    """The children of a visit who are the reader's, and those not on the register."""
    return [row for row in visit.children.all() if row.child_id is None or row.child_id in seen]


def _line(visit: Visit, seen: set[int], full: bool, place: str) -> Line:
    rows = _of_reader(visit, seen)
    names = [shown_name(row.child.name if row.child else row.label, full) for row in rows]
    risks = sorted({risk for row in rows for risk in row.risks})
    words = dict(survey.RISKS)
    return Line(
        visit, "、".join(names), place, [words[risk] for risk in risks],
        bool(survey.DANGEROUS & set(risks)),
    )  # fmt: skip


def sheet_rows(visits: QuerySet[Any], reader: Reader) -> Iterator[list[Any]]:
    """Rows of the exported sheet; names are masked there, narratives left out."""
    found = visits.iterator(chunk_size=1000)
    while chunk := list(islice(found, 1000)):
        seen = _visible(chunk, reader)
        yield from (_sheet_row(visit, seen, reader) for visit in chunk)


def _sheet_row(visit: Visit, seen: set[int], reader: Reader) -> list[Any]:
    rows = _of_reader(visit, seen)
    names = [mask_name(row.child.name if row.child else row.label) for row in rows]
    risks = sorted({risk for row in rows for risk in row.risks})
    return [
        visit.happened_on, reader.tree.full_name(visit.place_id, " "), "、".join(names),
        visit.get_outcome_display(), visit.get_grade_display(), visit.parents_on,
        survey.EVERY["risks"].word(risks), "是" if visit.focus else "", visit.visitor,
        visit.get_source_display(),
    ]  # fmt: skip


def rows_of(visit: Visit, reader: Reader) -> list[VisitedChild]:
    """The children of a visit whom the reader may see, and those not on the register."""
    rows = list(visit.children.select_related("child"))
    seen = _visible([visit], reader)
    return [row for row in rows if row.child_id is None or row.child_id in seen]


def stands(visit: Visit) -> bool:
    return Visit.objects.in_effect().filter(pk=visit.pk).exists()


def correction_of(visit: Visit) -> Visit | None:
    """The visit that took this one's place."""
    return Visit.objects.filter(supersedes=visit).without_words().first()


def photo_numbers(visit: Visit) -> range:
    return range(VisitPhoto.objects.filter(visit=visit).count())


def removed_photos(visit: Visit) -> list[RemovedPhotos]:
    return list(visit.removed_photos.all())
