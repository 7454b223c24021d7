"""Lists on the desk: any address is answered, filters and sorts only do what was declared."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django_filters
import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.listing import Listing, Sort, cleaned
from nuantong.regions.models import Region

pytestmark = pytest.mark.django_db
SORTS = {"code": Sort("代码", "code"), "level": Sort("层级", "-level", "code")}


class RegionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="代码", field_name="code", lookup_expr="contains")
    level = django_filters.ChoiceFilter(label="层级", choices=Region.Level)
    id = django_filters.RangeFilter(label="编号")

    class Meta:
        model = Region
        fields: list[str] = []


@pytest.fixture
def listing() -> Callable[..., Listing]:
    return list_regions


def list_regions(query: str = "", user: Any = None) -> Listing:
    request = RequestFactory().get(f"/regions/?{query}")
    request.user = user or SimpleNamespace()
    return Listing(
        request,
        Region.objects.all(),
        filterset=RegionFilter,
        sorts=SORTS,
        default_sort="code",
    )


def test_a_page_holds_fifty_rows_and_says_which(listing: Callable[..., Listing]) -> None:
    page = listing("level=3&page=2")
    assert [len(page.rows), page.first, page.last] == [50, 51, 100]


def test_two_queries_make_a_page(
    listing: Callable[..., Listing], django_assert_num_queries: Any
) -> None:
    page = listing("level=3&sort=-code")
    with django_assert_num_queries(2):
        assert page.rows
        assert page.pages
        assert page.chips


def test_pages_share_no_row_and_miss_none(listing: Callable[..., Listing]) -> None:
    first = listing("level=3&sort=level")
    pages = [listing(f"level=3&sort=level&page={n}") for n in range(1, first.page_count + 1)]
    seen = [row.pk for page in pages for row in page.rows]
    assert len(seen) == len(set(seen)) == first.total


@pytest.mark.parametrize("page", ["0", "-3", "x", "", "9" * 5000, "１", "1.5"])
def test_a_page_that_is_none_gives_one_that_is(listing: Callable[..., Listing], page: str) -> None:
    assert 1 <= listing(f"page={page}").page <= listing().page_count


def test_a_page_beyond_the_end_gives_the_last(listing: Callable[..., Listing]) -> None:
    page = listing("level=3&page=99999")
    assert page.page == page.page_count
    assert page.rows


def test_only_declared_sorts_sort(listing: Callable[..., Listing]) -> None:
    assert listing("sort=successor__code").sort == "code"
    assert listing("sort=--code").sort == "code"
    assert listing("sort=-level").sort == "-level"


def test_a_falling_sort_turns_every_field(listing: Callable[..., Listing]) -> None:
    assert listing("sort=-level").results.query.order_by == ("level", "-code", "pk")


def test_a_heading_turns_the_order_and_goes_back_to_the_first_page(
    listing: Callable[..., Listing],
) -> None:
    page = listing("level=3&page=4&sort=code")
    assert page.heading("code").direction == "ascending"
    assert page.heading("code").url == "/regions/?level=3&sort=-code"
    assert page.heading("level").direction == ""


def test_a_bad_filter_is_left_out_and_named(listing: Callable[..., Listing]) -> None:
    page = listing("level=7")
    assert page.total == listing().total
    assert page.form.errors["level"]


def test_nul_in_the_address_does_no_harm(listing: Callable[..., Listing]) -> None:
    assert listing("q=%0050%00").total == listing("q=50").total


@given(st.dictionaries(st.sampled_from(["q", "page", "sort", "level", "x"]), st.text()))
def test_cleaning_takes_nul_and_empty_values_only(query: dict[str, str]) -> None:
    given_query = QueryDict(mutable=True)
    given_query.update({k: v.encode("utf-8", "replace").decode() for k, v in query.items()})
    for name, value in cleaned(given_query).items():
        assert value == given_query[name].replace("\x00", "") != ""


def test_chips_say_each_filter_in_words_and_lead_away_from_it(
    listing: Callable[..., Listing],
) -> None:
    page = listing("q=5001&level=2&page=2&id_min=1&id_max=900000")
    words = {chip.label: (chip.value, chip.url) for chip in page.chips}
    assert words["代码"][0] == "5001"
    assert words["层级"] == ("区县", "/regions/?q=5001&id_min=1&id_max=900000")
    assert words["编号"] == ("1 至 900000", "/regions/?q=5001&level=2")


def test_the_filter_form_carries_the_sort_along(listing: Callable[..., Listing]) -> None:
    page = listing("q=5&sort=-code&page=3&place=7&id_min=1&export=xlsx")
    assert list(page.hidden()) == [("sort", "-code"), ("place", "7")]


def test_an_export_has_the_same_filters_and_every_page(listing: Callable[..., Listing]) -> None:
    page = listing("level=2&page=2")
    assert page.export_url == "/regions/?level=2&export=xlsx"
    assert listing("level=2&export=xlsx").wants_export
    assert page.results.count() == page.total


def test_pages_far_from_here_are_left_out(listing: Callable[..., Listing]) -> None:
    numbers = [number for number, _ in listing("level=4&page=50").pages]
    assert numbers[:3] == [1, 0, 48]
    assert numbers[-2] == 0


def test_an_empty_list_is_one_empty_page(listing: Callable[..., Listing]) -> None:
    page = listing("q=none")
    assert [page.total, page.rows, page.page, page.page_count, page.first] == [0, [], 1, 1, 0]


def test_a_view_is_kept_with_filters_and_sort_and_without_the_page(
    listing: Callable[..., Listing],
) -> None:
    assert listing("level=2&sort=-code&page=2").to_keep == "/regions/?level=2&sort=-code"


def test_saved_views_are_those_of_this_list(cast: SimpleNamespace) -> None:
    user = next(iter(cast.staff.values()))
    user.saved_views.create(page="/regions/", name="区县", query="level=2")
    user.saved_views.create(page="/children/", name="孤儿", query="label=orphan")
    assert [view.name for view in list_regions(user=user).saved_views] == ["区县"]


def test_the_page_shows_count_chips_and_pager(rf: RequestFactory) -> None:
    page = list_regions("level=3&page=2")
    html = render_to_string("components/listing_top.html", {"listing": page}, request=page.request)
    html += render_to_string("components/pager.html", {"listing": page})
    assert f"共 <b>{page.total}</b> 条" in html
    assert re.search(r'aria-current="page">2<', html)
