"""One mechanism for every list on the desk: filters, sorts, pages, saved views, export.

A view builds a Listing and gives it to its template, which extends desk_list.html:

    listing = Listing(request, children, filterset=ChildFilter, sorts={
        "name": Sort("姓名", "name_pinyin"),
        "age": Sort("年龄", "-born_on"),
    }, default_sort="name")
    if listing.wants_export and request.reader.can(Permission.EXPORT):
        return workbook_response("儿童台账", "儿童台账", COLUMNS, map(row_of, listing.results))
    return render(request, "people/children.html", {"listing": listing})

Whatever stands in the address, a list answers: unknown sorts and pages are replaced, bad filters are
left out and shown beside their field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

PAGE_SIZE = 50
PARAMETERS = frozenset({"page", "sort", "export"})
ELLIPSIS = 0


@dataclass(frozen=True)
class Sort:
    """A column one may sort by: its heading and the fields in rising order."""

    label: str
    fields: tuple[str, ...]

    def __init__(self, label: str, *fields: str) -> None:
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "fields", fields)

    def order(self, descending: bool) -> tuple[str, ...]:
        """Order by these fields, then by key, so that pages never overlap."""
        fields = tuple(map(_reversed, self.fields)) if descending else self.fields
        return (*fields, "pk")


@dataclass(frozen=True)
class Heading:
    """A column's heading: where a click leads, and how the list is sorted by it now."""

    label: str
    url: str
    direction: str


@dataclass(frozen=True)
class Chip:
    """An active filter in words, and the address without it."""

    label: str
    value: str
    url: str


class Listing:
    """A queryset as the reader wants to see it: `rows` is the page, `results` all of them."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        filterset: type[django_filters.FilterSet],
        sorts: Mapping[str, Sort],
        default_sort: str,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self.request = request
        self.query = cleaned(request.GET)
        self.sorts = sorts
        self.default_sort = default_sort
        self.page_size = page_size
        self.filters = filterset(self.query, queryset=queryset, request=request)
        self.filters.is_valid()

    @property
    def form(self) -> Any:
        return self.filters.form

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def wants_export(self) -> bool:
        return self.query.get("export") == "xlsx"

    @cached_property
    def sort(self) -> str:
        """The sort in force, '-' first when falling; an unknown one gives the default."""
        asked = self.query.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.default_sort

    @cached_property
    def results(self) -> QuerySet[Any]:
        """Everything that passes the filters, in order."""
        sort = self.sorts[self.sort.removeprefix("-")]
        found: QuerySet[Any] = self.filters.qs
        return found.order_by(*sort.order(self.sort.startswith("-")))

    @cached_property
    def total(self) -> int:
        """How many pass the filters: one query, without the order."""
        return self.filters.qs.order_by().count()

    @cached_property
    def page_count(self) -> int:
        return max(1, -(-self.total // self.page_size))

    @cached_property
    def page(self) -> int:
        """The page in force: at least the first, at most the last."""
        return max(1, min(_whole_number(self.query.get("page", "")), self.page_count))

    @cached_property
    def rows(self) -> list[Any]:
        if not self.total:
            return []
        start = (self.page - 1) * self.page_size
        return list(self.results[start : start + self.page_size])

    @property
    def total_text(self) -> str:
        return f"{self.total}"

    @property
    def first(self) -> int:
        return (self.page - 1) * self.page_size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.page_size, self.total)

    @property
    def pages(self) -> list[tuple[int, str]]:
        """Page numbers with their addresses; number 0 stands for a gap."""
        near = {1, self.page_count, *range(self.page - 2, self.page + 3)}
        shown = sorted(number for number in near if 1 <= number <= self.page_count)
        pages: list[tuple[int, str]] = []
        for number in shown:
            if pages and number - pages[-1][0] > 1:
                pages.append((ELLIPSIS, ""))
            pages.append((number, self.address(page=number)))
        return pages

    @property
    def previous_url(self) -> str:
        return self.address(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.address(page=self.page + 1) if self.page < self.page_count else ""

    @property
    def export_url(self) -> str:
        return self.address(page=None, export="xlsx")

    def heading(self, key: str) -> Heading:
        """The heading of a sortable column: a click sorts, a second one turns the order."""
        rising = self.sort == key
        direction = "ascending" if rising else "descending" if self.sort == f"-{key}" else ""
        url = self.address(sort=f"-{key}" if rising else key, page=None)
        return Heading(self.sorts[key].label, url, direction)

    def address(self, **changes: Any) -> str:
        """This list's address with parameters changed; None takes one away."""
        query = self.query.copy()
        query.pop("export", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in force, in words."""
        return [chip for field in self.form if (chip := self._chip(field))]

    def _chip(self, field: Any) -> Chip | None:
        words = _in_words(field, self.form.cleaned_data.get(field.name))
        without = dict.fromkeys([*_parameters(field), "page"])
        return Chip(str(field.label), words, self.address(**without)) if words else None

    @cached_property
    def saved_views(self) -> list[Any]:
        """The reader's own views of this list (one query)."""
        views_of = getattr(self.request.user, "views_of", None)
        return views_of(self.path) if views_of else []

    @property
    def to_keep(self) -> str:
        """What a saved view keeps: the filters and the sort, not the page."""
        return self.address(page=None)

    def hidden(self) -> Iterator[tuple[str, str]]:
        """What the filter form carries along: the sort, and parameters that no field shows."""
        shown = {name for field in self.form for name in _parameters(field)}
        for name, values in self.query.lists():
            if name not in shown | (PARAMETERS - {"sort"}):
                yield from ((name, value) for value in values)


class LongListing(Listing):
    """A list that may have millions of rows: nothing is counted or sorted beyond the first MOST.

    Whoever looks for more narrows the list. What is longer stands in its default order, which an
    index must have.
    """

    MOST = 20_000

    @cached_property
    def counted(self) -> int:
        """How many pass the filters, as far as MOST and one more."""
        return self.filters.qs.order_by().values("pk")[: self.MOST + 1].count()

    @property
    def is_cut(self) -> bool:
        return self.counted > self.MOST

    @cached_property
    def total(self) -> int:
        return min(self.counted, self.MOST)

    @property
    def total_text(self) -> str:
        return f"{self.MOST} 条以上，只列出前 {self.MOST}" if self.is_cut else f"{self.total}"

    @cached_property
    def sort(self) -> str:
        asked = self.query.get("sort", "")
        known = asked.removeprefix("-") in self.sorts and not self.is_cut
        return asked if known else self.default_sort

    @cached_property
    def results(self) -> QuerySet[Any]:
        return super().results[: self.MOST] if self.is_cut else super().results


def cleaned(query: QueryDict) -> QueryDict:
    """The address' parameters without empty ones and without NUL, which PostgreSQL refuses."""
    kept = {
        name: [v for value in values if (v := value.replace("\x00", ""))]
        for name, values in query.lists()
    }
    pairs = [(n.replace("\x00", ""), v) for n, values in kept.items() for v in values]
    return QueryDict(urlencode(pairs))


def _parameters(field: Any) -> list[str]:
    """The names a filter has in the address: a range has one for each end."""
    ends = getattr(field.field.widget, "suffixes", [])
    return [field.html_name, *(f"{field.html_name}_{end}" for end in ends)]


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _in_words(field: Any, value: Any) -> str:
    """A filter's value as its form shows it: the choice's label, not its key."""
    if value in (None, "", [], False) or (isinstance(value, QuerySet) and not value):
        return ""
    if isinstance(value, slice):
        return f"{value.start or ''} 至 {value.stop or ''}"
    labels = _choice_labels(field)
    values = value if isinstance(value, list | tuple | set | QuerySet) else [value]
    return "、".join(labels.get(str(v), "是" if v is True else str(v)) for v in values)


def _choice_labels(field: Any) -> dict[str, str]:
    """Labels of fixed choices; those of models are words already and cost no query."""
    choices = [] if hasattr(field.field, "queryset") else getattr(field.field, "choices", [])
    labels: dict[str, str] = {}
    for key, label in choices:
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        labels.update((str(k), str(text)) for k, text in pairs)
    return labels
