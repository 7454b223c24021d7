"""The pages: each role sees and does what is hers."""

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.carers import actions
from nuantong.carers.models import Application, BackgroundCheck
from nuantong.people.models import Carer
from tests.conftest import TODAY, VILLAGE, place
from tests.unit.carers.conftest import ORGAN, clear, number_of

pytestmark = pytest.mark.django_db
FORM = {
    "name": "秦素芬", "id_number": number_of(21), "phone": "13988001155", "capacity": "1",
    "place": place, "availability": ["weekend"],
}  # fmt: skip


def sent(**values) -> dict:
    return {**FORM, "place": VILLAGE + "000"[: 12 - len(VILLAGE)], **values}


def text(answer) -> str:
    return answer.content.decode()


def test_a_chair_proposes_a_township_confirms_a_district_approves(client_of) -> None:
    chair, township = client_of(Role.VILLAGE_CHAIR), client_of(Role.TOWNSHIP_CHAIR)
    answer = chair.post(reverse("carers:new_application"), sent())
    found = Application.objects.get()
    url = reverse("carers:application", args=[found.key])
    assert answer.url == url and found.availability == ["weekend"]
    assert "核实通过" not in text(chair.get(url)) and "核实通过，报区县" in text(township.get(url))
    township.post(url, {"do": "confirm", "version": 1, "words_": "见过面"})
    district = client_of(Role.DISTRICT_OFFICER)
    assert number_of(21) in text(district.get(url)) and number_of(21) not in text(chair.get(url))
    approved = district.post(url, {"do": "approve", "version": 2, "on": TODAY, "organ": ORGAN})
    assert "一次性密码" in text(approved) and "一次性密码" not in text(district.get(url))
    carer = Carer.objects.get(name="秦素芬")
    page = text(district.get(reverse("people:carer", args=[carer.pk])))
    assert ORGAN in page and "周末" in page and "未签" in page


def test_a_new_carer_is_registered_with_what_was_checked(client_of) -> None:
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("carers:new_carer")
    assert "查询机关" in text(client.get(url))
    form = sent(status="active", on=TODAY)
    assert "登记背景查询要有日期、机关和结果" in text(client.post(url, form))
    assert not Carer.objects.filter(name="秦素芬").exists()
    form |= {"organ": ORGAN, "result": "clear", "document": "巴公查〔2018〕7号"}
    assert client.post(url, form).status_code == 302
    check = BackgroundCheck.objects.get(carer__name="秦素芬")
    assert (check.on, check.organ, check.document) == (TODAY, ORGAN, "巴公查〔2018〕7号")
    other = sent(status="active", name="贺桂英", id_number=number_of(23))
    assert client.post(url, other).status_code == 302
    assert not Carer.objects.get(name="贺桂英").checks.exists()
    assert client_of(Role.VILLAGE_CHAIR).get(url).status_code == 403


def test_a_form_sent_twice_is_one_application(client_of) -> None:
    chair, key = client_of(Role.VILLAGE_CHAIR), "8f6f2b2c-6ef1-4d0e-b9a9-4a4b2a0b8f10"
    for _ in range(2):
        assert chair.post(reverse("carers:new_application"), sent(key=key)).status_code == 302
    assert Application.objects.count() == 1
    answer = chair.post(reverse("carers:new_application"), sent())
    assert "已有一份申请" in text(answer)


def test_a_stale_form_is_refused_in_words(client_of, applied) -> None:
    url = reverse("carers:application", args=[applied().key])
    answer = client_of(Role.TOWNSHIP_CHAIR).post(
        url, {"do": "refuse", "version": 9, "reason": "不行"}
    )
    assert "已有变化" in text(answer)


def test_ticked_carers_get_one_check(client_of, make) -> None:
    ours = [make.carer(name, VILLAGE, background_checked_on=None) for name in ("甲甲", "乙乙")]
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("carers:checks")
    assert "甲甲" in text(client.get(url))
    form = {"carer": [one.pk for one in ours], "on": TODAY, "organ": ORGAN}
    assert client.post(url, form).status_code == 302
    assert BackgroundCheck.objects.filter(on=TODAY, organ=ORGAN).count() == 2
    assert "都在有效期内" in text(client.get(url))
    assert "请先在名单里勾选" in text(client.post(url, {"on": TODAY, "organ": ORGAN}))


def test_what_was_found_is_for_those_who_keep_the_record(client_of, cast, township) -> None:
    check = clear(result="adverse", note="某案")
    actions.enter_check(carer=cast.carer, check=check, by=township)
    url = reverse("people:carer", args=[cast.carer.pk])
    chairs, townships = (
        text(client_of(Role.VILLAGE_CHAIR).get(url)),
        text(client_of(Role.TOWNSHIP_CHAIR).get(url)),
    )
    assert "不能结对" in chairs and ">有相关违法犯罪记录" not in chairs and "某案" not in chairs
    assert "有相关违法犯罪记录" in townships and "某案" in townships


def test_a_carer_keeps_her_own_record_on_the_phone(client_of, cast) -> None:
    client, url = client_of(Role.CARER), reverse("carers:own")
    assert "签署承诺书" in text(client.get(url))
    client.post(url, {"do": "sign"})
    assert "已签" in text(client.get(url))
    form = {"do": "save", "version": 1, "phone": "13988001177", "availability": ["evening"]}
    assert client.post(url, form).status_code == 302
    assert "已被他人修改" in text(client.post(url, {**form, "phone": "13988001178"}))
    assert Carer.objects.get(pk=cast.carer.pk).availability == ["evening"]
    assert client_of(Role.TOWNSHIP_CHAIR).get(url).status_code == 404
    assert client.get(reverse("carers:checks")).status_code == 403


def test_a_changed_capacity_asks_why(client_of, cast) -> None:
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("people:edit_carer", args=[cast.carer.pk])
    form = client.get(url).context["form"]
    values = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    values |= {"initial-" + k: v for k, v in values.items()} | {
        "capacity": 3,
        "place": cast.carer.place.code,
    }
    assert "请写明原因" in text(client.post(url, values))
    assert client.post(url, {**values, "capacity_reason": "退休了"}).status_code == 302
    assert cast.carer.capacity_changes.get().reason == "退休了"
