"""The page of notices and the bell, on phone and desk."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.notices.models import Notice
from nuantong.pairing.models import Pairing
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
LIST, NUMBER = reverse("notices:notices"), reverse("notices:number")


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_page_of_her_own(tell, cast, client_of, role: Role) -> None:
    client = client_of(role)
    assert "没有通知" in client.get(LIST).content.decode()
    tell(to=cast.staff[role])
    assert "您有新结对的孩子" in client.get(LIST).content.decode()


def test_the_bell_is_on_phone_and_desk_and_costs_a_page_nothing(tell, cast, client_of) -> None:
    for role in (Role.CARER, Role.TOWNSHIP_CHAIR):
        tell(to=cast.staff[role])
        client = client_of(role)
        cold = client.get("/complaints/mine/").content.decode()
        assert f'data-load="{NUMBER}"' in cold
        cache.clear()
        assert "1<" in client.get(NUMBER).content.decode()
        assert "1<" in client.get("/complaints/mine/").content.decode()


def test_opening_one_reads_it_and_leads_where_it_leads(tell, client_of, cast) -> None:
    Pairing.objects.create(
        child=cast.children.own, carer=cast.carer, start=TODAY, tier="village", checked_on=TODAY
    )
    args = {"number": cast.children.own.number}
    tell(url_name="people:child", url_args=args, child=cast.children.own)
    client = client_of(Role.CARER)
    assert "看孩子" in client.get(LIST).content.decode()
    opened = client.post(reverse("notices:open", args=[Notice.objects.get().pk]))
    assert opened.url == reverse("people:child", kwargs=args)
    assert "nt-number" not in client.get(NUMBER).content.decode()


def test_one_that_leads_nowhere_or_to_a_page_that_is_gone_is_noted(tell, client_of) -> None:
    tell(url_name="people:vanished")
    client = client_of(Role.CARER)
    assert "知道了" in client.get(LIST).content.decode()
    assert client.post(reverse("notices:open", args=[Notice.objects.get().pk])).url == LIST
    assert "知道了" not in client.get(LIST).content.decode()


def test_a_child_not_hers_any_more_is_masked(tell, client_of, cast) -> None:
    tell(child=cast.children.own)
    said = client_of(Role.CARER).get(LIST).content.decode()
    assert "小*" in said
    assert "小乐" not in said


def test_somebody_elses_is_not_found(tell, client_of) -> None:
    tell()
    answer = client_of(Role.CITY_OFFICER).post(
        reverse("notices:open", args=[Notice.objects.get().pk])
    )
    assert answer.status_code == 404
    assert Notice.objects.unread().exists()


def test_all_are_read_at_once_and_the_list_narrows(tell, client_of, cast) -> None:
    chair = cast.staff[Role.TOWNSHIP_CHAIR]
    tell(to=chair)
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert client.get(f"{LIST}?state=unread").context["listing"].total == 1
    client.post(reverse("notices:read_all"))
    tell(to=chair, key="2")
    assert client.get(f"{LIST}?state=read").context["listing"].total == 1
    assert client.get(f"{LIST}?kind=paired").context["listing"].total == 2


def test_the_number_of_queries_does_not_grow_with_the_notices(
    tell, client_of, cast, django_assert_max_num_queries
) -> None:
    for number in range(30):
        tell(key=str(number), child=cast.children.own)
    client = client_of(Role.CARER)
    with django_assert_max_num_queries(9):
        client.get(LIST)
