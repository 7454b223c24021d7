"""Read models of the page of notices and of the bell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db.models import OuterRef, Subquery

from nuantong.access.reader import Reader
from nuantong.core.masking import mask_name
from nuantong.notices.models import Delivery, Notice, NoticeQuerySet, Quiet
from nuantong.people.models import Child

FRESH: Final = 60
"""Seconds that the bell's number may be old; one's own reading renews it at once."""


@dataclass(frozen=True)
class Line:
    """One notice as its addressee sees it; a child she does not see any more is masked."""

    notice: Notice
    child: str
    opens: bool

    @property
    def sms(self) -> str:
        """Whether it also went to her phone, in words; '' for what stays in the product."""
        return dict(Delivery.State.choices).get(getattr(self.notice, "sms", None) or "", "")


def is_quiet(reader: Reader) -> bool:
    return Quiet.objects.filter(user=reader.actor_id or 0).exists()


def listed(reader: Reader) -> NoticeQuerySet:
    sent = Delivery.objects.filter(notice=OuterRef("pk")).values("state")[:1]
    rows = Notice.objects.visible_to(reader).annotate(sms=Subquery(sent))
    return rows.select_related("child").only(
        "kind", "subject", "text", "url_name", "url_args", "at", "by", "read_at",
        "child__number", "child__name",
    )  # fmt: skip


def lines(notices: Iterable[Notice], reader: Reader) -> list[Line]:
    found = list(notices)
    children = [notice.child_id for notice in found if notice.child_id]
    asked = Child.objects.filter(pk__in=children).visible_to(reader) if children else []
    seen = {child.pk for child in asked}
    return [_line(notice, seen) for notice in found]


def _line(notice: Notice, seen: set[int]) -> Line:
    child = notice.child
    if child is None:
        return Line(notice, "", False)
    opens = child.pk in seen
    return Line(notice, child.name if opens else mask_name(child.name), opens)


def number_known(reader: Reader) -> int | None:
    """The bell's number, without asking the database: None when it is not at hand."""
    return cache.get(_at(reader))


def number(reader: Reader) -> int:
    """How many of her notices the reader has not read."""
    known = number_known(reader)
    if known is None:
        known = Notice.objects.visible_to(reader).unread().order_by().count()
        cache.set(_at(reader), known, FRESH)
    return known


def forget_number(reader: Reader) -> None:
    cache.delete(_at(reader))


def _at(reader: Reader) -> str:
    return f"notices-number-{reader.actor_id}"
