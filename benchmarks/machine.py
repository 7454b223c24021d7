"""What the figures were measured on: without it they say nothing."""

import os
import platform
from pathlib import Path

import django
from django.db import connection


def describe() -> str:
    """Needs the settings of the environment that ./dev gives."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgresql,) = cursor.fetchone()
    load = os.getloadavg()[0]
    parts = [
        f"{_processor()}, {os.cpu_count()} cores, {_memory()} GB",
        f"Python {platform.python_version()}, Django {django.get_version()}",
        f"PostgreSQL {postgresql.split()[0]}, load before the run {load:.1f}",
    ]
    return "\n".join(parts)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
