"""Starts a demo's database anew: everything goes, then the migrations run again.

Logs and facts are append-only by trigger, so no row of them is deleted one by one.
"""

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from nuantong.core.errors import Refusal
from nuantong.demo.models import DemoMark
from nuantong.people.models import Child
from nuantong.regions.tree import forget

PATIENCE = "5s"
"""How long to wait for somebody who is using the database."""


def check_wipeable() -> None:
    """Only a demo's own database: the setting says so, and so does the mark inside."""
    if not settings.DEMO:
        raise Refusal("这不是演示环境（NUANTONG_DEMO 未设），不能清空。")
    if Child.objects.exists() and not DemoMark.objects.exists():
        raise Refusal("这个数据库里有儿童档案，却没有演示标记，不能清空。")


def wipe() -> None:
    check_wipeable()
    try:
        _drop_everything()
    except OperationalError as error:
        raise Refusal("演示数据正被使用，暂时清不掉：请先停下正在运行的程序。") from error
    connection.close()
    call_command("migrate", verbosity=0, interactive=False)
    forget()


def _drop_everything() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
