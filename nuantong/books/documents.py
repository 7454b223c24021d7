"""Which papers entries rest on: the apps above say their kinds, and where one is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True)
class DocumentKind:
    """`url_name` takes the document's key, unless `address` says where it is. What is `undone_there`
    is not reversed on the books' own page: the document would not know."""

    code: str
    label: str
    url_name: str = ""
    address: Callable[[UUID], str] | None = None
    undone_there: bool = False

    def url(self, key: UUID) -> str:
        if self.address:
            return self.address(key)
        return reverse(self.url_name, kwargs={"key": key}) if self.url_name else ""


KINDS: Final[dict[str, DocumentKind]] = {}


def register_document(
    code: str, label: str, url_name: str = "", address: Callable[[UUID], str] | None = None, *,
    undone_there: bool = False,
) -> None:  # fmt: skip
    """In AppConfig.ready(): `register_document("purchase", "采购单", "goods:purchase")`."""
    KINDS[code] = DocumentKind(code, label, url_name, address, undone_there)


def document_kind(code: str) -> DocumentKind:
    """Its kind; one that nobody registered keeps its code as its words."""
    return KINDS.get(code) or DocumentKind(code, code)
