"""The carer's phone: my children, three taps, what was saved."""

import datetime as dt
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission, Role
from nuantong.access.views import require
from nuantong.audit.actions import record as log
from nuantong.care import queries, twice
from nuantong.care.forms import ActForm, ContactForm, WithdrawForm
from nuantong.care.handing import waiting_for
from nuantong.care.overdue import COLUMNS, by_place, lines, listing_of, sheet_rows
from nuantong.care.parting import parted
from nuantong.care.presets import PRESETS, preset_of
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import workbook_response
from nuantong.duties.actions import act_on_overdue, phone_heard, withdraw_contact
from nuantong.duties.models import Contact
from nuantong.duties.queries import Foreseen, carers_of, overdue_windows
from nuantong.pairing.responsible import held_by
from nuantong.people.actions import open_file
from nuantong.people.first_screen import lines as lines_of
from nuantong.people.models import Carer, Child
from nuantong.tasks.queries import number as tasks_number

RECORD = require(Permission.RECORD_CONTACT)
HEARD = "heard"
"""In the session: the day on which it was written that this phone was heard; once is enough."""


@RECORD
def my_children(request: Request) -> HttpResponse:
    """Who is due this week, one big button each; the bar below gets the number of open tasks.
    Her phone is in touch: what she has not reported by now she has not done, or not written down."""
    _heard(request)
    found = queries.cards(request.reader)
    due = [card for card in found if card.now]
    village = request.reader.has_role(Role.VILLAGE_CHAIR)
    tasks_number(request.reader)
    page = {
        "cards": found, "due": len(due), "village": village, "lines": lines_of(request.reader),
        "parted": parted(request.reader), "handovers": waiting_for(request.reader),
    }  # fmt: skip
    return render(request, "care/my_children.html", page)


def _heard(request: Request) -> None:
    today = request.reader.on.isoformat()
    if request.session.get(HEARD) != today:
        phone_heard(request.reader)
        request.session[HEARD] = today


def _child(request: Request, number: str) -> Child:
    return get_object_or_404(queries.own_children(request.reader), number=number)


@RECORD
def record(request: Request, number: str) -> HttpResponse:
    """Tap what was done, save. Opening it is a look at the child's file. Where somebody may have
    recorded the same, it asks first."""
    child, twin = _child(request, number), None
    foreseen = Foreseen(child.pk, _day(request))
    form = ContactForm(request.POST or None, today=request.reader.on, topics=foreseen.topics())
    if request.method == "POST" and form.is_valid():
        carer = _credited(request, child, form)
        twin = twice.to_ask(form, child, carer)
        contact = None if twin else _kept(request, child, carer, form)
        if contact is not None:
            return redirect("care:saved", number=number, key=contact.key)
    if request.method == "GET":
        open_file(number=number, by=request.reader)
    page = _record_page(request, child, form, foreseen)
    return render(request, "care/record.html", {**page, "twin": twin})


def _kept(request: Request, child: Child, carer: Carer | None, form: ContactForm) -> Contact | None:
    """None when it was refused; the form says why."""
    try:
        return twice.keep(form, child, carer, request.reader)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _credited(request: Request, child: Child, form: ContactForm) -> Carer | None:
    """Whoever did it: the carer herself, also after she gave the child over; for somebody who
    enters it on another's behalf, whoever had the child that day, unless she was there herself."""
    own = Carer.objects.filter(user=request.user).first()
    day = form.cleaned_data["happened_on"]
    if form.by_me or (own and held_by(child.pk, request.user.pk, day)):
        return own
    return carers_of([child.pk], day).get(child.pk) or own


def _record_page(
    request: Request, child: Child, form: ContactForm, foreseen: Foreseen
) -> dict[str, object]:
    recent = queries.last_contacts(child)
    preset, extras, talked = PRESETS[0].key, set(), set()
    if form.is_bound:
        preset, extras = form.data.get("preset", ""), set(request.POST.getlist("extras"))
        talked = set(request.POST.getlist("topics"))
    elif "same" in request.GET and recent:
        preset = preset_of(frozenset(recent[0].acts), recent[0].means).key
        extras, talked = set(recent[0].acts), set(recent[0].topics)
    guardian = child.guardians.filter(until=None).first()
    carer = carers_of([child.pk], request.reader.on).get(child.pk)
    return {
        "child": child,
        "form": form,
        **queries.choices(foreseen, preset, extras, talked),
        "recent": recent,
        "guardian": guardian,
        "carer": carer,
        "on_behalf": carer is not None and carer.user_id != request.user.pk,
    }


def _day(request: Request) -> dt.date:
    """The day the choices are shown for: the one that was typed, else today."""
    try:
        return dt.date.fromisoformat(request.POST.get("happened_on", ""))
    except ValueError:
        return request.reader.on


@RECORD
def saved(request: Request, number: str, key: UUID) -> HttpResponse:
    """The tick: what was saved and which duties it filled."""
    child = _child(request, number)
    contact = get_object_or_404(Contact, key=key, child=child)
    filled = queries.filled_by(contact)
    waiting = [card for card in queries.cards(request.reader) if card.now and card.child != child]
    return render(
        request,
        "care/saved.html",
        {"child": child, "contact": contact, "filled": filled, "waiting": waiting},
    )


@RECORD
def withdraw(request: Request, number: str, key: UUID) -> HttpResponse:
    """Take back a contact that did not happen; the first report stays on record."""
    child = _child(request, number)
    contact = get_object_or_404(Contact.objects.in_effect(), key=key, child=child)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_contact(
                key=uuid5(key, "withdraw"), contact=contact, by=request.reader, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已撤回这条记录。")
            return redirect("care:record", number=number)
    return render(request, "care/withdraw.html", {"child": child, "contact": contact, "form": form})


@require(Permission.SEE_OVERDUE)
def overdue(request: Request) -> HttpResponseBase:
    """Who waits longest, from village to city."""
    listing = listing_of(request)
    if listing.wants_export and request.reader.can(Permission.EXPORT):
        log(action="导出逾期名单", by=request.reader, reason=f"{listing.total} 名儿童")
        rows = sheet_rows(listing.children, request.reader)
        return workbook_response("逾期职责名单", "六个一逾期职责名单", COLUMNS, rows)
    page = {
        "listing": listing,
        "lines": lines(listing.rows, request.reader),
        "places": by_place(request.reader, listing),
        "can_export": request.reader.can(Permission.EXPORT),
        "can_act": request.reader.can(Permission.ACT_ON_OVERDUE),
    }
    phone = on_phone(request.reader)
    return render(request, "care/overdue_phone.html" if phone else "care/overdue.html", page)


@require(Permission.ACT_ON_OVERDUE)
def act(request: Request, number: str) -> HttpResponse:
    """What was missed for one child, whom to call, and what the supervisor did about it."""
    children = Child.objects.visible_to(request.reader, to=Permission.ACT_ON_OVERDUE)
    child = get_object_or_404(children, number=number)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act_on_overdue(child=child, by=request.reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已记下处理情况。")
            return redirect("care:overdue")
    if request.method == "GET":
        log(action="查看逾期", by=request.reader, child_number=number)
    [line] = lines([child], request.reader)
    page = {
        "child": child,
        "line": line,
        "windows": overdue_windows(child),
        "form": form,
        "recent": queries.last_contacts(child),
        "actions": child.overdue_actions.select_related("by")[:5],
        "may_record": request.reader.can(Permission.RECORD_CONTACT),
    }
    return render(request, "care/act.html", page)
