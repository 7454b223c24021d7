"""The pages: few queries however many children, what is typed wrong said, nothing twice."""

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.handouts.models import BankList, Batch, Receipt, Sheet, Slip
from nuantong.people.models import Guardian
from tests.conftest import VILLAGE
from tests.unit.campaigns.winter import make_campaign
from tests.unit.growth.conftest import png
from tests.unit.handouts.given import coats, grants, slip_of
from tests.unit.handouts.test_pure import LINE, sheet

pytestmark = pytest.mark.django_db
SignIn = Callable[[Role], Client]


@pytest.fixture
def children(cast: SimpleNamespace, make: Any) -> list[Any]:
    Guardian.objects.create(child=cast.children.own, name="周奶奶")
    return [cast.children.own, *(make.child(f"童{n}", VILLAGE) for n in range(7))]


@pytest.fixture
def batch(children: list[Any]) -> Batch:
    return coats(children)


def page(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"handouts:{name}", args=args), query)


def test_a_chair_opens_the_list_of_her_village_and_hands_out_by_a_signature(
    batch: Batch, children: list[Any], client_of: SignIn
) -> None:
    chair = client_of(Role.VILLAGE_CHAIR)
    assert batch.title in page(chair, "batches").content.decode()
    text = page(chair, "list_at", batch.key, VILLAGE).content.decode()
    assert children[0].name in text
    assert "还有 <b>8</b> 个孩子" in text
    slip = slip_of(batch, children[0])
    url = reverse("handouts:slip", args=[slip.key])
    assert "周奶奶" in chair.get(url).content.decode()
    sent = {"do": "sign", "key": str(uuid.uuid4()), "signer": "周奶奶", "signature": ""}
    assert "还没有签名" in chair.post(url, sent).content.decode()
    for _ in range(2):
        answer = chair.post(url, {**sent, "signature": LINE})
        assert answer.status_code == 302
    receipt = Receipt.objects.get()
    drawn = page(chair, "picture", receipt.key)
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn["Cache-Control"] == "private, no-store"
    assert "退回或换一件" in chair.get(url).content.decode()


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.CITY_OFFICER])
def test_pages_cost_few_queries_however_many_children(
    batch: Batch, client_of: SignIn, role: Role, django_assert_max_num_queries: Any
) -> None:
    client = client_of(role)
    for name, args in (("batches", ()), ("list_at", (batch.key, VILLAGE)), ("printed", (batch.key, VILLAGE)),
                       ("slips", (batch.key,)), ("batch", (batch.key,))):  # fmt: skip
        with django_assert_max_num_queries(15):
            assert page(client, name, *args).status_code in (200, 302)


def test_every_place_opens_down_to_the_village_and_the_sums_close(batch: Batch, client_of: SignIn) -> None:  # fmt: skip
    city = client_of(Role.CITY_OFFICER)
    for code, link in (("", VILLAGE[:6]), (VILLAGE[:6], VILLAGE[:9]), (VILLAGE[:9], VILLAGE)):
        answer = page(city, "batch", batch.key, place=code.ljust(12, "0") if code else "")
        assert answer.context["whole"].total == 8
        assert [line.total for line in answer.context["parts"]] == [8]
        assert link.ljust(12, "0") in answer.content.decode()


def test_the_printed_list_has_a_code_that_opens_it(batch: Batch, children: list[Any], client_of: SignIn) -> None:  # fmt: skip
    text = page(client_of(Role.TOWNSHIP_CHAIR), "printed", batch.key, VILLAGE).content.decode()
    assert "<svg" in text
    assert all(child.name in text for child in children)


def test_a_paper_list_comes_back_with_its_photo_and_ticks(batch: Batch, children: list[Any], client_of: SignIn) -> None:  # fmt: skip
    chair = client_of(Role.VILLAGE_CHAIR)
    url = reverse("handouts:paper", args=[batch.key, VILLAGE])
    slips = list(Slip.objects.values_list("pk", flat=True)[:3])
    key = str(uuid.uuid4())

    def send(**more: Any) -> Any:
        photo = SimpleUploadedFile("名单.png", png())
        return chair.post(url, {"key": key, "on": "2018-08-24", "picture": photo, **more})

    assert "请在名单上勾出" in send().content.decode()
    assert "只能上传" in send(picture=SimpleUploadedFile("x.png", b"no picture")).content.decode()
    for _ in range(2):
        assert send(slip=slips).status_code == 302
    assert Receipt.objects.filter(how="paper").count() == 3
    assert Sheet.objects.get().picture.data.startswith(b"\x89PNG")


def test_the_city_makes_a_batch_and_a_township_does_not(batch: Batch, client_of: SignIn) -> None:
    city = client_of(Role.CITY_OFFICER)
    url = reverse("handouts:new")
    sent = {
        "key": str(uuid.uuid4()), "campaign": make_campaign().pk,
        "cohort": batch.cohort_id, "title": "第二批冬衣", "what": "item", "pieces": 1,
        "on": "2018-09-01", "within": 30,
    }  # fmt: skip
    assert "请填写物资" in city.post(url, sent).content.decode()
    sent |= {"item": batch.item_id, "store": batch.store_id}
    for _ in range(2):
        assert city.post(url, sent).status_code == 302
    assert Batch.objects.filter(title="第二批冬衣").count() == 1
    assert client_of(Role.TOWNSHIP_CHAIR).get(url).status_code == 403


def test_a_bank_list_goes_out_with_whole_accounts_and_comes_back(children: list[Any], client_of: SignIn) -> None:  # fmt: skip
    money, chair, city = (
        grants(children),
        client_of(Role.TOWNSHIP_CHAIR),
        client_of(Role.CITY_OFFICER),
    )
    slip = slip_of(money, children[0])
    url = reverse("handouts:slip", args=[slip.key])
    sent = {
        "do": "payee",
        "version": slip.version,
        "payee": "周奶奶",
        "account": "8123 12",
        "bank": "",
    }
    assert "请核对" in chair.post(url, sent, follow=True).content.decode()
    assert chair.post(url, {**sent, "account": "81230000123456"}).status_code == 302
    assert "尾号3456" in chair.get(url).content.decode()
    bank = reverse("handouts:bank", args=[money.key])
    assert city.post(bank, {"key": "x"}).status_code == 302
    city.post(bank, {"key": str(uuid.uuid4())})
    made = BankList.objects.get()
    listed = reverse("handouts:bank_list", args=[made.key])
    assert b"".join(city.get(listed, {"file": "xlsx"}).streaming_content).startswith(b"PK")
    file = SimpleUploadedFile(
        "回单.xlsx", sheet([[1, "周奶奶", "", "", "", "", "失败", "账户已注销"]])
    )
    answer = city.post(listed, {"file": file})
    assert answer.context["result"].failed == 1
    assert "账户已注销" in answer.content.decode()
    assert "账户已注销" in chair.get(url).content.decode()


def test_the_childs_file_shows_what_she_got(batch: Batch, children: list[Any], client_of: SignIn) -> None:  # fmt: skip
    chair = client_of(Role.TOWNSHIP_CHAIR)
    url = reverse("people:child", args=[children[0].number])
    assert batch.title in chair.get(url).content.decode()
