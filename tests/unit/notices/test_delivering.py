"""To the phone too: once by each gateway, tried again, never with a child's name."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.notices.delivering import PAUSES, deliver
from nuantong.notices.gateways import GATEWAYS, FileGateway, Message, register_gateway
from nuantong.notices.kinds import register_kind
from nuantong.notices.models import Delivery, Notice, Quiet
from tests.conftest import VILLAGE

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


class Postbox:
    """Takes every message, refuses some, or breaks down."""

    name = "box"

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refused: dict[int, str] = {}
        self.broken = False

    def send(self, messages: Sequence[Message]) -> Mapping[int, str]:
        if self.broken:
            raise ConnectionError
        self.messages += messages
        return self.refused


@pytest.fixture
def box() -> Iterator[Postbox]:
    before = dict(GATEWAYS)
    GATEWAYS.clear()
    found = Postbox()
    register_gateway(found)
    yield found
    GATEWAYS.clear()
    GATEWAYS.update(before)


@pytest.fixture
def tell_her(tell: Any, cast: Any) -> Any:
    """tell_her(**values): by a kind that leaves, to a carer with a phone."""
    register_kind("urgent", "请您答复", leaves=True)
    cast.carer.phone = PHONE
    cast.carer.save()
    return lambda **values: tell(**{"kind": "urgent", **values})


def a_while_later() -> None:
    """The waiting ones are due."""
    Delivery.objects.update(next_at=clock.now() - dt.timedelta(minutes=1))


def test_what_leaves_is_the_subject_once_and_no_word_of_the_child(box, tell_her, cast) -> None:
    tell_her(child=cast.children.own, text="小乐的祖母病重")
    tell_her(child=cast.children.own)
    assert box.messages == []
    assert deliver() == {"sent": 1, "failed": 0}
    assert deliver() == {"sent": 0, "failed": 0}
    [message] = box.messages
    assert (message.phone, message.text) == (PHONE, "【暖童】您有新结对的孩子")
    assert "小乐" not in repr(message)
    assert Delivery.objects.get().state == "sent"


def test_a_kind_that_does_not_leave_stays_in_the_product(box, tell) -> None:
    tell()
    assert not Delivery.objects.exists()


def test_a_notice_that_was_not_written_is_not_sent(box, tell_her) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell_her()
        raise RuntimeError
    assert not Delivery.objects.exists()


def test_what_did_not_arrive_is_tried_again_with_its_key_and_given_up_in_the_end(
    box, tell_her
) -> None:
    tell_her()
    box.broken = True
    for tries in range(1, len(PAUSES) + 1):
        assert deliver() == {"sent": 0, "failed": 1}
        row = Delivery.objects.get()
        assert (row.state, row.tries, row.error) == ("waiting", tries, "ConnectionError")
        assert deliver() == {"sent": 0, "failed": 0}
        a_while_later()
    deliver()
    assert Delivery.objects.get().state == "failed"


def test_one_that_is_refused_does_not_keep_the_others_back(box, tell_her, cast, make) -> None:
    other = make.carer("王桂兰", VILLAGE, phone="13800000002")
    tell_her()
    tell_her(to=other)
    box.refused = {Delivery.objects.get(notice__carer=other).pk: "号码停机"}
    assert deliver() == {"sent": 1, "failed": 1}
    assert Delivery.objects.get(state="waiting").error == "号码停机"


def test_who_has_no_phone_is_not_tried_again(box, tell_her, make) -> None:
    tell_her(to=make.carer("无手机", VILLAGE))
    deliver()
    assert Delivery.objects.get().state == "failed"
    assert box.messages == []


def test_who_wants_no_messages_reads_it_in_the_product(box, tell_her, cast, client_of) -> None:
    client = client_of(Role.CARER)
    client.post(reverse("notices:quiet"), {"quiet": "1"})
    client.post(reverse("notices:quiet"), {"quiet": "1"})
    assert Quiet.objects.count() == 1
    tell_her()
    assert Notice.objects.exists()
    assert not Delivery.objects.exists()
    assert "重要的也发短信" in client.get(reverse("notices:notices")).content.decode()
    client.post(reverse("notices:quiet"), {"quiet": "0"})
    assert not Quiet.objects.exists()


def test_her_page_says_whether_it_went_to_her_phone(box, tell_her, client_of) -> None:
    tell_her()
    page = reverse("notices:notices")
    assert "等待发送" in client_of(Role.CARER).get(page).content.decode()
    deliver()
    assert "已发短信" in client_of(Role.CARER).get(page).content.decode()


def test_the_file_gateway_writes_a_line_for_each_message(tmp_path) -> None:
    gateway = FileGateway(tmp_path / "new" / "messages.jsonl")
    for number in (1, 2):
        assert gateway.send([Message(number, PHONE, "您有新结对的孩子")]) == {}
    lines = (tmp_path / "new" / "messages.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == [1, 2]


def test_the_database_keeps_one_delivery_by_each_gateway(box, tell_her) -> None:
    tell_her()
    row = Delivery.objects.get()
    for values in (
        {"notice": row.notice, "gateway": "box", "next_at": row.next_at},
        {"notice": row.notice, "gateway": "other", "next_at": row.next_at, "state": "sent"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(**values)
