"""The lists, one list from its rule to its freezing, and who got how much."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.cohorts import actions, queries
from nuantong.cohorts.criteria import sentence
from nuantong.cohorts.filters import CohortFilter, MemberFilter
from nuantong.cohorts.forms import ByHandForm, RemoveForm, RuleForm, as_form
from nuantong.cohorts.models import Cohort, Member
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.core.xlsx import workbook_response
from nuantong.people.models import Child
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.regions.models import Region

SORTS = {"newest": Sort("拟定", "-made_at")}
MEMBER_SORTS = {"place": Sort("现居住地", "place__code"), "name": Sort("姓名", "child__pinyin")}


@require(P.CHOOSE_CHILDREN)
def cohorts(request: Request) -> HttpResponse:
    found = Cohort.objects.visible_to(request.reader, to=P.CHOOSE_CHILDREN).select_related("region")
    listing = Listing(
        request, found, filterset=CohortFilter, sorts=SORTS, default_sort="newest", page_size=20
    )
    rows = [
        (one, one.words or sentence(one.rule, one.as_of), request.reader.tree.full_name(one.region_id))
        for one in listing.rows
    ]  # fmt: skip
    return render(request, "cohorts/cohorts.html", {"listing": listing, "rows": rows})


@require(P.CHOOSE_CHILDREN)
def new(request: Request) -> HttpResponse:
    return _ruled(request, None)


@require(P.CHOOSE_CHILDREN)
def rule(request: Request, key: str) -> HttpResponse:
    return _ruled(request, _found(request, key))


def _ruled(request: Request, cohort: Cohort | None) -> HttpResponse:
    """The rule as a form: of a new list, or of a draft."""
    usual = {"key": uuid4(), "as_of": request.reader.on, "setting": [Child.Setting.SCATTERED]}
    first = as_form(cohort) if cohort else usual
    form = RuleForm(request.POST or None, reader=request.reader, initial=first)
    if cohort:
        del form.fields["region"]
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("cohorts:cohort", _kept(request, form, cohort).key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"form": form, "cohort": cohort}
    return render(request, "cohorts/rule.html", page, status=422 if form.errors else 200)


def _kept(request: Request, form: RuleForm, cohort: Cohort | None) -> Cohort:
    data = form.cleaned_data
    said = {"title": data["title"], "purpose": data["purpose"], "as_of": data["as_of"],
            "rule": form.rule, "by": request.reader}  # fmt: skip
    if cohort:
        return actions.change(cohort=cohort, version=data["version"] or 0, **said)
    region = Region.objects.get(pk=data["region"])
    return actions.make(key=data["key"], region=region, **said)


@require(P.CHOOSE_CHILDREN)
def cohort(request: Request, key: str) -> HttpResponseBase:
    """A draft with its preview, or the frozen list; the sheet of either is an export."""
    found = _found(request, key)
    may = request.reader.covers(P.CHOOSE_CHILDREN, found.region_id)
    page: dict[str, Any] = {
        "cohort": found, "may": may, "scope": request.reader.tree.full_name(found.region_id),
        "words": found.words or sentence(found.rule, found.as_of),
    }  # fmt: skip
    if found.is_frozen:
        listing = Listing(
            request, queries.members_of(found, request.reader), filterset=MemberFilter,
            sorts=MEMBER_SORTS, default_sort="place",
        )  # fmt: skip
        if listing.wants_export and request.reader.can(P.EXPORT):
            return _export(request, found, listing)
        rows = queries.member_rows(listing.rows, found, request.reader)
        page |= {"listing": listing, "rows": list(zip(listing.rows, rows, strict=True)),
                 "can_export": request.reader.can(P.EXPORT)}  # fmt: skip
        return render(request, "cohorts/frozen.html", page)
    page |= {"preview": queries.preview(found, request.reader), "form": ByHandForm(),
             "choices": queries.choices_of(found, request.reader)}  # fmt: skip
    return render(request, "cohorts/draft.html", page)


def _export(request: Request, found: Cohort, listing: Listing) -> HttpResponseBase:
    record(action="导出受助名单", by=request.reader, object_type="cohort", object_id=found.pk,
           changes={"query": request.GET.dict()})  # fmt: skip
    rows = queries.member_rows(listing.results, found, request.reader)
    return workbook_response(
        f"{found.title}名单", found.title, queries.COLUMNS, rows, note=found.words
    )


@require_POST
@require(P.CHOOSE_CHILDREN)
def by_hand(request: Request, key: str) -> HttpResponse:
    """A child into a draft or out of it; posted with `undo` the choice itself goes."""
    found, seen = (
        _found(request, key),
        Child.objects.visible_to(request.reader, to=P.CHOOSE_CHILDREN),
    )
    try:
        if "undo" in request.POST:
            rows = found.choices.visible_to(request.reader, to=P.CHOOSE_CHILDREN)
            choice = get_object_or_404(rows, child__number=request.POST["undo"])
            actions.unchoose(choice=choice, by=request.reader)
            return redirect("cohorts:cohort", key)
        form = ByHandForm(request.POST)
        if not form.is_valid():
            raise Refusal("请填儿童编号和原因。")
        data = form.cleaned_data
        child = seen.filter(number=data["number"].upper()).first()
        if child is None:
            raise Refusal(f"您的范围里没有编号{data['number']}的儿童。")
        actions.choose(cohort=found, child=child, taken=bool(data["taken"]), why=data["why"],
                       by=request.reader)  # fmt: skip
        messages.success(request, f"{child.number}{'加入' if data['taken'] else '去掉'}了。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("cohorts:cohort", key)


@require_POST
@require(P.CHOOSE_CHILDREN)
def freeze(request: Request, key: str) -> HttpResponse:
    try:
        count = actions.freeze(cohort=_found(request, key), by=request.reader)
        messages.success(request, f"名单已冻结：{count}名儿童。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("cohorts:cohort", key)


@require(P.CHOOSE_CHILDREN)
def remove(request: Request, key: str, number: str) -> HttpResponse:
    """Taking a child out of a frozen list, with the reason."""
    rows = queries.members_of(_found(request, key), request.reader).filter(removed_at=None)
    member: Member = get_object_or_404(rows, child__number=number)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove(member=member, why=form.cleaned_data["why"], by=request.reader)
            messages.success(request, f"已移出{number}。")
            return redirect("cohorts:cohort", key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    full = shows_names(request.reader, P.CHOOSE_CHILDREN)
    page = {"cohort": member.cohort, "form": form, "name": shown_name(member.child.name, full)}
    return render(request, "cohorts/remove.html", page, status=422 if form.errors else 200)


@require(P.CHOOSE_CHILDREN)
def fairness(request: Request) -> HttpResponse:
    """Who got nothing this year and who three things, by district and label."""
    asked = request.GET.get("year", "")
    this = request.reader.on.year
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and 2010 <= int(asked[:4]) <= this
        else this
    )
    page = {"fairness": queries.fairness(request.reader, year), "years": range(this, this - 4, -1)}
    return render(request, "cohorts/fairness.html", page)


def _found(request: Request, key: str) -> Cohort:
    rows = Cohort.objects.visible_to(request.reader, to=P.CHOOSE_CHILDREN)
    found: Cohort = get_object_or_404(rows, key=key)
    return found
