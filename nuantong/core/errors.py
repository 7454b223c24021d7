"""Errors a person can act upon."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Refusal(ValueError):
    """An action was refused; the message is for the screen: what, where and what to do."""


class StaleVersion(Refusal):
    """The record was changed by somebody else since the form was opened."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)
