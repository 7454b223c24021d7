"""Lists of a round that stay quick with hundreds of thousands of rows: what is counted already is not
counted again, and a far page finds its keys before it reads rows, from whichever end is nearer.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from nuantong.core.listing import Listing

NEAR: Final = 2_000
"""Rows that may be passed over with all they join."""


class RoundListing(Listing):
    """`known(filters)` gives the number of rows for these filters, or None."""

    def __init__(self, *args: Any, known: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known

    @property
    def asked(self) -> Mapping[str, Any]:
        """The filters in force, as they were cleaned."""
        cleaned = getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value not in (None, "", [])}

    @cached_property
    def total(self) -> int:
        known = self._known(self.asked) if self._known and self.form.is_valid() else None
        return self.filters.qs.order_by().count() if known is None else int(known)

    @cached_property
    def rows(self) -> list[Any]:
        start = (self.page - 1) * self.page_size
        if not self.total or start <= NEAR:
            return super().rows
        keys = self._keys(start, min(start + self.page_size, self.total))
        return list(self.results.filter(pk__in=keys))

    def _keys(self, start: int, stop: int) -> list[int]:
        keys = self.results.select_related(None).defer(None).values_list("pk", flat=True)
        if start <= self.total // 2:
            return list(keys[start:stop])
        return list(keys.reverse()[self.total - stop : self.total - start])
