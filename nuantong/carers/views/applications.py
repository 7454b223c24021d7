"""Applications: the list, a new one, one of them with what may be done to it."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.carers import actions, forms
from nuantong.carers.actions.erasing import erased_from
from nuantong.carers.models import Application
from nuantong.carers.queries import applications as queries
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing
from nuantong.core.masking import mask_id_number
from nuantong.people.models import Carer
from nuantong.people.queries.carers import in_words


class Done(NamedTuple):
    """What is said, and a password that is shown once."""

    said: str
    password: str = ""


@require(P.PROPOSE_CARERS)
def applications(request: Request) -> HttpResponse:
    reader = request.reader
    listing = Listing(
        request, queries.listed(reader), filterset=queries.ApplicationFilter, sorts=queries.SORTS,
        default_sort="-day",
    )  # fmt: skip
    page = {"listing": listing, "lines": queries.lines(listing.rows, reader)}
    name = "applications_phone" if on_phone(reader) else "applications"
    return render(request, f"carers/{name}.html", page)


@require(P.PROPOSE_CARERS)
def new_application(request: Request) -> HttpResponse:
    form = forms.ApplicationForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.apply(
                applicant=form.applicant, key=form.cleaned_data["key"], by=request.reader
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.name}的申请已提交，等待乡镇（街道）妇联核实。")
            return redirect("carers:application", found.key)
    return render(request, "carers/new_application.html", {"form": form})


@require(P.PROPOSE_CARERS)
def application(request: Request, key: UUID) -> HttpResponse:
    """One application, what was done to it, and what the reader may do now."""
    reader = request.reader
    seen = Application.objects.visible_to(reader).select_related("carer", "entered_by")
    found = get_object_or_404(seen, key=key)
    may = queries.acts(found, reader)
    bound, done = _asked(request, found, may)
    if done is not None and not done.password:
        return redirect("carers:application", key)
    if done is not None:
        found.refresh_from_db()
        may = set()
    if request.method == "GET":
        record(action="查看爱心妈妈申请", by=reader, object_type="application", object_id=found.pk)
    start = {"version": found.version, "on": reader.on}
    page = {
        "found": found, "place": reader.tree.full_name(found.place_id, " "),
        "tone": queries.TONES[found.state], "masked_id": mask_id_number(str(found.id_number)),
        "skills": in_words(found.skills, Carer.Skill.choices),
        "languages": in_words(found.languages, Carer.Language.choices),
        "times": in_words(found.availability, Carer.Time.choices), "steps": found.steps.all(),
        **{act: FORMS[act](initial=start, auto_id=f"{act}_%s") for act in may},
        **bound, "erased_from": erased_from(found.decided_on), "password": done.password if done else "",
    }  # fmt: skip
    return render(request, "carers/application.html", page)


def _asked(
    request: Request, found: Application, may: set[str]
) -> tuple[dict[str, django_forms.Form], Done | None]:
    """The form that was sent, with its errors, or what was done."""
    which = request.POST.get("do", "")
    if request.method != "POST" or which not in may:
        return {}, None
    form = FORMS[which](request.POST, auto_id=f"{which}_%s")
    if form.is_valid():
        try:
            done = ACTS[which](request, found, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done.said)
            return {}, done
    return {which: form}, None


def _confirm(request: Request, found: Application, form: Any) -> Done:
    actions.confirm(application=found, by=request.reader, **form.cleaned_data)
    return Done("已核实，报区县妇联批准。")


def _approve(request: Request, found: Application, form: Any) -> Done:
    """The answer shows the one-time password; it is nowhere else and never shown again."""
    carer, account = actions.approve(
        application=found, check=form.check, version=form.cleaned_data["version"],
        by=request.reader,
    )  # fmt: skip
    said = f"已批准，{carer.name}现在是爱心妈妈，可以结对。"
    if account.problem:
        said += f"账号没有开通：{account.problem}改好后在她的资料里开通。"
    elif not account.password:
        said += "她已有登录账号，已加上爱心妈妈身份，仍用原来的密码登录。"
    return Done(said, account.password)


def _refuse(request: Request, found: Application, form: Any) -> Done:
    actions.refuse(application=found, by=request.reader, **form.cleaned_data)
    return Done("已记为不批准。")


def _withdraw(request: Request, found: Application, form: Any) -> Done:
    actions.withdraw(application=found, by=request.reader, **form.cleaned_data)
    return Done("申请已撤回。")


def _erase(request: Request, found: Application, form: Any) -> Done:
    actions.erase_application(application=found, by=request.reader)
    return Done("个人信息已删除，只留下日期和结果。")


FORMS: dict[str, Any] = {
    "confirm": forms.ConfirmForm, "approve": forms.ApproveForm, "refuse": forms.ReasonForm,
    "withdraw": forms.ReasonForm, "erase": forms.VersionedForm,
}  # fmt: skip
ACTS: dict[str, Callable[[Request, Application, Any], Done]] = {
    "confirm": _confirm, "approve": _approve, "refuse": _refuse, "withdraw": _withdraw,
    "erase": _erase,
}  # fmt: skip
