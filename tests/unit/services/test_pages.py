"""The pages of bought services: what is typed is read line by line, or its line is named."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.services.lines import shares, stages
from nuantong.services.models import Contract, PaymentDue, Practitioner
from tests.unit.services.bought import make_district_contract, make_practitioner, make_provider

Clients = Callable[[Role], Client]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("巴南区 20\n火星区 3", "第2行：没有“火星区”"),
        ("巴南区 很多", "第1行看不懂"),
        ("巴南区", "第1行看不懂"),
        ("巴南区 0", "第1行看不懂"),
    ],
)
def test_a_district_that_is_not_understood_is_named_with_its_line(
    cast: Any, reader: Callable[[Role], Reader], text: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        shares(text, reader(Role.CITY_OFFICER).tree)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("方案 2018-03-31", "第1行看不懂"),
        ("方案 2018-02-30 100", "不是日期"),
        ("方案 2018-03-31 100元\n报告 2018-05-01 一百", "第2行：“一百”不是金额"),
        ("方案 2018-03-31 1e400", "不是金额"),
        ("方案 2018-03-31 0.001", "不是金额"),
    ],
)
def test_a_stage_that_is_not_understood_is_named_with_its_line(text: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        stages(text)


def test_stages_are_read_as_people_write_them() -> None:
    [plan, rest] = stages("实施 方案，2018年3月31日，46.8元 购买方\n\n总结 2018/12/10 1,560,000")
    assert (plan.title, plan.fen, plan.by_buyer) == ("实施方案", 4_680, True)
    assert (rest.fen, rest.by_buyer) == (156_000_000, False)


def test_a_contract_is_made_on_the_page_or_says_what_does_not_add_up(
    client_of: Clients, reader: Callable[[Role], Reader]
) -> None:
    provider = make_provider(reader(Role.CITY_OFFICER))
    client = client_of(Role.CITY_OFFICER)
    sent = {
        "number": "2018-01", "title": "团辅", "kind": "group", "provider": provider.pk,
        "fund": "budget", "budget": "9000.00", "start": "2018-03-01", "end": "2018-12-31",
        "handed": ["name"], "shares": "巴南区 20\n两江新区 10", "stages": "全部 2018-08-31 8999",
    }  # fmt: skip
    url = reverse("services:new_contract")
    assert "各期金额合计8,999元" in client.post(url, sent).content.decode()
    done = client.post(url, sent | {"stages": "全部 2018-08-31 9000"})
    made = Contract.objects.get()
    assert done["Location"] == reverse("services:contract", args=[made.key])
    assert (made.places, made.areas.count(), made.budget_fen) == (30, 2, 900_000)


def test_a_district_shows_accepts_and_the_buyer_pays_on_the_pages(
    client_of: Clients, reader: Callable[[Role], Reader]
) -> None:
    by = reader(Role.DISTRICT_OFFICER)
    contract = make_district_contract(make_provider(by), by, "2018-02")
    client = client_of(Role.DISTRICT_OFFICER)
    page = reverse("services:milestone", args=[contract.milestones.get().pk])
    assert (
        "还没有佐证材料"
        in client.post(page, {"do": "verdict", "verdict": "accepted"}).content.decode()
    )
    file = SimpleUploadedFile("签到表.pdf", b"%PDF-1.7 x")
    client.post(page, {"do": "show", "said": "", "file": file})
    shown = contract.areas.get().evidence.get()
    answer = client.get(reverse("services:evidence", args=[shown.key]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Disposition"].startswith("attachment")
    client.post(page, {"do": "verdict", "verdict": "accepted"})
    due = PaymentDue.objects.get()
    url = reverse("services:contract", args=[contract.key])
    sent = {"do": "pay", "payment": due.pk, "on": "2018-08-24", "voucher": "18-77"}
    assert client.post(url, sent).status_code == 302
    assert "已于2018年8月24日登记支付" in client.post(url, sent).content.decode()


def test_a_person_is_kept_on_her_page(
    cast: Any, client_of: Clients, reader: Callable[[Role], Reader]
) -> None:
    by = reader(Role.DISTRICT_OFFICER)
    user = cast.staff[Role.COUNSELLOR]
    found = make_practitioner(user, make_provider(by), by, checked_on=None, pledged=False)
    client, url = (
        client_of(Role.DISTRICT_OFFICER),
        reverse("services:practitioner", args=[found.pk]),
    )
    assert "没有背景查询" in client.get(url).content.decode()
    said = {"on": "2018-08-20", "organ": "巴南区公安局", "result": "clear"}
    client.post(url, {"do": "check", **said})
    client.post(url, {"do": "pledge", "on": "2018-08-20"})
    assert "手续齐全" in client.get(url).content.decode()
    form = client.get(url).context["change"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"left_on": "2018-08-24"}
    client.post(url, {"do": "change", **sent})
    assert Practitioner.objects.get().left_on and "不在岗" in client.get(url).content.decode()
