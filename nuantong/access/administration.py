"""The pages of the system administrator (accounts) and the security administrator (grants)."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.actions import accounts, grants
from nuantong.access.forms import AccountForm, GrantForm, ReasonForm
from nuantong.access.http import Request
from nuantong.access.models import Grant, GrantQuerySet
from nuantong.access.roles import Permission, Role
from nuantong.access.views import require
from nuantong.accounts.models import User, phone_index
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.core.text import clean

ACCOUNT_SORTS = {"number": Sort("工号", "staff_number"), "name": Sort("姓名", "name")}
GRANT_SORTS = {
    "who": Sort("姓名", "user__name"),
    "role": Sort("角色", "role"),
    "start": Sort("起", "valid_from"),
}


class AccountFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名、工号或手机", method="by_words")
    is_active = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", choices=[("True", "在用"), ("False", "停用")]
    )

    class Meta:
        model = User
        fields: list[str] = []

    def by_words(self, users: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        words = clean(value)
        known = Q(name__contains=words) | Q(staff_number__iexact=words)
        index = phone_index(words)
        return users.filter(known | Q(phone_index=index) if index else known)


class GrantFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名或工号", method="by_words")
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", choices=[("now", "有效")], method="by_state"
    )

    class Meta:
        model = Grant
        fields: list[str] = []

    def by_words(self, found: GrantQuerySet, name: str, value: str) -> QuerySet[Grant]:
        words = clean(value)
        return found.filter(Q(user__name__contains=words) | Q(user__staff_number__iexact=words))

    def by_state(self, found: GrantQuerySet, name: str, value: str) -> GrantQuerySet:
        return found.in_force(clock.today())


@require(Permission.MANAGE_ACCOUNTS)
def account_list(request: Request) -> HttpResponse:
    """Accounts, and the form for a new one."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = accounts.open_account(by=request.reader, **form.cleaned_data)
            return _show_password(request, user, password)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    listing = Listing(
        request,
        User.objects.all(),
        filterset=AccountFilter,
        sorts=ACCOUNT_SORTS,
        default_sort="number",
    )
    return render(request, "access/accounts.html", {"listing": listing, "form": form})


def _show_password(request: Request, user: User, password: str) -> HttpResponse:
    """The one time that a one-time password is seen."""
    return render(request, "access/one_time_password.html", {"user": user, "password": password})


@require(Permission.MANAGE_ACCOUNTS)
def account(request: Request, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id)
    return render(request, "access/account.html", {"person": user, "form": ReasonForm()})


@require_POST
@require(Permission.MANAGE_ACCOUNTS)
def switch_account(request: Request, user_id: int) -> HttpResponse:
    """Close an open account, open a closed one."""
    user = get_object_or_404(User, pk=user_id)
    switch = accounts.close_account if user.is_active else accounts.reopen_account
    _try(request, switch, user=user, reason=request.POST.get("reason", ""))
    return redirect("access:account", user.pk)


@require_POST
@require(Permission.MANAGE_ACCOUNTS)
def reset_password(request: Request, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id)
    password = accounts.reset_password(by=request.reader, user=user)
    return _show_password(request, user, password)


@require(Permission.MANAGE_GRANTS)
def grant_list(request: Request) -> HttpResponse:
    """Grants, and the form for a new one."""
    tree = request.reader.tree
    form = GrantForm(request.POST or None, tree=tree, initial={"start": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            grants.give_grant(by=request.reader, **form.values())
            messages.success(request, "已授权。")
            return redirect("access:grants")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    listing = Listing(
        request,
        Grant.objects.select_related("user", "region", "organisation", "granted_by"),
        filterset=GrantFilter,
        sorts=GRANT_SORTS,
        default_sort="who",
    )
    return render(request, "access/grants.html", {"listing": listing, "form": form})


@require(Permission.MANAGE_GRANTS)
def grant(request: Request, grant_id: int) -> HttpResponse:
    """One grant, and the form that ends it."""
    found = get_object_or_404(Grant.objects.select_related("user", "granted_by"), pk=grant_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _try(request, grants.end_grant, grant=found, reason=form.cleaned_data["reason"])
        return redirect("access:grants")
    return render(request, "access/grant.html", {"grant": found, "form": form})


def _try(request: Request, act: Any, **values: Any) -> None:
    """Do it, and say that it is done or why not."""
    try:
        act(by=request.reader, **values)
        messages.success(request, "已办理。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
