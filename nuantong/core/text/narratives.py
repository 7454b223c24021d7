"""Free text of several lines as people type or paste it."""

import unicodedata


def narrative(value: object, limit: int = 20_000) -> str:
    """The text with its line breaks, without control characters, trimmed and cut at `limit`."""
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()[:limit]
