"""Registering a child: first look whether she is on the register, then the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.core.text import parse_id_number
from nuantong.people import actions
from nuantong.people.forms import ChildForm, SearchFirstForm
from nuantong.people.identity import SEX_CODE
from nuantong.people.models import Child, Household
from nuantong.people.queries.candidates import Candidate, candidates


@require(P.EDIT_CHILDREN)
def new_child(request: Request) -> HttpResponse:
    """Three steps at one address: who is it, nobody of these, the form."""
    if request.method != "POST":
        return render(request, "people/search_first.html", {"form": SearchFirstForm()})
    if request.POST.get("step") == "save":
        return _save(request)
    asked = SearchFirstForm(request.POST)
    if not asked.is_valid():
        return render(request, "people/search_first.html", {"form": asked})
    if request.POST.get("step") == "form":
        form = ChildForm(reader=request.reader, initial=_begin(asked.cleaned_data))
        return render(request, "people/new.html", {"form": form})
    found = _look(request, asked.cleaned_data)
    page = {"form": asked, "found": found, "searched": True,
            "taken": any(one.same_id for one in found)}  # fmt: skip
    return render(request, "people/search_first.html", page)


def _look(request: Request, asked: dict[str, Any]) -> list[Candidate]:
    """The look beyond one's own children is on the log."""
    id_number = parse_id_number(asked["id_number"])
    found = candidates(
        name=asked["name"], id_number=id_number.text if id_number.is_valid else "",
        birth_date=id_number.birth_date or asked["birth_date"], by=request.reader,
        phone=asked["phone"],
    )  # fmt: skip
    elsewhere = sum(not one.own for one in found)
    record(
        action="登记前查重", by=request.reader, object_type="search",
        changes={"name": asked["name"], "found": len(found), "elsewhere": elsewhere},
    )  # fmt: skip
    return found


def _begin(asked: dict[str, Any]) -> dict[str, Any]:
    """The form begins with what was asked for and what the ID says."""
    number = parse_id_number(asked["id_number"])
    asked = asked | {"guardian_phone": asked["phone"]}
    if not number.is_valid:
        return asked
    return asked | {"birth_date": number.birth_date, "sex": SEX_CODE[number.sex]}


def _save(request: Request) -> HttpResponse:
    form = ChildForm(request.POST, reader=request.reader)
    if form.is_valid():
        try:
            child = actions.register_whole(
                filled=form.filled, place=form.cleaned_data["place"].id, by=request.reader,
                household=_household(request, form.cleaned_data["lives_with"]),
                key=form.cleaned_data["key"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{child.name}已登记入册，编号{child.number}。")
            return redirect("people:child", number=child.number)
    return render(request, "people/new.html", {"form": form})


def _household(request: Request, number: str) -> Household | None:
    if not number:
        return None
    children = Child.objects.visible_to(request.reader, to=P.EDIT_CHILDREN)
    sibling = children.filter(number=number.upper()).select_related("household").first()
    if sibling is None:
        raise Refusal(f"没有找到编号为{number}的儿童，请核对同住儿童的编号。")
    return sibling.household
