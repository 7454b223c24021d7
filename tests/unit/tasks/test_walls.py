"""What the database refuses of a task, whoever writes."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuantong.tasks.models import Task
from tests.conftest import TODAY, VILLAGE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = b"sealed"


def write(**values: Any) -> Task:
    given = {
        "key": "k", "kind": "check", "title": "核对", "permission": "edit_children",
        "raised_on": TODAY, "raised_by": "系统",
    }  # fmt: skip
    with transaction.atomic():
        return Task.objects.create(**{**given, **values})


def test_a_key_is_there_once(make) -> None:
    village = make.place(VILLAGE)
    write(region=village)
    with pytest.raises(IntegrityError, match="tasks_task_key"):
        write(region=village)


def test_it_is_of_a_child_or_of_a_place_and_never_of_both_or_neither(make) -> None:
    child = make.child("小乐", VILLAGE)
    for about in ({}, {"child": child, "region": child.place}):
        with pytest.raises(IntegrityError, match="task_of_a_child_or_of_a_place"):
            write(**about)
    assert write(child=child).pk


@pytest.mark.parametrize("part", ["key", "kind", "title", "raised_by", "permission"])
def test_it_says_what_from_whom_and_for_whom(make, part: str) -> None:
    with pytest.raises(IntegrityError, match="task_says_what_and_from_whom"):
        write(region=make.place(VILLAGE), **{part: ""})


@pytest.mark.parametrize(
    "half",
    [
        {"done_on": TODAY},
        {"done_by": "李"},
        {"done_how": "去了"},
        {"done_on": TODAY, "done_by": "李"},
        {"done_on": TODAY, "done_how": "去了"},
    ],
)
def test_it_is_done_with_day_name_and_words_or_not_done(make, half: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="task_done_with_day_name_and_words"):
        write(region=make.place(VILLAGE), **half)


@pytest.mark.parametrize("half", [{"withdrawn_on": TODAY}, {"withdrawn_reason": "不必了"}])
def test_it_is_withdrawn_with_a_reason(make, half: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="task_withdrawn_with_reason"):
        write(region=make.place(VILLAGE), **half)


def test_it_ends_one_way_and_not_before_it_was_raised(make) -> None:
    village = make.place(VILLAGE)
    done = {"done_on": TODAY, "done_by": "李", "done_how": "去了"}
    with pytest.raises(IntegrityError, match="task_ends_one_way"):
        write(region=village, withdrawn_on=TODAY, withdrawn_reason="不必了", **done)
    with pytest.raises(IntegrityError, match="task_done_after_it_was_raised"):
        write(region=village, **{**done, "done_on": TODAY - DAY})
