"""What views are given: a request with its reader."""

from typing import Any

from django.http import HttpRequest

from nuantong.access.reader import Reader
from nuantong.accounts.models import User


class Request(HttpRequest):
    """A signed-in request: ReaderMiddleware added the reader, django-htmx the htmx part."""

    user: User
    reader: Reader
    htmx: Any
