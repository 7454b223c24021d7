"""The three administrators: accounts, grants and the log, each only her own."""

import datetime as dt

import pytest
from django.urls import reverse

from nuantong.access.actions import accounts, grants
from nuantong.access.actions.grants import Scope, Term
from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import ADMINISTRATORS, Permission, Role
from nuantong.access.scopes import typed_scope
from nuantong.accounts.models import User
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from tests.conftest import TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
BEGINNING = Term(dt.date(2018, 8, 1))
PAGES = {
    "access:accounts": Role.SYSTEM_ADMIN,
    "access:grants": Role.SECURITY_ADMIN,
    "access:log": Role.AUDIT_ADMIN,
}


@pytest.fixture
def system(reader):
    return reader(Role.SYSTEM_ADMIN)


@pytest.fixture
def security(reader):
    return reader(Role.SECURITY_ADMIN)


@pytest.fixture
def newcomer(system) -> User:
    user, _ = accounts.open_account(
        by=system, staff_number="N-100", name="新同志", phone="13900000001"
    )
    return user


def give(by, user, role=Role.VILLAGE_CHAIR, scope=None, term=BEGINNING, reason="渝妇〔2018〕1号"):
    scope = scope or Scope(region=place(VILLAGE).pk)
    return grants.give_grant(by=by, user=user, role=role, scope=scope, term=term, reason=reason)


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("role", list(Role))
def test_each_administrator_has_one_page(client_of, page: str, role: Role) -> None:
    response = client_of(role).get(reverse(page))
    assert response.status_code == (200 if role is PAGES[page] else 403)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_nobody_else_opens_accounts(reader, role: Role) -> None:
    with pytest.raises(Refusal, match="系统管理员"):
        accounts.open_account(by=reader(role), staff_number="N-1", name="某", phone="")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECURITY_ADMIN}))
def test_nobody_else_gives_grants(reader, newcomer, role: Role) -> None:
    with pytest.raises(Refusal, match="安全管理员"):
        give(reader(role), newcomer)


def test_a_one_time_password_opens_one_page_only(client_of, client) -> None:
    data = {"staff_number": "N-200", "name": "小周", "phone": "139 0000 0002"}
    page = client_of(Role.SYSTEM_ADMIN).post(reverse("access:accounts"), data)
    password = page.context["password"]
    client.post(reverse("accounts:sign_in"), {"username": "13900000002", "password": password})
    assert client.get(reverse("accounts:me")).url == reverse("accounts:change_password")


@pytest.mark.parametrize(
    ("number", "name", "phone"),
    [("carer", "王", ""), ("N-3", "王", "13900000001"), ("工号", "王", ""), ("N-3", " \x00", ""),
     ("N-3", "王", "1390000"), ("\x00", "王", "")],
)  # fmt: skip
def test_what_is_wrong_with_an_account_is_said(
    system, newcomer, number: str, name: str, phone: str
) -> None:
    with pytest.raises(Refusal):
        accounts.open_account(by=system, staff_number=number, name=name, phone=phone)


def test_a_closed_account_is_out_at_once(client_of, system, cast) -> None:
    client = client_of(Role.LEADER)
    accounts.close_account(by=system, user=cast.staff[Role.LEADER], reason="调离")
    assert client.get(reverse("accounts:me")).url.startswith("/sign-in/")
    assert Event.objects.get(action="停用账号").reason == "调离"
    accounts.reopen_account(by=system, user=cast.staff[Role.LEADER], reason="调回")
    assert User.objects.get(pk=cast.staff[Role.LEADER].pk).is_active


def test_nobody_closes_her_own_account(system) -> None:
    with pytest.raises(Refusal, match="自己"):
        accounts.close_account(by=system, user=system.user, reason="试试")


def test_a_reset_signs_the_person_out(client_of, system, cast) -> None:
    client = client_of(Role.LEADER)
    password = accounts.reset_password(by=system, user=cast.staff[Role.LEADER])
    assert client.get(reverse("accounts:me")).url.startswith("/sign-in/")
    assert User.objects.get(staff_number="leader").check_password(password)


def test_a_grant_works_from_its_day(security, newcomer) -> None:
    grant = give(security, newcomer)
    assert reader_of(newcomer, TODAY).can(Permission.SEE_CHILDREN)
    grants.end_grant(by=security, grant=grant, reason="届满")
    assert not reader_of(newcomer, TODAY).can(Permission.SEE_CHILDREN)
    assert Event.objects.get(action="结束授权").reason == "届满"


def test_a_grant_of_today_is_taken_away_whole(security, newcomer) -> None:
    grant = give(security, newcomer, term=Term(TODAY))
    grants.end_grant(by=security, grant=grant, reason="授错了")
    assert not Grant.objects.filter(user=newcomer).exists()
    assert Event.objects.filter(action="结束授权").exists()


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS - {Role.SECURITY_ADMIN}))
def test_nobody_holds_two_administrators_roles(security, cast, role: Role) -> None:
    other = next(iter(sorted(ADMINISTRATORS - {Role.SECURITY_ADMIN, role})))
    with pytest.raises(Refusal, match="必须是三个人"):
        give(security, cast.staff[other], role=role)


def test_administrators_hold_no_other_role(security, cast) -> None:
    with pytest.raises(Refusal, match="是管理员"):
        give(security, cast.staff[Role.AUDIT_ADMIN])
    with pytest.raises(Refusal, match="业务角色"):
        give(security, cast.staff[Role.LEADER], role=Role.AUDIT_ADMIN)


def test_nobody_gives_herself_a_grant(security) -> None:
    with pytest.raises(Refusal, match="不能给自己"):
        give(security, security.user)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"scope": Scope()}, "哪个地方"),
        ({"term": Term(TODAY, TODAY)}, "结束日期"),
        ({"reason": " "}, "依据"),
    ],
)
def test_what_is_wrong_with_a_grant_is_said(security, newcomer, said, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        grants.give_grant(**{
            "by": security, "user": newcomer, "role": Role.TOWNSHIP_CHAIR,
            "scope": Scope(region=place(VILLAGE[:9]).pk), "term": BEGINNING, "reason": "文件", **said,
        })  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code"),
    [("巴南区", "500113"), ("巴南区麻柳嘴镇", VILLAGE[:9]), ("500113111200", VILLAGE)],
)
def test_places_as_typed(security, typed: str, code: str) -> None:
    assert typed_scope(typed, security.tree) == Scope(region=place(code).pk)


def test_organisations_and_unclear_places_as_typed(security, organisation) -> None:
    zone = organisation("万盛经开区")
    assert typed_scope("万盛经开区", security.tree) == Scope(organisation=zone)
    assert typed_scope(" ", security.tree) == Scope()
    for typed, message in (("月亮村委会九", "没有找到"), ("龙门村", "不止一个")):
        with pytest.raises(Refusal, match=message):
            typed_scope(typed, security.tree)


def test_the_page_gives_and_ends_a_grant(client_of, newcomer) -> None:
    client = client_of(Role.SECURITY_ADMIN)
    data = {
        "user": "N-100", "role": "village_chair", "scope": "巴南区麻柳嘴镇", "start": "2018-08-01",
        "reason": "文件",
    }  # fmt: skip
    assert client.post(reverse("access:grants"), data).status_code == 302
    grant = Grant.objects.get(user=newcomer)
    client.post(reverse("access:grant", args=[grant.pk]), {"reason": "届满"})
    grant.refresh_from_db()
    assert grant.valid_to == TODAY


@pytest.mark.parametrize("role", list(Role))
def test_me_says_who_one_is(client_of, role: Role) -> None:
    page = client_of(role).get(reverse("accounts:me")).content.decode()
    assert role.label in page and "退出登录" in page and "修改密码" in page
