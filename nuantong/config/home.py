"""Where each person starts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from nuantong.access.http import Request
from nuantong.access.roles import Permission, Role

START: list[tuple[Permission, str]] = [
    (Permission.SEE_FIGURES, "reports:dashboard"),
    (Permission.SEE_DANGER_REPORTS, "protection:reports"),
    (Permission.SEE_CHILDREN, "people:children"),
    (Permission.JUDGE_FILES, "outcomes:mine"),
    (Permission.KEEP_STOCK, "goods:stock"),
    (Permission.MANAGE_ACCOUNTS, "access:accounts"),
    (Permission.MANAGE_GRANTS, "access:grants"),
    (Permission.READ_LOG, "access:log"),
]


@login_required
def home(request: Request) -> HttpResponse:
    """A carer's own children on her phone; everybody else by what they may do."""
    reader = request.reader
    if reader.has_role(Role.CARER, Role.VILLAGE_CHAIR):
        return redirect("care:my_children")
    for permission, page in START:
        if reader.can(permission):
            return redirect(page)
    return redirect("help:complain")
