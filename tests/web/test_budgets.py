"""What a page may cost, in the demo city: at most twelve queries, whoever asks for it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuantong.accounts.models import User
from nuantong.demo import cast
from nuantong.demo.size import Size
from nuantong.people.models import Child

pytestmark = pytest.mark.django_db
MOST = 12
CARER, VILLAGE_CHAIR = cast.CARER.staff_number, cast.VILLAGE_CHAIR.staff_number
TOWNSHIP_CHAIR = cast.TOWNSHIP_CHAIR.staff_number
DISTRICT_OFFICER = cast.DISTRICT_OFFICER.staff_number
ZONE_OFFICER, CITY_OFFICER, LEADER = "Z500001", "M500001", "L500001"
OFFICES = [TOWNSHIP_CHAIR, DISTRICT_OFFICER, ZONE_OFFICER, CITY_OFFICER]
PAGES = {
    "/children/": [CARER, VILLAGE_CHAIR, *OFFICES],
    "/children/?q=z&sort=-age&status=all": OFFICES,
    "/children/suggest/?q=li": OFFICES,
    "/carers/": [VILLAGE_CHAIR, *OFFICES],
    "/carers/applications/": [VILLAGE_CHAIR, *OFFICES],
    "/carers/checks/": OFFICES,
    "/carers/own/": [CARER, VILLAGE_CHAIR],
    "/helpers/": [VILLAGE_CHAIR, *OFFICES],
    "/care/": [CARER, VILLAGE_CHAIR],
    "/care/overdue/": [VILLAGE_CHAIR, *OFFICES],
    "/care/escalations/": [VILLAGE_CHAIR, *OFFICES],
    "/care/escalations/away/": OFFICES,
    "/figures/": [VILLAGE_CHAIR, *OFFICES, LEADER],
    "/pairing/": OFFICES,
    "/tasks/": [CARER, VILLAGE_CHAIR, *OFFICES],
    "/notices/": [CARER, VILLAGE_CHAIR, *OFFICES],
    "/hints/": [VILLAGE_CHAIR, *OFFICES],
    "/sweeps/": [VILLAGE_CHAIR, *OFFICES, LEADER],
    "/sweeps/records/?standing=waiting": [VILLAGE_CHAIR, *OFFICES],
    "/sweeps/unlisted/": [VILLAGE_CHAIR, *OFFICES],
    "/sweeps/review/": [TOWNSHIP_CHAIR, DISTRICT_OFFICER],
    "/sweeps/sources/": [DISTRICT_OFFICER, CITY_OFFICER],
    "/visits/": [CARER, VILLAGE_CHAIR, *OFFICES],
    "/visits/?order=route": [CARER, VILLAGE_CHAIR],
    "/visits/?place=500113111200": OFFICES,
    "/visits/records/": [CARER, VILLAGE_CHAIR, *OFFICES],
    "/visits/paper/": [VILLAGE_CHAIR, TOWNSHIP_CHAIR, DISTRICT_OFFICER],
}
THE_SIBLINGS_PAGE = [CARER, VILLAGE_CHAIR, TOWNSHIP_CHAIR, DISTRICT_OFFICER]


def signed_in(staff_number: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(staff_number=staff_number),
        backend="nuantong.accounts.backends.StaffNumberOrPhone",
    )
    return client


def cost(client: Client, url: str) -> list[str]:
    """The statements that one look at a page sends, without the marks of transactions.

    Nothing is at hand from an earlier look but what every process reads once.
    """
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, f"{url} answers {answer.status_code}"
    statements = [query["sql"] for query in asked.captured_queries]
    return [sql for sql in statements if "SAVEPOINT" not in sql]


@pytest.mark.parametrize(("url", "who"), [(url, who) for url in PAGES for who in PAGES[url]])
def test_a_page_keeps_its_budget(city: Size, url: str, who: str) -> None:
    asked = cost(signed_in(who), url)
    assert len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize("who", THE_SIBLINGS_PAGE)
def test_a_childs_page_keeps_its_budget(city: Size, who: str) -> None:
    number = Child.objects.get(name="周小航").number
    asked = cost(signed_in(who), f"/children/{number}/")
    assert len(asked) <= MOST, "\n".join(asked)


def test_a_childs_page_opened_with_a_reason_keeps_its_budget(city: Size) -> None:
    number = Child.objects.get(name="周小航").number
    client = signed_in(CITY_OFFICER)
    client.post(f"/children/{number}/reason/", {"reason": "督办结对情况"})
    asked = cost(client, f"/children/{number}/")
    assert len(asked) <= MOST, "\n".join(asked)
