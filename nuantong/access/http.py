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


def on_phone(reader: Reader) -> bool:
    """Carers and village chairs work on a phone; whoever holds another role has a desk."""
    return not reader.has_role(*(set(Role) - ON_THE_PHONE))


def base_for(reader: Reader) -> str:
    """The template a page of both sizes extends."""
    return "phone.html" if on_phone(reader) else "desk.html"
