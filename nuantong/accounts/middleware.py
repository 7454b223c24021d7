"""A one-time password serves for one thing: choosing one's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nuantong.accounts.models import User


class OwnPasswordFirst:
    """Whoever signed in with a one-time password sees nothing else before changing it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.must_change_password and not _allowed(request.path):
            return redirect("accounts:change_password")
        return self.get_response(request)


def _allowed(path: str) -> bool:
    return path in {reverse("accounts:change_password"), reverse("accounts:sign_out")}
