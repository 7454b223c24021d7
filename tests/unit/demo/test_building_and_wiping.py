"""A demo is only ever built into, and wiped from, a database of its own."""

from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.demo.models import DemoMark
from nuantong.demo.wiping import check_wipeable


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


def mark() -> DemoMark:
    return DemoMark.objects.create(seed=1, children=1, built_at=clock.now(), seconds=1)


def test_outside_a_demo_nothing_is_built(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="NUANTONG_DEMO"):
        call_command("build_demo")


def test_on_another_day_nothing_is_built(db: None, settings: Any) -> None:
    settings.TODAY = None
    with pytest.raises(CommandError, match="2018-08-24"):
        call_command("build_demo")


@pytest.mark.parametrize("option", ["--fresh", "--if-missing", "--small"])
def test_a_database_with_real_children_is_left_alone(cast: SimpleNamespace, option: str) -> None:
    with pytest.raises(CommandError, match="不建，也不清空"):
        call_command("build_demo", option)
    assert cast.children.own.pk


def test_if_missing_lists_the_accounts_of_a_city_that_is_there(cast: SimpleNamespace) -> None:
    mark()
    out = StringIO()
    call_command("build_demo", "--if-missing", stdout=out)
    assert "李春梅" in out.getvalue()


def test_a_city_that_is_there_is_not_built_twice(db: None) -> None:
    mark()
    with pytest.raises(CommandError, match="--fresh"):
        call_command("build_demo")


def test_a_marked_demo_may_be_wiped(cast: SimpleNamespace) -> None:
    mark()
    check_wipeable()


def test_children_without_a_mark_are_never_wiped(cast: SimpleNamespace) -> None:
    with pytest.raises(Refusal, match="演示标记"):
        check_wipeable()


def test_outside_a_demo_nothing_is_wiped(db: None, settings: Any) -> None:
    mark()
    settings.DEMO = False
    with pytest.raises(Refusal, match="NUANTONG_DEMO"):
        check_wipeable()
