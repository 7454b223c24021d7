"""A stamp remembers what something was made from, so that it is made again only when that changed.

It lies inside or beside what it speaks of: whoever deletes the thing deletes the stamp with it.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path


def digest(inputs: Iterable[Path | str]) -> str:
    """One hash over texts and the names and bytes of files."""
    total = hashlib.sha256()
    for item in inputs:
        content = item.read_bytes() if isinstance(item, Path) else item.encode()
        name = item.name if isinstance(item, Path) else ""
        total.update(f"{name}:{len(content)}:".encode() + content)
    return total.hexdigest()


def is_fresh(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text() == key


def write(stamp: Path, text: str, mode: int = 0o644) -> None:
    """Whole or not at all, even when killed half-way."""
    draft = stamp.with_name(f"{stamp.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
    draft.replace(stamp)


def once(stamp: Path, inputs: Iterable[Path | str], make: Callable[[], None]) -> bool:
    """Calls `make` unless it already succeeded with the same inputs; tells whether it did."""
    key = digest(inputs)
    if is_fresh(stamp, key):
        return False
    stamp.unlink(missing_ok=True)
    make()
    write(stamp, key)
    return True
