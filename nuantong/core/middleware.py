"""What every request and every page goes through."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)


class ContentSecurityPolicy:
    """Only our own scripts run; pages with children's data are not kept by caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class NoNulBytes:
    """No keyboard types NUL and PostgreSQL keeps none, so it is left out of what is sent: a report
    of danger is not to fail because of it. An address with one leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise BadRequest("NUL")
        for name in ("GET", "POST"):
            sent = getattr(request, name)
            if _has_nul(sent):
                setattr(request, name, _without_nul(sent))
        return self.get_response(request)


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in key or any("\0" in text for text in texts) for key, texts in sent.lists())


def _without_nul(sent: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True)
    for key, texts in sent.lists():
        found.setlist(key.replace("\0", ""), [text.replace("\0", "") for text in texts])
    return found
