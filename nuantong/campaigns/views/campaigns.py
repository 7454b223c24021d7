"""Campaigns: the list, a new one, one of them with its need and its money."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.books.models import Balance
from nuantong.books.purposes import Purpose
from nuantong.campaigns import actions, forms
from nuantong.campaigns.models import Campaign, Pledge
from nuantong.campaigns.queries import money as queries
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort

SORTS = {"title": Sort("行动", "title"), "start": Sort("日期", "start"),
         "target": Sort("目标", "target_fen")}  # fmt: skip


class CampaignFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", field_name="title", lookup_expr="contains")
    purpose = django_filters.ChoiceFilter(label="用途", choices=Purpose.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", method="by_state",
        choices=[("open", "进行中"), ("closed", "已结束")],
    )  # fmt: skip

    class Meta:
        model = Campaign
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(closed_on__isnull=value == "open")


@require(P.SEE_CAMPAIGNS)
def campaigns(request: Request) -> HttpResponse:
    reader = request.reader
    listing = Listing(
        request, queries.listed(reader), filterset=CampaignFilter, sorts=SORTS,
        default_sort="-start",
    )  # fmt: skip
    page = {"listing": listing, "may_run": reader.can(P.RUN_CAMPAIGNS)}
    return render(request, "campaigns/campaigns.html", page)


@require(P.RUN_CAMPAIGNS)
def new(request: Request) -> HttpResponse:
    reader = request.reader
    form = forms.NewForm(request.POST or None, reader=reader, initial={"start": reader.on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.make_campaign(
                plan=form.plan, purpose=said["purpose"], key=said["key"], by=reader,
                region_id=reader.regions(P.RUN_CAMPAIGNS)[0],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "行动已建立。现在可以登记认捐和到账。")
            return redirect("campaigns:campaign", made.key)
    return render(request, "campaigns/form.html", {"form": form, "title": "发起微爱行动"})


@require(P.RUN_CAMPAIGNS)
def edit(request: Request, key: Any) -> HttpResponse:
    reader = request.reader
    found = get_object_or_404(Campaign.objects.run_by(reader), key=key)
    form = forms.ChangeForm(request.POST or None, reader=reader, initial=forms.initial_of(found))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_campaign(campaign=found, plan=form.plan, version=version, by=reader)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("campaigns:campaign", key)
    page = {"form": form, "title": f"修改{found.title}", "campaign": found}
    return render(request, "campaigns/form.html", page)


@require(P.SEE_CAMPAIGNS)
def campaign(request: Request, key: Any) -> HttpResponse:
    """Its need, target and money; whoever runs it registers pledges and what arrives here."""
    reader = request.reader
    rows = Campaign.objects.visible_to(reader).select_related("cohort")
    found = get_object_or_404(rows, key=key)
    mine = reader.covers(P.RUN_CAMPAIGNS, found.region_id)
    bound, done = _act(request, found) if mine and request.method == "POST" else ({}, False)
    if done:
        return redirect("campaigns:campaign", key)
    open_ = mine and not found.closed_on
    page = {
        "campaign": found, "mine": mine, "need": queries.need(found),
        "money": queries.money(found), "region": reader.tree.name(found.region_id),
        "kinds": queries.by_kind(found), "pledges": queries.pledges(found),
        "arrivals": queries.arrivals(found), "may_see_books": reader.can(P.SEE_BOOKS),
        "balances": Balance.objects.filter(project=found.pk).select_related("fund"),
        **(_forms(request, found) if open_ else {}), **bound,
    }  # fmt: skip
    return render(request, "campaigns/campaign.html", page)


def _forms(request: Request, found: Campaign) -> dict[str, Any]:
    reader, day = request.reader, {"on": request.reader.on}
    gift: dict[str, Any] = {"campaign": found, "reader": reader, "initial": day}
    return {
        "pledge": forms.GiftForm(**gift, auto_id="pledge_%s"),
        "arrive": forms.ArrivalForm(**gift, auto_id="arrive_%s"),
        "close": forms.CloseForm(initial=day, auto_id="close_%s"),
    }


def _act(request: Request, found: Campaign) -> tuple[dict[str, Any], bool]:
    """The form that was sent with its errors, and whether what it asked for is done."""
    which = request.POST.get("do", "")
    if which not in DO:
        return {}, False
    kind, verb = DO[which]
    of_gift = which in ("pledge", "arrive")
    about = {"campaign": found, "reader": request.reader} if of_gift else {}
    form = kind(request.POST, auto_id=f"{which}_%s", **about)
    if not form.is_valid():
        return {which: form}, False
    try:
        verb(request, found, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return {which: form}, False
    messages.success(request, "已登记。")
    return {}, True


def _pledge(request: Request, found: Campaign, form: Any) -> None:
    actions.pledge(campaign=found, by=request.reader, **form.cleaned_data)


def _arrive(request: Request, found: Campaign, form: Any) -> None:
    actions.receive(campaign=found, coming=form.coming, by=request.reader)


def _forgo(request: Request, found: Campaign, form: Any) -> None:
    pk = request.POST.get("pledge", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 12
    pledge = Pledge.objects.filter(campaign=found, pk=int(pk)).first() if known else None
    if pledge is None:
        raise Refusal("请先选哪一笔认捐。")
    actions.forgo(pledge=pledge, by=request.reader, **form.cleaned_data)


def _close(request: Request, found: Campaign, form: Any) -> None:
    actions.close_campaign(campaign=found, by=request.reader, **form.cleaned_data)


DO: dict[str, Any] = {
    "pledge": (forms.GiftForm, _pledge), "arrive": (forms.ArrivalForm, _arrive),
    "forgo": (forms.WhyForm, _forgo), "close": (forms.CloseForm, _close),
}  # fmt: skip
