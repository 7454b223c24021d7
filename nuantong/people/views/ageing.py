"""Growing up 到龄: who will soon, and whose leaving is to be decided, many at once."""

from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.listing import Listing
from nuantong.people import actions, forms
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child
from nuantong.people.queries import ageing as queries


class AgeingFilter(ScopedFilterSet):
    permission = P.EDIT_CHILDREN
    place = PlaceFilter(label="现居住地")
    which = django_filters.ChoiceFilter(
        label="名单", choices=[("soon", "即将到龄")], method="every", empty_label="已到龄待办"
    )

    class Meta:
        model = Child
        fields: list[str] = []

    def every(self, children: Any, name: str, value: str) -> Any:
        return children


@require(P.EDIT_CHILDREN)
def ageing(request: Request) -> HttpResponse:
    reader = request.reader
    which = "soon" if request.GET.get("which") == "soon" else "due"
    form = forms.AgeingForm(request.POST or None, initial={"on": reader.on})
    outcomes: list[actions.Outcome] = []
    if request.method == "POST" and form.is_valid():
        outcomes = _decide(request, form.cleaned_data)
        form = forms.AgeingForm(initial={"on": reader.on})
    listing = Listing(
        request, queries.children_of(reader, which), filterset=AgeingFilter, sorts=queries.SORTS,
        default_sort="age",
    )  # fmt: skip
    page = {
        "listing": listing, "lines": queries.lines(listing, reader), "form": form, "which": which,
        "outcomes": outcomes, "skipped": [one for one in outcomes if one.skipped],
    }  # fmt: skip
    return render(request, "people/ageing.html", page)


def _decide(request: Request, filled: dict[str, Any]) -> list[actions.Outcome]:
    reader, numbers = request.reader, request.POST.getlist("child")[:500]
    children = Child.objects.visible_to(reader, to=P.EDIT_CHILDREN).filter(number__in=numbers)
    if filled["do"] == "leave":
        return actions.leave_by_age(children=children, on=filled["on"] or reader.on, by=reader)
    return actions.reprieve(
        children=children, until=filled["until"] or reader.on, why=filled["why"], by=reader
    )
