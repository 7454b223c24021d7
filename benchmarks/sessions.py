"""Somebody of the demo city, signed in."""

from django.test import Client

from nuantong.accounts.models import User


def client_of(staff_number: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    user = User.objects.get(staff_number=staff_number)
    client.force_login(user, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    return client


def cookie_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def session_of(staff_number: str) -> str:
    """The cookie of a fresh session."""
    return cookie_of(client_of(staff_number))
