"""The open page: anybody with the link applies, nobody learns from it who is registered."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.carers import actions
from nuantong.carers.actions import submissions
from nuantong.carers.models import Application, Submission
from nuantong.carers.pictures import picture_of
from nuantong.carers.queries.submissions import SIGNER, state_of
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.people.models import Carer
from nuantong.tasks.models import Task
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE, place
from tests.unit.carers.conftest import clear, number_of

pytestmark = pytest.mark.django_db
TOWNSHIP = VILLAGE[:9].ljust(12, "0")


def address(code: str = VILLAGE) -> str:
    return reverse("carers:join", args=[SIGNER.sign(code)])


def filled(**values: Any) -> dict[str, Any]:
    return {
        "name": "秦素芬", "id_number": number_of(21), "phone": "13988001155", "checked": "on",
        "pledged": "on", "key": str(uuid.uuid4()), **values,
    }  # fmt: skip


def text(answer: Any) -> str:
    return answer.content.decode()


def receipt(answer: Any) -> str:
    found = re.search(r"<output>([\d ]+)</output>", text(answer))
    assert found is not None, text(answer)
    return found[1].replace(" ", "")


def shape(answer: Any) -> str:
    """The page without what differs each time."""
    return re.sub(r"<output>[\d ]+</output>|value=\"[\w-]{20,}\"", "", text(answer))


def send(**values: Any) -> Submission:
    applicant = actions.Applicant(
        name="秦素芬", phone="13988001155", place_id=place(VILLAGE).pk,
        id_number=values.pop("id_number", number_of(21)),
    )  # fmt: skip
    return actions.submit(
        applicant=applicant, **{"key": uuid.uuid4(), "sender": "10.0.0.1", **values}
    )


def test_she_applies_and_her_township_has_a_task(cast, township) -> None:
    client = Client()
    assert "我想做爱心妈妈" in text(client.get(address()))
    number = receipt(client.post(address(), filled()))
    found = Submission.objects.get(number=number)
    application = found.application
    assert application is not None and application.place.code == VILLAGE
    assert (application.entered_by, application.entered_by_name) == (None, "本人（网上申请）")
    [task] = Task.objects.open().visible_to(township)
    assert (task.kind, task.url_args) == ("carers.check", {"key": str(application.key)})
    assert "强制" not in str(found.agreed) and "立即向公安机关报告" in str(found.agreed)


def test_what_identifies_her_is_not_readable_in_the_database(cast) -> None:
    send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM carers_submission s")
        row = cursor.fetchone()[0]
    assert number_of(21) not in row and "13988001155" not in row


def test_approved_she_is_a_carer_with_the_pledge_she_gave(cast, township, district) -> None:
    found = send().application
    actions.confirm(application=found, words_="见过面", version=1, by=township)
    carer = actions.approve(application=found, check=clear(), version=2, by=district).carer
    assert carer.pledges.get().on == TODAY and carer.user is not None


def test_the_page_says_the_same_to_one_who_is_a_carer_already(cast, township) -> None:
    index = Carer._meta.get_field("id_index").of(number_of(21))
    Carer.objects.filter(pk=cast.carer.pk).update(id_index=index)
    known = Client().post(address(), filled())
    new = Client().post(address(), filled(id_number=number_of(23)))
    again = Client().post(address(), filled(id_number=number_of(23)))
    assert known.status_code == new.status_code == 200
    assert shape(known) == shape(new) == shape(again)
    for answer in (known, new, again):
        assert "会打电话与您联系" in state_of(receipt(answer), "1155")
    assert Application.objects.count() == 1
    kinds = sorted(Task.objects.open().visible_to(township).values_list("kind", flat=True))
    assert kinds == ["carers.asks", "carers.asks", "carers.check"]


def test_the_township_answers_whom_it_knows(cast, township, client_of) -> None:
    index = Carer._meta.get_field("id_index").of(number_of(21))
    Carer.objects.filter(pk=cast.carer.pk).update(id_index=index)
    found = send()
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("carers:submission", args=[found.key])
    page = text(client.get(url))
    assert cast.carer.name in page and number_of(21) not in page
    assert client.post(url, {"words": "她已是爱心妈妈"}).status_code == 302
    assert not Task.objects.open().filter(kind="carers.asks").exists()
    assert state_of(found.number, "1155") == "乡镇（街道）妇联已经与您联系过。"
    with pytest.raises(Refusal, match="已经答复"):
        actions.answer_submission(submission=found, words="再答复", by=township)
    assert client_of(Role.VILLAGE_CHAIR).get(url).status_code == 403


def test_sent_twice_is_one_receipt(cast) -> None:
    client, form = Client(), filled()
    assert receipt(client.post(address(), form)) == receipt(client.post(address(), form))
    assert Submission.objects.count() == Application.objects.count() == 1


def test_what_cannot_be_right_is_said_where(cast) -> None:
    client = Client()
    for wrong, said in (
        ({"id_number": "50011319780312002"}, "身份证号"),
        ({"phone": "12"}, "手机"),
        ({"checked": ""}, "同意了才能申请"),
        ({"pledged": ""}, "同意了才能申请"),
        ({"name": ""}, "请填写姓名"),
    ):
        answer = client.post(address(), filled(**wrong))
        assert answer.status_code == 422 and said in text(answer)
    assert not Submission.objects.exists()


def test_a_link_of_a_township_asks_for_the_village(cast) -> None:
    client, url = Client(), address(TOWNSHIP)
    assert client.post(url, filled()).status_code == 422
    receipt(client.post(url, filled(place=NEXT_VILLAGE)))
    assert Submission.objects.get().place.code == NEXT_VILLAGE
    assert client.post(url, filled(place="500118116200")).status_code == 422


def test_a_link_that_is_old_or_made_up_leads_nowhere(cast, monkeypatch) -> None:
    client = Client()
    for token in (VILLAGE, f"{VILLAGE}:x:y", SIGNER.sign(VILLAGE[:6].ljust(12, "0"))):
        answer = client.get(reverse("carers:join", args=[token]))
        assert answer.status_code == 404 and "不能用了" in text(answer)
    url = address()
    monkeypatch.setattr("nuantong.carers.queries.submissions.LASTS", -1)
    assert client.get(url).status_code == 404


def test_a_receipt_needs_the_end_of_the_telephone(cast) -> None:
    found = send()
    client, url = Client(), reverse("carers:receipt")
    assert "没有找到" in text(client.post(url, {"number": found.number, "tail": "0000"}))
    assert "没有找到" in text(client.post(url, {"number": "0000000000", "tail": "1155"}))
    page = text(client.post(url, {"number": found.spaced, "tail": "1155"}))
    assert "已收到" in page and "秦素芬" not in page and VILLAGE not in page


def test_her_receipt_follows_the_application_and_tells_no_reason(cast, township, district) -> None:
    found = send()
    actions.confirm(application=found.application, words_="见过面", version=1, by=township)
    assert "正等区县" in state_of(found.number, "1155")
    actions.refuse(application=found.application, reason="有前科", version=2, by=district)
    said = state_of(found.number, "1155")
    assert "没有批准" in said and "前科" not in said


def test_too_many_from_one_place_wait(cast, monkeypatch) -> None:
    monkeypatch.setattr(submissions, "OF_A_SENDER", 2)
    for sequence in (21, 23):
        send(id_number=number_of(sequence))
    with pytest.raises(Refusal, match="太多"):
        send(id_number=number_of(25))
    answer = Client(REMOTE_ADDR="10.0.0.1").post(address(), filled(id_number=number_of(25)))
    assert answer.status_code == 422 and "太多" in text(answer)
    send(id_number=number_of(25), sender="10.0.0.2")
    later = clock.now() + dt.timedelta(hours=2)
    monkeypatch.setattr(submissions.clock, "now", lambda: later)
    send(id_number=number_of(27))
    monkeypatch.setattr(submissions, "OF_A_PLACE", 4)
    with pytest.raises(Refusal, match="太多"):
        send(id_number=number_of(29), sender="10.0.0.3")


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"name": ""}, "submission_says_who_and_agrees"),
        ({"agreed": ""}, "submission_says_who_and_agrees"),
        ({"phone": ""}, "submission_says_who_and_agrees"),
        ({"answered_on": TODAY}, "submission_is_answered_or_applied"),
        ({"answered_on": TODAY, "answer": "好"}, "submission_is_answered_or_applied"),
    ],
)
def test_the_database_refuses_what_is_no_submission(
    cast, values: dict[str, Any], name: str
) -> None:
    found = send()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Submission.objects.filter(pk=found.pk).update(**values)


def test_a_chair_shows_the_link_of_her_village(client_of) -> None:
    page = text(client_of(Role.VILLAGE_CHAIR).get(reverse("carers:invite")))
    link = re.search(r'href="http://testserver(/carers/join/[^"]+)"', page)
    assert link is not None and "八角村" in text(Client().get(link[1]))
    assert picture_of(f"http://testserver{link[1]}") in page
    district, url = client_of(Role.DISTRICT_OFFICER), reverse("carers:invite")
    assert "/carers/join/" not in text(district.get(url))
    assert "/carers/join/" in text(district.get(f"{url}?place={VILLAGE}"))
