"""Who sees what of a screening, page by page; the child's page leads nowhere else."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.instruments.tickets import ticket
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child
from nuantong.screening.actions.entering import begin, save_row
from nuantong.screening.models import Participant, Round
from tests.conftest import SINCE, VILLAGE
from tests.unit.screening.conftest import agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast: SimpleNamespace) -> Child:
    found: Child = cast.children.own
    Pairing.objects.create(
        child=found, carer=cast.carer, start=SINCE, tier="village", checked_on=SINCE
    )
    return found


@pytest.fixture
def sheet(
    round_: Round, child: Child, chair: Reader, counsellor: Reader, version: InstrumentVersion
) -> AnswerSheet:
    """Begun on a tablet."""
    agree(child, chair)
    return begin(round_=round_, child=child, version=version, mode="tablet", by=chair)


@pytest.fixture
def red(
    round_: Round, child: Child, chair: Reader, counsellor: Reader, version: InstrumentVersion
) -> AnswerSheet:
    """Typed in, with a red item."""
    agree(child, chair)
    texts = {str(n): "0" for n in range(1, 9)} | {"9": "2"}
    made, _ = save_row(
        round_=round_, child=child, version=version, texts=texts, blanks=False, by=chair
    )
    assert made is not None
    return made


def test_a_child_answers_goes_back_skips_pauses_and_hands_in(sheet: AnswerSheet) -> None:
    tablet, page = Client(), reverse("instruments:answer", args=[ticket(sheet)])
    assert "开始" in tablet.get(page).content.decode()
    for number in range(1, 10):
        value = "" if number == 4 else "1" if number < 9 else "0"
        answer = tablet.post(page, {"item": str(number), "value": value})
        assert answer.headers["Location"] == f"{page}?q={number + 1}"
    assert "有 1 题没有回答" in tablet.get(f"{page}?q=10").content.decode()
    assert "休息一下" in tablet.get(f"{page}?pause=1").content.decode()
    assert 'aria-pressed="true"' in tablet.get(f"{page}?q=1").content.decode()
    assert "只能选" in tablet.post(page, {"item": "1", "value": "77"}).content.decode()
    assert "谢谢你" in tablet.post(page, {"finish": "1"}, follow=True).content.decode()
    sheet.refresh_from_db()
    assert (sheet.answered, sheet.valid) == (8, True)
    assert "谢谢你" in tablet.post(page, {"item": "1", "value": "3"}).content.decode()
    assert AnswerSheet.objects.get().given["1"] == 1


def test_the_childs_page_leads_nowhere_and_names_nobody(sheet: AnswerSheet, child: Child) -> None:
    page = reverse("instruments:answer", args=[ticket(sheet)])
    for query in ("", "?q=1", "?q=10", "?pause=1"):
        text = Client().get(page + query).content.decode()
        links = re.findall(r'href="([^"]+)"', text)
        assert all(one.startswith(("?", "/static/")) for one in links), links
        assert not [one for one in (child.name, child.number, sheet.given_by) if one in text]


def test_stopping_is_allowed_and_voids_the_sheet(sheet: AnswerSheet) -> None:
    page = reverse("instruments:answer", args=[ticket(sheet)])
    assert "不想做没关系" in Client().post(page, {"stop": "1"}, follow=True).content.decode()
    sheet.refresh_from_db()
    assert sheet.voided_why == "孩子不想继续"
    assert Participant.objects.get(child=sheet.child).stage == "ready"


@pytest.mark.parametrize("token", ["nonsense", "0" * 32, "a:b:c"])
def test_a_wrong_ticket_opens_nothing(db: None, token: str) -> None:
    answer = Client().get(reverse("instruments:answer", args=[token]))
    assert (answer.status_code, "还给老师" in answer.content.decode()) == (200, True)


def test_handing_over_signs_the_officer_out(
    sheet: AnswerSheet, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    page = reverse("instruments:hand_over", args=[sheet.key])
    assert "退出登录" in client.get(page).content.decode()
    address = client.post(page).headers["Location"]
    assert address.startswith("/scales/answer/")
    assert client.get("/children/").status_code == 302
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_the_answers_open_to_the_childs_counsellor_and_the_supervisor_alone(
    red: AnswerSheet, client_of: Callable[[Role], Client], role: Role
) -> None:
    answer = client_of(role).get(reverse("instruments:sheet", args=[red.key]))
    assert (answer.status_code == 200) == (role in {Role.COUNSELLOR})


@pytest.mark.parametrize("role", [Role.CARER, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER])
def test_others_see_a_colour_and_advice_and_never_an_answer(
    red: AnswerSheet, client_of: Callable[[Role], Client], role: Role, round_: Round, child: Child
) -> None:
    client = client_of(role)
    seen = client.get(reverse("people:child", args=[child.number])).content.decode()
    assert "红色" in seen and "筛查提示，不是诊断" in seen
    assert "PHQ" not in seen
    for page in ("screening:grid", "screening:taking"):
        last = round_.scales.get().version_id if page.endswith("grid") else child.number
        text = client.get(reverse(page, args=[round_.pk, last])).content.decode()
        assert 'value="2"' not in text


def test_a_carer_of_another_child_or_without_colours_sees_none(
    red: AnswerSheet, client_of: Callable[[Role], Client], child: Child
) -> None:
    seen = client_of(Role.VILLAGE_CHAIR).get(reverse("people:child", args=[child.number]))
    assert seen.status_code == 200
    assert "红色" not in seen.content.decode()


def test_consent_assent_and_withdrawal_on_the_page(
    round_: Round, child: Child, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    page = reverse("screening:taking", args=[round_.pk, child.number])
    said = {"who": "guardian", "agreed": "yes", "giver": "guardian", "given_by": "祖母甲",
            "how": "spoken", "given_on": "2018-08-24"}  # fmt: skip
    assert "请选一项" in client.post(page, {"who": "guardian"}).content.decode()
    for sent, stage in (
        ({**said, "agreed": "no"}, "refused"), (said, "assent"),
        ({"who": "child", "agreed": "yes", "given_on": "2018-08-24"}, "ready"),
        ({"withdraw": "child"}, "withdrawn"),
    ):  # fmt: skip
        client.post(page, sent)
        assert Participant.objects.get(child=child).stage == stage


@pytest.mark.parametrize(
    ("page", "most"), [("screening:round", 16), ("screening:participants", 16)]
)
def test_a_page_asks_the_database_a_few_questions(
    red: AnswerSheet, client_of: Callable[[Role], Client], django_assert_max_num_queries: Callable,
    round_: Round, page: str, most: int, make: SimpleNamespace,
) -> None:  # fmt: skip
    client = client_of(Role.DISTRICT_OFFICER)
    client.get(reverse(page, args=[round_.pk]))
    with django_assert_max_num_queries(most):
        assert client.get(reverse(page, args=[round_.pk])).status_code == 200
    assert VILLAGE
