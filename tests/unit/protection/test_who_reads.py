"""The danger page names who will read the report: the district's rights officer, else the city's."""

import pytest
from django.urls import reverse

from nuantong.access.models import Grant
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
REPORT = reverse("protection:report")


def page_of(client_of, role: Role = Role.CARER, **query: str) -> str:
    return client_of(role).get(REPORT, query).content.decode()


def test_the_districts_own_comes_first(client_of, rights, city_rights) -> None:
    page = page_of(client_of)
    assert f"巴南区妇联 {rights.actor_name}" in page
    assert city_rights.actor_name not in page


def test_where_the_district_has_none_the_citys_is_named(client_of, rights, city_rights) -> None:
    Grant.objects.filter(user=rights.user).update(valid_to=TODAY)
    assert f"重庆市妇联 {city_rights.actor_name}" in page_of(client_of)


def test_one_whose_account_is_switched_off_is_not_named(client_of, rights, city_rights) -> None:
    User.objects.filter(pk=rights.user.pk).update(is_active=False)
    assert f"重庆市妇联 {city_rights.actor_name}" in page_of(client_of)


def test_the_childs_place_decides(client_of, cast, rights, other_rights) -> None:
    page = page_of(client_of, Role.CITY_OFFICER, child=cast.children.neighbour.number)
    assert other_rights.actor_name in page
    assert "巴南区妇联" not in page


def test_where_nobody_reads_it_the_page_says_so_and_whom_to_call(client_of, rights) -> None:
    Grant.objects.filter(role=Role.RIGHTS_OFFICER).update(valid_to=TODAY)
    page = page_of(client_of)
    assert "没有权益干部" in page
    assert "请务必先打 110，再打 12338" in page


def test_the_kept_report_names_the_same(client_of, report_by, carer, rights) -> None:
    kept = report_by(carer)
    page = client_of(Role.CARER).get(reverse("protection:detail", args=[kept.key]))
    assert f"已送到<b>巴南区妇联 {rights.actor_name}</b>" in page.content.decode()
