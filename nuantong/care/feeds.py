"""Making and stopping a carer's private calendar address."""

from secrets import token_urlsafe
from typing import Final

from django.db import transaction
from django.db.models import Case, F, Value, When

from nuantong.access.reader import Reader
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.care.models import CalendarFeed
from nuantong.core import clock
from nuantong.core.fields import BlindIndexField

AN_HOUR: Final = 60
"""A phone asks a few times a day; a household's several devices stay below this."""


@transaction.atomic
def make_feed(*, by: Reader) -> str:
    """A new private address for whoever asks: its token, told once and kept nowhere. The former
    address leads nowhere from now on."""
    user = User.objects.select_for_update().get(pk=by.actor_id or 0)
    _revoke(user)
    token = token_urlsafe(32)
    CalendarFeed.objects.create(user=user, token=digest_of(token), made_at=clock.now())
    record(action="建立日历地址", by=by, object_type="calendar_feed", changes={})
    return token


@transaction.atomic
def stop_feed(*, by: Reader) -> None:
    """The address leads nowhere from now on; twice is once."""
    user = User.objects.select_for_update().get(pk=by.actor_id or 0)
    if _revoke(user):
        record(action="停用日历地址", by=by, object_type="calendar_feed", changes={})


def _revoke(user: User) -> int:
    return CalendarFeed.objects.in_force().filter(user=user).update(revoked_at=clock.now())


def digest_of(token: str) -> bytes | None:
    index: BlindIndexField = CalendarFeed._meta.get_field("token")
    return index.of(token)


def count_request(feed: CalendarFeed) -> bool:
    """Count a request to the address; False when the hour has had enough of them."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    again = Case(When(hour=hour, then=F("asked") + 1), default=Value(1))
    CalendarFeed.objects.filter(pk=feed.pk).update(asked=again, hour=hour)
    return not (feed.hour == hour and feed.asked >= AN_HOUR)
