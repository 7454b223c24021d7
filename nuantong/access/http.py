"""What views are given: a request with its reader."""

from typing import Any

from django.http import HttpRequest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.accounts.models import User


class Request(HttpRequest):
    """A signed-in request: ReaderMiddleware added the reader, django-htmx the htmx part."""

    user: User
    reader: Reader
    htmx: Any


ON_THE_PHONE = frozenset({Role.CARER, Role.VILLAGE_CHAIR})


def base_for(reader: Reader) -> str:
    """The template a page of both sizes extends: an officer's desk, else the phone."""
    desk = reader.has_role(*(set(Role) - ON_THE_PHONE))
    return "desk.html" if desk else "phone.html"
