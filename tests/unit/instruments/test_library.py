"""The library shows what a definition says; what is added is shown first and stays."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.instruments.actions.library import add_version
from nuantong.instruments.asking import checked_giver, may_see
from nuantong.instruments.exchange.files import read_file
from nuantong.instruments.models import Instrument, InstrumentVersion
from nuantong.instruments.reading import data_of, shipped

UPLOAD = "/scales/upload/"


def changed(**changes: Any) -> bytes:
    return json.dumps({**data_of(shipped()["ses"]), **changes}).encode()


def sent(client: Client, data: bytes) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile("x.json", data)})


@pytest.fixture
def city(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.CITY_OFFICER)


def test_a_new_version_is_shown_first_then_added_once_and_told_to_the_log(city: Client) -> None:
    shown = sent(city, changed(version="2018-11", reverse="3,5,9-10"))
    assert "已有量表的新版本" in shown.content.decode()
    assert not InstrumentVersion.objects.filter(version="2018-11").exists()
    definition = shown.context["definition"]
    page = city.post(UPLOAD, {"definition": definition}, follow=True).content.decode()
    assert "2018-11" in page and "3、5、9–10" in page
    again = city.post(UPLOAD, {"definition": definition}, follow=True).content.decode()
    assert "一个版本只写一次" in again
    assert InstrumentVersion.objects.filter(version="2018-11").count() == 1
    assert Event.objects.filter(action="加入量表").count() == 1
    assert Instrument.objects.get(code="ses").versions.count() == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed(), "一个版本只写一次"),
        (changed(reverse="3,99"), "反向计分写的第99题不存在"),
        (changed(colour="red"), "不认识的“colour”"),
        (b"not a definition", "文件读不出来"),
        (b"", "文件是空的"),
    ],
    ids=["known", "reverse", "stranger", "text", "empty"],
)
def test_a_bad_file_is_said_in_words_and_nothing_is_written(
    city: Client, data: bytes, said: str
) -> None:
    before = InstrumentVersion.objects.count()
    answer = sent(city, data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert InstrumentVersion.objects.count() == before


def test_whoever_may_not_add_is_refused(
    client_of: Callable[[Role], Client], reader: Callable[[Role], Reader]
) -> None:
    assert client_of(Role.COUNSELLOR).get(UPLOAD).status_code == 403
    with pytest.raises(Refusal, match="市妇联"):
        add_version(definition=read_file(changed(version="3")), by=reader(Role.COUNSELLOR))


def test_what_is_downloaded_is_what_is_stored(city: Client) -> None:
    version = InstrumentVersion.objects.get(instrument__code="mht")
    for form in ("json", "fhir", "xlsform"):
        answer = city.get(reverse("instruments:download", args=[version.pk, form]))
        assert read_file(answer.content) == version.rules
    assert city.get(reverse("instruments:download", args=[version.pk, "pdf"])).status_code == 404


def test_every_shipped_instrument_has_its_page(city: Client) -> None:
    for code, rules in shipped().items():
        page = city.get(reverse("instruments:instrument", args=[code]))
        assert page.status_code == 200
        assert all(item.text in page.content.decode() for item in rules.items)
    assert city.get("/scales/library/ses/?version=0").status_code == 404


def test_a_definition_says_who_gives_it_and_who_sees_the_answers(
    reader: Callable[[Role], Reader],
) -> None:
    only = {"administered_by": ["counsellor"], "seen_by": ["supervisor"]}
    definition = read_file(changed(version="4", **only))
    version = add_version(definition=definition, by=reader(Role.CITY_OFFICER))
    counsellor, chair = reader(Role.COUNSELLOR), reader(Role.TOWNSHIP_CHAIR)
    checked_giver(version, counsellor)
    with pytest.raises(Refusal, match="只由心理咨询师发放"):
        checked_giver(version, chair)
    assert not may_see(version, counsellor)
    assert may_see(version, reader(Role.CASE_SUPERVISOR))
