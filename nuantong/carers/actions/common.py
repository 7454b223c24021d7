"""What every action on a carer's record begins and ends with."""

from typing import Any

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import clean


def entered(by: Reader) -> dict[str, Any]:
    """Who enters a row, and when."""
    return {
        "entered_at": clock.now(), "entered_by_id": by.actor_id, "entered_by_name": by.actor_name
    }  # fmt: skip


def words(text: str, limit: int, missing: str) -> str:
    """A short text that must be there."""
    kept = clean(text)[:limit]
    if len(kept) < 2:
        raise Refusal(missing)
    return kept


def not_after_today(day: Any, by: Reader) -> None:
    if day > by.on:
        raise Refusal("日期在今天之后，请核对。")
