"""Somebody of the demo city, signed in."""

from django.test import Client

from nuantong.accounts.models import User


def session_of(staff_number: str) -> str:
    """The cookie of a fresh session."""
    client = Client()
    user = User.objects.get(staff_number=staff_number)
    client.force_login(user, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    return client.cookies["sessionid"].value
