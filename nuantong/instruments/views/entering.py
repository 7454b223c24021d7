"""One sheet typed in from paper by an adult, whatever it was given for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.instruments.actions import sheets as actions
from nuantong.instruments.asking import questions, rules_of
from nuantong.instruments.forms import ResponseForm
from nuantong.instruments.models import AnswerSheet
from nuantong.instruments.typed import Typed, read_typed


@require(Permission.GIVE_SCALES)
def enter(request: Request, key: str) -> HttpResponse:
    """The form's own numbers, item by item; what is empty is asked about once, then left so."""
    rows = AnswerSheet.objects.visible_to(request.reader, to=Permission.GIVE_SCALES)
    rows = rows.standing().filter(finished_at=None, mode=AnswerSheet.Mode.PAPER)
    sheet = get_object_or_404(rows.select_related("child", "version__instrument"), key=key)
    asked, blanks, problem = questions(sheet.version), "blanks" in request.POST, ""
    own = sheet.giver_id == request.reader.actor_id
    texts = {item: str(value) for item, value in sheet.given.items()} if own else {}
    read, form = Typed({}, {}, []), _form(request, sheet)
    if form.is_bound:
        texts = form.found if form.is_valid() else texts
        problem = "已读入，请对照检查，再按“完成”。" if form.is_valid() else ""
    elif request.method == "POST":
        texts = request.POST.dict()
        read = read_typed(asked, texts)
        try:
            problem = _keep(request, sheet, read, blanks)
        except Refusal as refusal:
            problem = str(refusal)
        if not problem and not read.errors:
            return redirect("people:child", sheet.child.number)
    lines = [(one, texts.get(one.key, ""), read.errors.get(one.key, "")) for one in asked]
    page = {"sheet": sheet, "child": sheet.child, "lines": lines, "problem": problem,
            "blank": read.blank and not read.errors, "form": form}  # fmt: skip
    wrong = read.errors or form.errors
    return render(request, "instruments/enter.html", page, status=422 if wrong else 200)


def _form(request: Request, sheet: AnswerSheet) -> ResponseForm:
    """Answers from another system fill in the page; nothing is kept before somebody has looked."""
    given = (request.POST, request.FILES) if "read" in request.POST else ()
    return ResponseForm(*given, definition=rules_of(sheet.version), child=sheet.child.number)


def _keep(request: Request, sheet: AnswerSheet, read: Typed, blanks: bool) -> str:
    """What is still to be asked; '' once it is finished. Nothing is kept while an item is wrong."""
    if read.errors:
        return "有的题填得不对，改好再保存；还没有存下任何作答。"
    kept = actions.fill(sheet=sheet, answers=read.answers, by=request.reader)
    if read.blank and not blanks:
        return f"第{'、'.join(read.blank[:8])}题空着，已经先存着。孩子没有回答的，勾选“空着的就是没回答”再完成。"
    done = actions.finish(sheet=kept, by=request.reader)
    said = "已录入。" if done.valid else f"已录入，但这一份无效：{done.reason}。"
    messages.success(request, said)
    return ""
