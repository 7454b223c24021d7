"""How often homes are visited, district by district."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.people.places import Scope
from nuantong.regions.tree import CITY, DISTRICT, Place
from nuantong.visits import actions
from nuantong.visits.forms import RulesForm
from nuantong.visits.forms.others import RULES
from nuantong.visits.models import PlanRule


@require(Permission.PLAN_VISITS)
def rules(request: Request) -> HttpResponse:
    """The rules of one district; whoever plans for less than a district may read them."""
    reader = request.reader
    districts = _districts(request)
    chosen = next((d for d in districts if d.code == request.GET.get("district")), None)
    chosen = chosen or next(iter(districts), None)
    if chosen is None:
        return redirect("visits:homes")
    newest = PlanRule.objects.filter(region=chosen.id).order_by("-pk").first()
    held = newest or PlanRule.objects.filter(region=None).order_by("-pk").first() or PlanRule()
    initial = {**model_to_dict(held, RULES), "seen": newest.pk if newest else None}
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _set(request, form, chosen):
        return redirect(f"{request.path}?district={chosen.code}")
    page = {
        "form": form, "districts": districts, "chosen": chosen, "newest": newest,
        "may": reader.covers(Permission.PLAN_VISITS, chosen.id),
    }  # fmt: skip
    return render(request, "visits/rules.html", page)


def _districts(request: Request) -> list[Place]:
    tree, scope = request.reader.tree, Scope(request.reader, Permission.PLAN_VISITS)
    tops = [place for top in scope.tops if (place := tree.get(top))]
    found = [
        district
        for top in tops
        for district in (
            tree.districts() if top.level == CITY else [tree.at_level(top.id, DISTRICT)]
        )
        if district
    ]
    return list({district.id: district for district in found}.values())


def _set(request: Request, form: RulesForm, chosen: Place) -> bool:
    values = {name: form.cleaned_data[name] for name in RULES}
    try:
        actions.set_rules(
            region=chosen.id, values=values, seen=form.cleaned_data["seen"], by=request.reader
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "已设定走访频次，从今天起按新的排。")
    return True
