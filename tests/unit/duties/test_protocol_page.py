"""The page shows every protocol in the words of an office."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.duties.models import Protocol, ProtocolVersion
from nuantong.duties.protocols import parse_definition
from nuantong.duties.protocols.wording import way_in_words
from nuantong.duties.queries.protocols import protocol_sheets
from tests.conftest import TODAY


def test_the_page_shows_the_six_ones(client_of: Callable[[Role], Client]) -> None:
    page = client_of(Role.TOWNSHIP_CHAIR).get(reverse("duties:protocols")).content.decode()

    assert "每周见一次面" in page
    assert "8月20日至8月26日" in page
    assert "放假，现在不计" in page
    assert "在元旦、春节、元宵、端午、六一、中秋、国庆、重阳、孩子生日当天或其法定假期" in page


def test_a_leader_has_no_business_there(client_of: Callable[[Role], Client]) -> None:
    assert client_of(Role.LEADER).get(reverse("duties:protocols")).status_code == 403


def test_the_version_in_force_is_shown(
    six_ones: Protocol, reader: Callable[[Role], Reader]
) -> None:
    definition = {**six_ones.versions.get().definition, "title": "新六个一"}
    six_ones.versions.create(valid_from=dt.date(2018, 9, 1), definition=definition)
    by = reader(Role.TOWNSHIP_CHAIR)

    [now], [then] = (protocol_sheets(by.as_of(day), []) for day in (TODAY, dt.date(2018, 9, 1)))
    assert (now.valid_from, now.title) == (dt.date(2018, 1, 1), "六个一")
    assert (then.valid_from, then.title) == (dt.date(2018, 9, 1), "新六个一")


def test_conditions_are_said_in_words() -> None:
    way = {"acts": ["meet", "talk"], "means": ["phone"], "stages": ["junior"],
           "boarding": True, "in_term": True, "topics": ["学习"]}  # fmt: skip
    duty = {"code": "week", "title": "每周", "period": "week", "accepts": [way]}
    definition = parse_definition({"code": "x", "title": "例", "duties": [duty]})

    assert (
        way_in_words(definition.duties[0].accepts[0])
        == "见面或谈心（电话；谈到学习；初中；限寄宿生；学期内）"
    )


def test_a_faulty_definition_is_not_saved(six_ones: Protocol) -> None:
    version = ProtocolVersion(protocol=six_ones, valid_from=TODAY, definition={"code": "x"})

    with pytest.raises(ValidationError, match="方案：缺少 duties"):
        version.full_clean()


@pytest.mark.parametrize("table", ["duties_protocolversion", "duties_contact"])
def test_what_was_published_cannot_be_emptied(table: str, db: None) -> None:
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
