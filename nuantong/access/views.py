"""Guarding pages by permission."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from nuantong.access.http import Request
from nuantong.access.roles import Permission

View = Callable[..., HttpResponseBase]


def require(*permissions: Permission) -> Callable[[View], View]:
    """The page opens to whoever holds one of the permissions; others are refused, not told why.

    Being allowed a page says nothing about which children: that is visible_to().
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(map(request.reader.can, permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
