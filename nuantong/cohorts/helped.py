"""Who got what and when, as the apps above know it: receipts of goods, grants that were paid."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

Source = Callable[[], QuerySet[Any]]
SOURCES: list[Source] = []


def register_helped(source: Source) -> None:
    """In AppConfig.ready(): rows with `child`, `purpose` (books.purposes) and `on`, of what stands:
    `lambda: Receipt.objects.standing().values("child", "purpose", "on")` with these very names."""
    if source not in SOURCES:
        SOURCES.append(source)


def helped() -> list[QuerySet[Any]]:
    return [source() for source in SOURCES]
