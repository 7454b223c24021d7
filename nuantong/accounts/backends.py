"""Sign-in by staff number or phone; whichever was typed."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from nuantong.accounts.models import User, phone_index
from nuantong.core.kept import Kept, slot


class StaffNumberOrPhone(BaseBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str = "",
        password: str = "",
        **_: Any,
    ) -> User | None:
        user = self._find(username.strip())
        if user is None:
            User().set_password(password)  # takes the same time as a wrong password
            return None
        return user if user.check_password(password) and user.is_active else None

    def _find(self, login: str) -> User | None:
        index = phone_index(login)
        query = Q(staff_number=login)
        return User.objects.filter(query | Q(phone_index=index) if index else query).first()

    def get_user(self, user_id: int) -> User | None:
        return next(iter(_active(pk=user_id)), None)


@Kept
def _active() -> QuerySet[User]:
    """Asked with every page."""
    return User.objects.filter(pk=slot("pk"), is_active=True)
