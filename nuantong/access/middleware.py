"""request.reader: the signed-in person with the grants in force today."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from nuantong.access.reader import Reader, reader_of
from nuantong.accounts.models import User
from nuantong.core import clock


class ReaderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        vars(request)["reader"] = SimpleLazyObject(lambda: _reader(request))
        return self.get_response(request)


def _reader(request: HttpRequest) -> Reader:
    user = request.user
    return reader_of(user) if isinstance(user, User) else Reader(None, clock.today())
