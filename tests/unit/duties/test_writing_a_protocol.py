"""The pages on which an office writes its protocol: what is typed, what is refused and where."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.duties.actions.protocols import desks
from nuantong.duties.forms.protocols import ProtocolForm, next_monday, written
from nuantong.duties.models import Protocol, ProtocolDraft, ProtocolVersion
from nuantong.duties.protocols import parse_definition, shipped_definition
from nuantong.duties.protocols.shipped import SHIPPED
from nuantong.duties.protocols.wording import differences

MONDAY = dt.date(2018, 8, 27)


@pytest.fixture
def officer(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.DISTRICT_OFFICER)


@pytest.fixture
def region(reader: Callable[[Role], Reader]) -> int:
    [region] = desks(reader(Role.DISTRICT_OFFICER))
    assert region is not None
    return region


@pytest.fixture
def draft(officer: Client, region: int, six_ones: Protocol) -> ProtocolDraft:
    begin(officer, region, base="now")
    return ProtocolDraft.objects.get()


def begin(client: Client, region: int, **sent: Any) -> Any:
    url = reverse("duties:begin", kwargs={"code": "six-ones"})
    return client.post(url, {"region": region, **sent}, follow=True)


def sent(draft: ProtocolDraft, **changes: Any) -> dict[str, Any]:
    return {**written(draft.parsed), "version": draft.version, "do": "save", **changes}


def save(client: Client, draft: ProtocolDraft, **changes: Any) -> Any:
    return client.post(reverse("duties:draft", args=[draft.pk]), sent(draft, **changes))


@pytest.mark.parametrize("code", SHIPPED)
def test_the_form_says_what_the_definition_says(code: str) -> None:
    definition = shipped_definition(code)
    form = ProtocolForm(written(definition))

    assert form.is_fit(), form.wrong
    again = parse_definition({**form.content(), "code": code})
    assert differences(definition, again) == []
    assert (again.title, again.summary) == (definition.title, definition.summary)


def test_a_district_copies_changes_and_publishes(
    officer: Client, draft: ProtocolDraft, region: int
) -> None:
    page = officer.get(reverse("duties:draft", args=[draft.pk])).content.decode()
    assert "每周至少一次：见面（当面）。宽限3天，过期不能补做。" in page

    answer = save(officer, draft, **{"d0-title": "每半月见一次面", "d0-period": "half_month"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    url = reverse("duties:publish", args=[draft.pk])
    officer.post(url, {"version": draft.version, "valid_from": MONDAY})

    version = ProtocolVersion.objects.get(region=region)
    assert (version.valid_from, version.published_on) == (MONDAY, dt.date(2018, 8, 24))
    page = officer.get(reverse("duties:protocols")).content.decode()
    assert "2018年8月27日起" in page
    assert "待施行" in page
    assert "每周见一次面：改称“每半月见一次面”；“每周至少一次”改为“每半月至少一次”。" in page


@pytest.mark.parametrize(
    ("changes", "where", "text"),
    [
        ({"d0-times": "0"}, "id_d0-times", "请填1到31的整数"),
        ({"d0-title": ""}, "id_d0-title", "请填职责的名称"),
        ({"d0w0-acts": []}, "id_d0w0-acts", "请选做什么"),
        ({"d0w0-drop": "on"}, "protocol", "至少要留一种完成方式"),
        ({f"d{n}-drop": "on" for n in range(6)}, "protocol", "至少要有一项职责"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(
    officer: Client, draft: ProtocolDraft, changes: dict[str, Any], where: str, text: str
) -> None:
    answer = save(officer, draft, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in page
    assert f'href="#{where}' in page
    draft.refresh_from_db()
    assert draft.version == 1


@pytest.mark.parametrize(
    ("changes", "where", "text"),
    [
        ({"d0w0-means": ["phone"]}, "id_d0w0-means", "见面要当面才行"),
        ({"d5w0-festivals": []}, "id_d5w0-festivals", "至少选一个"),
        ({"d2-grace_days": "40"}, "id_d2-grace_days", "最多28天"),
        ({"d4w0-in_term": "no"}, "id_d4-period", "永远无法完成"),
        ({"d1-title": "每周见一次面"}, "id_d1-title", "已经有了"),
    ],
)
def test_what_nobody_could_keep_is_kept_as_a_draft_and_never_published(
    officer: Client, draft: ProtocolDraft, changes: dict[str, Any], where: str, text: str
) -> None:
    assert save(officer, draft, **changes).status_code == 302
    draft.refresh_from_db()
    for answer in (
        officer.get(reverse("duties:draft", args=[draft.pk])),
        officer.post(
            reverse("duties:publish", args=[draft.pk]),
            {"version": draft.version, "valid_from": MONDAY},
        ),
    ):
        page = answer.content.decode()
        assert text in page
        assert f'href="#{where}' in page
    assert not ProtocolVersion.objects.exclude(region=None).exists()


def test_a_duty_and_a_way_are_added_and_dropped(officer: Client, draft: ProtocolDraft) -> None:
    page = save(officer, draft, do="way:0").content.decode()
    assert 'name="d0w1-acts"' in page
    page = save(officer, draft, do="duty").content.decode()
    assert 'name="d6w0-acts"' in page
    more = {
        "duties": "7", "d6-ways": "1", "d6-title": "每月视频一次", "d6-period": "month",
        "d6-times": "1", "d6-grace_days": "5", "d6w0-acts": ["talk"], "d6w0-means": ["video"],
        "d0-drop": "on",
    }  # fmt: skip
    save(officer, draft, **more)
    codes = [duty.code for duty in ProtocolDraft.objects.get().parsed.duties]
    assert codes == ["half_month", "month", "quarter", "term", "year", "duty_1"]


def test_the_sentence_follows_the_fields(officer: Client, draft: ProtocolDraft) -> None:
    url = reverse("duties:words", args=[draft.pk])
    words = officer.post(url, sent(draft, **{"d0-times": "2"})).content.decode()
    assert "每周至少两次：见面（当面）" in words
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_file_goes_out_and_comes_in_as_the_batch_face_reads_it(
    officer: Client, draft: ProtocolDraft, region: int
) -> None:
    data = officer.get(reverse("duties:draft_file", args=[draft.pk])).content
    assert parse_definition(json.loads(data)).title == "六个一"
    officer.post(reverse("duties:discard", args=[draft.pk]), {"version": 1})
    file = SimpleUploadedFile("six.json", data)
    begin(officer, region, base="file", file=file)
    assert ProtocolDraft.objects.get().definition == draft.definition


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "不是 JSON 文件"),
        (b"[]", "应当是一个方案"),
        (b'{"versions": []}', "请只留一个"),
        (b'{"title": "x", "duties": [{"code": "a", "title": "b", "period": "fortnight"}]}',
         "“fortnight”不可用"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_protocol_is_refused(
    officer: Client, region: int, six_ones: Protocol, data: bytes, message: str
) -> None:
    answer = begin(officer, region, base="file", file=SimpleUploadedFile("x.json", data))
    assert message in answer.content.decode()
    assert not ProtocolDraft.objects.exists()


def test_another_office_never_sees_the_draft(
    draft: ProtocolDraft, client_of: Callable[[Role], Client]
) -> None:
    for role, status in ((Role.CITY_OFFICER, 404), (Role.TOWNSHIP_CHAIR, 403)):
        answer = client_of(role).get(reverse("duties:draft", args=[draft.pk]))
        assert answer.status_code == status


def test_next_monday_is_a_week_that_has_not_begun() -> None:
    assert next_monday(dt.date(2018, 8, 24)) == MONDAY
    assert next_monday(MONDAY) == dt.date(2018, 9, 3)


def rungs(draft: ProtocolDraft) -> list[tuple[str, int, str]]:
    found = ProtocolDraft.objects.get(pk=draft.pk)
    return [(one.when.value, one.at, one.to.name) for one in found.parsed.ladder]


def place_of(draft: ProtocolDraft, when: str, at: int) -> int:
    return next(n for n, one in enumerate(draft.parsed.ladder) if (one.when, one.at) == (when, at))


def test_the_ladder_is_edited_with_the_protocol(officer: Client, draft: ProtocolDraft) -> None:
    silent, missed = place_of(draft, "silent", 14), place_of(draft, "missed", 8)
    before = rungs(draft)
    save(
        officer, draft, **{f"r{silent}-at": "10", f"r{silent}-within": "2", f"r{missed}-drop": "on"}
    )
    assert [one for one in before if one not in rungs(draft)] == [
        ("missed", 8, "CITY"), ("silent", 14, "TOWNSHIP"),
    ]  # fmt: skip
    assert ("silent", 10, "TOWNSHIP") in rungs(draft)
    page = officer.get(reverse("duties:draft", args=[draft.pk])).content.decode()
    assert "上报改为：10天没有任何联系：请乡镇（街道）2天内答复，没有答复逐级报到市。" in page
    assert "上报不再有：每周的职责连续漏8次：请市5天内答复。" in page


def test_another_rung_is_asked_for_and_filled(officer: Client, draft: ProtocolDraft) -> None:
    page = save(officer, draft, do="rung:silent")
    assert page.context["form"].rungs[-1].about == "没有任何联系"
    count = len(draft.parsed.ladder)
    more = {"when": "silent", "at": "7", "to": "township", "top": "city", "within": "3"}
    save(
        officer,
        draft,
        rungs=count + 1,
        **{f"r{count}-{name}": value for name, value in more.items()},
    )
    assert ("silent", 7, "TOWNSHIP") in rungs(draft)


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        ({"at": "20"}, "最迟14天就要有人过问"),
        ({"at": "30"}, "和前面的一级重复|最迟14天"),
        ({"to": "city"}, "不能报给更低的一级"),
    ],
)
def test_a_ladder_that_would_come_late_is_told_and_not_published(
    officer: Client, draft: ProtocolDraft, silent: dict[str, str], said: str
) -> None:
    place = place_of(draft, "silent", 14)
    save(officer, draft, **{f"r{place}-{name}": value for name, value in silent.items()})
    draft.refresh_from_db()
    page = officer.get(reverse("duties:draft", args=[draft.pk])).content.decode()
    assert re.search(said, page) and "上报办法" in page
    url = reverse("duties:publish", args=[draft.pk])
    answer = officer.post(url, {"version": draft.version, "valid_from": MONDAY})
    assert answer.status_code == 422
    assert not ProtocolVersion.objects.exclude(region=None).exists()


def test_the_alarm_of_silence_cannot_be_dropped(officer: Client, draft: ProtocolDraft) -> None:
    drop = {f"r{n}-drop": "on" for n, one in enumerate(draft.parsed.ladder) if one.when == "silent"}
    answer = save(officer, draft, **drop)
    assert answer.status_code == 422
    assert "至少要留一级" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"at": ""}, "请填0到366的整数。"),
        ({"at": "十四"}, "请填0到366的整数。"),
        ({"at": "0"}, "请填1到366的整数。"),
        ({"within": "15"}, "请填1到14的整数。"),
        ({"to": "city", "top": "township"}, "最高一级不能低于先答复的一级。"),
    ],
)
def test_what_is_wrong_with_a_rung_is_said_at_its_field(
    officer: Client, draft: ProtocolDraft, typed: dict[str, str], said: str
) -> None:
    place = place_of(draft, "silent", 14)
    answer = save(officer, draft, **{f"r{place}-{name}": text for name, text in typed.items()})
    assert answer.status_code == 422
    assert said in answer.content.decode()
