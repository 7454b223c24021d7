"""The pages of group programmes: little for whoever leads, figures that open, few queries."""

import datetime as dt
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.programmes.models import Face, Participant, Plan, Session
from nuantong.services.models import Contract
from tests.conftest import TODAY, VILLAGE, make_child

Clients = Callable[[Role], Client]
Hold = Callable[..., Session]


def page_of(session: Session, name: str = "session") -> str:
    return reverse(f"programmes:{name}", args=[session.key])


def test_whoever_leads_sees_of_a_child_what_the_contract_hands_over(
    hold: Hold, client_of: Clients, cast: SimpleNamespace
) -> None:
    session, child = hold(), cast.children.own
    text = client_of(Role.COUNSELLOR).get(page_of(session)).content.decode()
    assert child.name in text and "女" in text
    assert child.number not in text and "八角村" not in text
    officer = client_of(Role.DISTRICT_OFFICER).get(page_of(session)).content.decode()
    assert child.number in officer


def test_after_the_last_day_the_list_is_gone_and_the_page_says_why(
    hold: Hold, client_of: Clients
) -> None:
    session, client = hold(), client_of(Role.COUNSELLOR)
    Contract.objects.update(ended_on=TODAY - dt.timedelta(days=1), ended_why="机构注销")
    assert client.get(page_of(session)).status_code == 404
    assert client.get(page_of(session, "sheet")).status_code == 404
    text = client.get(reverse("programmes:sessions")).content.decode()
    assert "合同已于2018年8月23日到期" in text and "巴南区第1场" not in text


def test_a_tap_answers_with_its_line_and_the_count(hold: Hold, client_of: Clients) -> None:
    session, client = hold(), client_of(Role.COUNSELLOR)
    row = session.participants.get()
    sent = {"do": "came", "participant": row.pk}
    answer = client.post(page_of(session), sent, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert f'id="p-{row.pk}"' in text and "到场 <b>1</b>" in text and "<html" not in text
    assert client.post(page_of(session), sent)["Location"].endswith(f"#p-{row.pk}")
    client.post(page_of(session, "faces"), {"how": "4", "key": "not-a-key"})
    form = client.get(page_of(session, "faces"))
    client.post(page_of(session, "faces"), {"how": "4", "key": form.context["key"]})
    assert Face.objects.get().how == 4


def test_the_sheet_that_was_taken_out_comes_back(
    hold: Hold, client_of: Clients, cast: SimpleNamespace
) -> None:
    session, client = hold(), client_of(Role.COUNSELLOR)
    taken = client.get(page_of(session, "sheet"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(taken.streaming_content)))
    sheet = book.active
    sheet.cell(row=4, column=4).value = "是"
    file = io.BytesIO()
    book.save(file)
    sent = {"file": SimpleUploadedFile("签到表.xlsx", file.getvalue())}
    assert "1行已登记" in client.post(page_of(session, "sheet"), sent).content.decode()
    assert Participant.objects.get().came


def test_lines_that_were_not_taken_are_shown_with_their_reason(
    hold: Hold, client_of: Clients
) -> None:
    session = hold(lines=None)
    make_child("小同", VILLAGE)
    sent = {"do": "ask", "lines": "小乐\n查无此人", "agreed": "on"}
    text = client_of(Role.DISTRICT_OFFICER).post(page_of(session), sent).content.decode()
    assert "台账里没有" in text and "1名已在名单上" in text
    assert session.participants.count() == 1


def test_a_session_is_arranged_on_the_districts_page(
    plan: Plan, facilitator: Any, client_of: Clients
) -> None:
    client, url = client_of(Role.DISTRICT_OFFICER), reverse("programmes:plan", args=[plan.pk])
    sent = {"do": "meeting", "on": "2019-03-01", "venue": "文化站", "facilitator": facilitator.pk}
    assert "不在合同期内" in client.post(url, sent).content.decode()
    client.post(url, sent | {"on": "2018-09-01"})
    assert Session.objects.get().number == 1


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.LEADER])
def test_coverage_asks_the_database_little_however_many_sessions(
    hold: Hold, client_of: Clients, role: Role, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        hold()
    client = client_of(role)
    client.get(reverse("programmes:coverage"))
    with django_assert_max_num_queries(16):
        text = client.get(reverse("programmes:coverage")).content.decode()
    assert ("programmes/sessions" in text) == (role == Role.CITY_OFFICER)


def test_a_roll_asks_the_database_little_however_many_come(
    hold: Hold, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    session = hold(lines=[make_child(f"小{n}", VILLAGE).number for n in range(12)])
    client = client_of(Role.COUNSELLOR)
    with django_assert_max_num_queries(22):
        client.get(page_of(session))


def test_the_childs_file_has_the_session_she_came_to(hold: Hold, client_of: Clients, cast) -> None:
    row = hold().participants.get()
    page, chair = reverse("people:child", args=[row.child.number]), client_of(Role.TOWNSHIP_CHAIR)
    assert "参加团体辅导" not in chair.get(page).content.decode()
    client_of(Role.COUNSELLOR).post(page_of(row.session), {"do": "came", "participant": row.pk})
    assert "参加团体辅导" in chair.get(page).content.decode()
