"""Serves the few files we use of npm packages, one by one, under npm/….

Whole dist folders would bring thousands of files and source maps that break hashed storage.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage

NPM_FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "echarts/dist/echarts.min.js",
)
PREFIX = "npm/"
SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=[^*]*\*/")


class NpmStorage(FileSystemStorage):
    """node_modules under the prefix; style sheets lose the name of a map we do not ship."""

    prefix = PREFIX.rstrip("/")

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with Path(self.path(name)).open("rb") as file:
            return ContentFile(SOURCE_MAP.sub(b"", file.read()), name=name)


class NpmFinder(BaseFinder):
    """Finds NPM_FILES below `settings.NPM_ROOT` (node_modules of the project by default)."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        default = Path(settings.BASE_DIR) / "node_modules"
        self.root = Path(getattr(settings, "NPM_ROOT", default))
        self.storage = NpmStorage(location=str(self.root))
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(PREFIX)
        found = self.root / name
        if not path.startswith(PREFIX) or name not in NPM_FILES or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        for name in NPM_FILES:
            if (self.root / name).is_file() and not matches_patterns(name, ignore_patterns):
                yield name, self.storage
