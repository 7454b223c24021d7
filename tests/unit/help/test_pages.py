"""The complaints pages: a name before anything is sent, and an answer that arrives."""

import uuid

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.help.actions import answer
from nuantong.help.models import Complaint, ComplaintStep

pytestmark = pytest.mark.django_db
NEW = reverse("help:complain")
OFFICERS = {Role.DISTRICT_OFFICER, Role.CITY_OFFICER}


def post(client, **data):
    return client.post(NEW, {"key": uuid.uuid4(), "kind": "complaint", "text": "走访太少", **data})


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_who_will_answer(client_of, role: Role) -> None:
    page = client_of(role).get(NEW).content.decode()
    assert "7 个工作日内答复" in page
    assert ("妇联干部" in page) or role is Role.CITY_OFFICER


def test_signed_out_one_signs_in_first(client) -> None:
    assert client.get(NEW).url.startswith("/sign-in/")


def test_the_officer_is_named(client_of) -> None:
    page = client_of(Role.CARER).get(NEW).content.decode()
    assert "巴南区妇联 区县妇联干部" in page and "重庆市妇联 市妇联干部" in page


def test_sent_twice_it_is_one_complaint(client_of) -> None:
    client, key = client_of(Role.CARER), uuid.uuid4()
    assert post(client, key=key).url == post(client, key=key).url
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("said", [{"text": " \x00"}, {"kind": "x"}, {"text": "长" * 20_001}])
def test_what_cannot_be_kept_is_said(client_of, said) -> None:
    assert "还没有保存" in post(client_of(Role.CARER), **said).content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_a_complaint(client_of, write, carer, role: Role) -> None:
    address = reverse("help:complaint", args=[write(carer).key])
    allowed = OFFICERS | {Role.CARER}
    assert client_of(role).get(address).status_code == (200 if role in allowed else 404)


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_the_list(client_of, role: Role) -> None:
    response = client_of(role).get(reverse("help:complaints"))
    assert response.status_code == (200 if role in OFFICERS else 403)


def test_one_complained_about_does_not_find_it(client_of, write, carer) -> None:
    complaint = write(carer, about_officer=True)
    client = client_of(Role.DISTRICT_OFFICER)
    assert client.get(reverse("help:complaint", args=[complaint.key])).status_code == 404
    assert "走访太少" not in client.get(reverse("help:complaints")).content.decode()


def test_the_answer_reaches_the_writer(client_of, write, carer) -> None:
    address, key = reverse("help:complaint", args=[write(carer).key]), uuid.uuid4()
    officer = client_of(Role.DISTRICT_OFFICER)
    for _ in range(2):
        assert officer.post(address, {"key": key, "text": "本周就去"}).status_code == 302
    assert ComplaintStep.objects.filter(kind="answered").count() == 1
    assert "本周就去" in client_of(Role.CARER).get(address).content.decode()
    assert "已答复" in client_of(Role.CARER).get(reverse("help:mine")).content.decode()


def test_the_writer_cannot_answer(client_of, write, carer) -> None:
    address = reverse("help:complaint", args=[write(carer).key])
    client_of(Role.CARER).post(address, {"text": "我自己答"})
    assert not ComplaintStep.objects.exists()


def test_the_unanswered_come_first(client_of, write, carer, officer) -> None:
    done = write(carer, text="第一件")
    write(carer, text="第二件")
    answer(by=officer, complaint=done, key=uuid.uuid4(), text="好")
    page = client_of(Role.DISTRICT_OFFICER).get(reverse("help:complaints")).content.decode()
    assert page.index("第二件") < page.index("第一件")


def test_the_list_takes_few_queries(client_of, write, carer, django_assert_max_num_queries) -> None:
    for _ in range(5):
        write(carer)
    client = client_of(Role.DISTRICT_OFFICER)
    client.get(reverse("help:complaints"))
    with django_assert_max_num_queries(12):
        client.get(reverse("help:complaints"))
