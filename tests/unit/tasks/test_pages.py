"""The pages of tasks: the list, one task, the number in the menu, the child's page."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse

from nuantong.access.roles import Permission, Role
from nuantong.audit.models import Event
from nuantong.tasks.models import Task
from tests.conftest import TODAY, VILLAGE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LIST = reverse("tasks:tasks")


def page(task: Task) -> str:
    return reverse("tasks:task", args=[task.pk])


def titles(client, query: str = "") -> set[str]:
    answer = client.get(LIST + query)
    return {line.task.title for line in answer.context["lines"]}


def test_the_list_narrows_by_kind_end_owner_place_and_state(
    raised, client_of, cast, make, reader
) -> None:
    officer = cast.staff[Role.DISTRICT_OFFICER]
    raised(key="1", title="过期", due_on=TODAY - DAY)
    raised(key="2", title="今天", due_on=TODAY, owner=officer)
    raised(key="3", title="下月", due_on=TODAY + 30 * DAY)
    raised(key="4", title="村里", region=make.place(VILLAGE).pk, kind="danger")
    client = client_of(Role.DISTRICT_OFFICER)
    assert titles(client) == {"过期", "今天", "下月", "村里"}
    assert titles(client, "?due=late") == {"过期"}
    assert titles(client, "?due=near") == {"今天"}
    assert titles(client, "?due=later") == {"下月"}
    assert titles(client, "?due=none") == {"村里"}
    assert titles(client, "?owner=mine") == {"今天"}
    assert titles(client, "?kind=danger") == {"村里"}
    assert titles(client, f"?place={VILLAGE}") == {"过期", "今天", "下月", "村里"}
    assert titles(client, "?place=500113112") == set()
    assert titles(client, "?state=done") == set()
    assert client.get(LIST).context["counts"] == {"open": 4, "late": 1, "near": 1, "mine": 1}


def test_a_wide_scope_reads_masked_names(raised, client_of) -> None:
    raised()
    for role, name in ((Role.TOWNSHIP_CHAIR, "小乐"), (Role.CITY_OFFICER, "小*")):
        assert name in client_of(role).get(LIST).content.decode()


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR])
def test_a_task_is_finished_with_words_on_phone_and_desk(raised, client_of, role: Role) -> None:
    task, client = raised(permission=Permission.RECORD_CONTACT), client_of(role)
    assert (
        "请写明办理情况" in client.post(page(task), {"do": "finish", "version": 1}).content.decode()
    )
    sent = {"do": "finish", "how": "上门看过", "version": task.version}
    assert client.post(page(task), sent).status_code == 302
    assert "上门看过" in client.get(page(task)).content.decode()
    assert titles(client, "?state=done") == {"核对电话"}
    assert titles(client) == set()


def test_a_task_is_handed_over_and_one_that_is_moot_withdrawn(raised, client_of, cast) -> None:
    task, client = raised(), client_of(Role.TOWNSHIP_CHAIR)
    officer = cast.staff[Role.DISTRICT_OFFICER]
    client.post(page(task), {"do": "assign", "to": officer.pk, "version": 1})
    assert officer.name in client.get(LIST).content.decode()
    client.post(page(task), {"do": "withdraw", "reason": "已搬走", "version": 2})
    assert Task.objects.get().withdrawn_reason == "已搬走"


def test_a_person_who_may_not_do_it_cannot_be_chosen(raised, client_of, cast) -> None:
    task, client = raised(), client_of(Role.TOWNSHIP_CHAIR)
    client.post(page(task), {"do": "assign", "to": cast.staff[Role.LEADER].pk, "version": 1})
    assert Task.objects.get().owner is None


def test_looking_at_a_childs_task_is_on_the_log(raised, client_of, cast) -> None:
    client_of(Role.TOWNSHIP_CHAIR).get(page(raised()))
    assert Event.objects.get(action="查看待办").child_number == cast.children.own.number


def test_the_words_of_a_task_belong_to_the_file(raised, client_of, cast) -> None:
    """A city officer reads them after saying why she opens the file."""
    task, client = raised(note="祖母病重"), client_of(Role.CITY_OFFICER)
    assert "祖母病重" not in client.get(page(task)).content.decode()
    client.post(f"/children/{cast.children.own.number}/reason/", {"reason": "督办"})
    assert "祖母病重" in client.get(page(task)).content.decode()


def test_the_number_in_the_menu_follows_ones_own_work_at_once(raised, client_of) -> None:
    task, client = raised(), client_of(Role.TOWNSHIP_CHAIR)
    number = reverse("tasks:number")
    assert "1<" in client.get(number).content.decode()
    client.post(page(task), {"do": "finish", "how": "办了", "version": 1})
    assert "nt-number" not in client.get(number).content.decode()


def test_the_number_costs_a_page_nothing(raised, client_of) -> None:
    """Not at hand, it is asked for after the page; at hand, it stands in it."""
    raised()
    client = client_of(Role.TOWNSHIP_CHAIR)
    cold = client.get("/complaints/mine/").content.decode()
    assert f'hx-get="{reverse("tasks:number")}"' in cold
    cache.clear()
    client.get(reverse("tasks:number"))
    assert "1<" in client.get("/complaints/mine/").content.decode()


def test_the_childs_page_shows_what_is_still_to_be_done_to_whom_it_concerns(
    raised, client_of, cast
) -> None:
    raised()
    url = reverse("people:child", args=[cast.children.own.number])
    assert "核对电话" in client_of(Role.TOWNSHIP_CHAIR).get(url).content.decode()
    assert "核对电话" not in client_of(Role.VILLAGE_CHAIR).get(url).content.decode()


def test_it_leads_to_the_page_where_it_is_done_and_says_nothing_of_a_page_that_is_gone(
    raised, client_of, cast
) -> None:
    args = {"number": cast.children.own.number}
    here = raised(url_name="people:edit_child", url_args=args)
    gone = raised(key="2", url_name="people:vanished", url_args=args)
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert reverse("people:edit_child", kwargs=args) in client.get(page(here)).content.decode()
    assert "去办理" not in client.get(page(gone)).content.decode()


def test_without_the_version_of_the_page_nothing_is_done(raised, client_of) -> None:
    task, client = raised(), client_of(Role.TOWNSHIP_CHAIR)
    for do in ("finish", "assign", "withdraw"):
        for version in ({}, {"version": ""}, {"version": "9" * 400}, {"version": "x"}):
            sent = {"do": do, "how": "办了", "reason": "不用办", "to": "", **version}
            assert client.post(page(task), sent).status_code == 200
    task.refresh_from_db()
    assert task.is_open and task.version == 1
