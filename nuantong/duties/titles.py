"""What the duties are called on screen."""

from functools import lru_cache
from typing import Any

from django.db.models import F

from nuantong.core.kept import Kept
from nuantong.duties.models import ProtocolVersion


def duty_titles() -> dict[tuple[int, str], str]:
    """(protocol id, duty code) → title, as the newest version that has the duty calls it.

    The city's word stands before a district's: lists hold children of many districts.
    """
    return {key: title for pk in _in_order() for key, title in _of(pk)}


@Kept
def _in_order() -> Any:
    versions = ProtocolVersion.objects.in_effect()
    in_order = versions.order_by(F("region").asc(nulls_last=True), "valid_from")
    return in_order.values_list("pk", flat=True)


@lru_cache(maxsize=256)
def _of(version: int) -> list[tuple[tuple[int, str], str]]:
    """A version never changes once it is written: safe to keep."""
    found = ProtocolVersion.objects.get(pk=version)
    return [((found.protocol_id, duty.code), duty.title) for duty in found.parsed.duties]
