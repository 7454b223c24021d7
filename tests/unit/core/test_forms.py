"""Fields that forgive: a report is never lost over a character, a clock or a key."""

import datetime as dt
import uuid

import pytest

from nuantong.core.forms import ForgivingTimeField, KeyField, WordsField
from nuantong.core.text.narratives import narrative


@pytest.mark.parametrize("typed", ["", None, "x", "\x00", "1234"])
def test_a_key_that_is_none_becomes_a_new_one(typed) -> None:
    assert KeyField().clean(typed) != KeyField().clean(typed)


def test_a_key_comes_back_as_it_was_sent() -> None:
    key = uuid.uuid4()
    assert KeyField().clean(str(key)) == key


@pytest.mark.parametrize("typed", ["", "昨天", "2018-02-31T10:00", "0001-01-01T00:00", "\x00"])
def test_a_time_that_cannot_be_is_none(typed: str) -> None:
    assert ForgivingTimeField(required=False).clean(typed) is None


def test_a_local_time_is_read_as_shanghai_time() -> None:
    moment = ForgivingTimeField().clean("2018-08-24T10:30")
    assert moment == dt.datetime(2018, 8, 24, 2, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  一\r\n二\r三  ", "一\n二\n三"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("缩进\t好", "缩进\t好"),
        ("𠮷\u200d好", "𠮷\u200d好"),
        (None, ""),
    ],
)
def test_narratives_keep_lines_and_lose_control_characters(typed, kept: str) -> None:
    assert narrative(typed) == kept
    assert WordsField(required=False, max_length=50).clean(typed) == kept


def test_narratives_are_cut_where_they_must_be() -> None:
    assert narrative("长" * 30, 20) == "长" * 20
