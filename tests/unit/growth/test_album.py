"""Photos rest on a consent: without it none, and none any more once it is taken back."""

import datetime as dt
import uuid
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from nuantong.access.roles import PERMISSIONS, Permission, Role
from nuantong.audit.models import Event
from nuantong.consents.actions import give, take_back
from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.growth.actions import A_YEAR, remove_photo
from nuantong.growth.models import Photo
from tests.conftest import TODAY
from tests.unit.growth.conftest import added, drawn_of, png

pytestmark = pytest.mark.django_db
SEEING = {Role.CARER, Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER}
BROKEN = drawn_of(b"no picture")
SHORT = drawn_of(zlib.compress(b"\0" * 9), side=40)
"""Whole files whose picture cannot be drawn: typst would print an empty box."""


def album(child: Any) -> str:
    return f"/children/{child.number}/album/"


def test_without_a_consent_no_photo_is_kept(cast, carer, client_of) -> None:
    with pytest.raises(Refusal, match="还没有同意"):
        added(cast.children.own, carer)
    said = client_of(Role.CARER).get(album(cast.children.own)).content.decode()
    assert "没有同意的记录" in said
    assert 'type="file"' not in said


def test_a_photo_is_added_on_the_page_seen_and_on_the_log(cast, agreed, client_of) -> None:
    client, child = client_of(Role.CARER), cast.children.own
    key = uuid.uuid4()
    for _ in range(2):
        files = [SimpleUploadedFile(f"{n}.png", png(colour=n)) for n in (1, 2)]
        sent = {"key": key, "photos": files, "taken_on": "2018-08-20", "caption": "一起种花"}
        assert client.post(album(child), sent).status_code == 302
    assert Photo.objects.count() == 2
    page = client.get(album(child)).content.decode()
    assert "一起种花" in page
    one = Photo.objects.first()
    answer = client.get(f"{album(child)}{one.key}/")
    assert answer.content == one.picture.data
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private, no-store")
    assert Event.objects.filter(action="查看成长照片", child_number=child.number).count() == 1
    assert Event.objects.filter(action="添加成长照片").count() == 2


@pytest.mark.parametrize(
    "data", [b"GIF89a", b"<svg onload=alert(1)>", b"%PDF-1.7", b"", png()[:-9], BROKEN, SHORT]
)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(cast, agreed, client_of, data) -> None:
    files = [SimpleUploadedFile("a.png", png()), SimpleUploadedFile("b.png", data, "image/png")]
    sent = {"photos": files, "taken_on": "2018-08-20"}
    answer = client_of(Role.CARER).post(album(cast.children.own), sent)
    assert answer.status_code == 422
    assert "第2张（b.png）：" in answer.content.decode()
    assert not Photo.objects.exists()


def test_the_picture_and_its_words_cannot_be_read_in_the_database(photo) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, caption FROM growth_photo")
        sealed, caption = map(bytes, cursor.fetchone())
    assert b"PNG" not in sealed
    assert "种花".encode() not in caption
    assert photo.picture.data == png()


def test_taking_the_consent_back_erases_the_photos_at_once(cast, photo, agreed, client_of) -> None:
    client, child = client_of(Role.CARER), cast.children.own
    where = f"{album(child)}{photo.key}/"
    assert client.get(where).status_code == 200
    assert "马上看不到" in client.get(f"{album(child)}withdraw/").content.decode()
    for _ in range(2):
        client.post(f"{album(child)}withdraw/", {"why": "奶奶不愿意了"})
    assert client.get(where).status_code == 404
    photo.refresh_from_db()
    assert (photo.sealed, photo.caption, photo.removed_by) == (None, "", "爱心妈妈")
    page = client.get(album(child)).content.decode()
    assert "种花" not in page
    assert "2018年8月24日撤回" in page
    assert str(photo.key) not in client.get(f"/children/{child.number}/").content.decode()
    assert Event.objects.filter(action="撤回同意").count() == 1


def test_a_new_consent_does_not_bring_the_old_photos_back(cast, photo, agreed, carer) -> None:
    take_back(consent=agreed, by=carer)
    again = give(
        child=cast.children.own, purpose="photos", giver="guardian", given_by="祖母甲",
        how="spoken", given_on=TODAY, by=carer,
    )  # fmt: skip
    assert again.pk != agreed.pk
    assert not Photo.objects.shown().exists()
    added(cast.children.own, carer)
    assert Photo.objects.shown().count() == 1


def test_one_photo_is_taken_out_and_the_others_stay(cast, photo, carer, client_of) -> None:
    other = added(cast.children.own, carer)
    remove_photo(photo=photo, by=carer)
    remove_photo(photo=photo, by=carer)
    assert list(Photo.objects.shown()) == [other]
    assert Event.objects.filter(action="删除成长照片").count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_not_see_photos_finds_no_trace_of_them(cast, photo, client_of, role) -> None:
    """The part is absent from the page: not greyed, not named."""
    client, child = client_of(role), cast.children.own
    if role == Role.CITY_OFFICER:
        client.post(f"/children/{child.number}/reason/", {"reason": "督办"})
    page = client.get(f"/children/{child.number}/")
    sees = role in SEEING
    assert ("照片与纪念册" in page.content.decode()) == sees
    assert (str(photo.key) in page.content.decode()) == sees
    for address in ("", f"{photo.key}/"):
        assert (client.get(album(child) + address).status_code == 200) == sees
    assert (Permission.SEE_PHOTOS in PERMISSIONS[role]) == sees


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.CARER, Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR})
)
def test_nobody_else_writes_consents_or_photos(cast, photo, client_of, role) -> None:
    client, child = client_of(role), cast.children.own
    client.post(
        album(child), {"photos": SimpleUploadedFile("a.png", png()), "taken_on": "2018-08-20"}
    )
    client.post(f"{album(child)}{photo.key}/remove/")
    client.post(f"{album(child)}withdraw/", {"why": "x"})
    assert Photo.objects.shown().get() == photo


def test_refusals_say_what_is_wrong(cast, carer) -> None:
    child = cast.children.own
    given = {
        "purpose": "photos",
        "giver": "guardian",
        "given_by": "祖母甲",
        "how": "signed",
        "given_on": TODAY,
    }
    for values, words in (
        ({"given_by": " "}, "谁同意"), ({"given_on": TODAY + dt.timedelta(1)}, "晚于今天"),
        ({"given_on": dt.date(2001, 1, 1)}, "早于孩子"), ({"giver": "child"}, "未满14周岁"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=words):
            give(child=child, by=carer, **{**given, **values})
    give(child=child, by=carer, **given)
    with pytest.raises(Refusal, match="已经有同意"):
        give(child=child, by=carer, **given)
    with pytest.raises(Refusal, match="晚于今天"):
        added(child, carer, taken_on=TODAY + dt.timedelta(1))
    with pytest.raises(Refusal, match="早于孩子"):
        added(child, carer, taken_on=dt.date(2001, 1, 1))
    for _ in range(A_YEAR):
        added(child, carer)
    with pytest.raises(Refusal, match="最多"):
        added(child, carer)
    added(child, carer, taken_on=dt.date(2017, 1, 1))


def test_the_database_keeps_photos_on_their_consent(cast, photo, agreed, make) -> None:
    child, now = cast.children.own, clock.now()

    def write(**values: Any) -> None:
        given = {"child": child, "consent": agreed, "key": uuid.uuid4(), "taken_on": TODAY,
                 "sealed": b"x", "added_at": now, "added_by": "某人", "kind": "image/png"}  # fmt: skip
        Photo.objects.create(**{**given, **values})

    other = make.child("小宁", child.place.code)
    attacks = [
        (lambda: write(child=other), "no consent of this child"),
        (lambda: write(sealed=None), "photo_is_there_or_was_removed"),
        (lambda: write(removed_at=now, removed_by="某人"), "photo_is_there_or_was_removed"),
        (lambda: Photo.objects.update(sealed=b"another"), "never altered"),
        (lambda: Photo.objects.update(child=other), "never altered"),
        (lambda: Photo.objects.update(sealed=None, caption=""), "photo_is_there_or_was_removed"),
        (lambda: Photo.objects.filter(pk=photo.pk)._raw_delete("default"), "its row stays"),
        (lambda: Consent.objects.update(given_by="别人"), "never altered"),
        (lambda: Consent.objects.update(withdrawn_on=TODAY), "consent_taken_back"),
        (lambda: Consent.objects.update(withdrawn_on=dt.date(2018, 1, 1), withdrawn_by="某"), "consent_taken_back"),
        (lambda: Consent.objects.filter(pk=agreed.pk)._raw_delete("default"), "never altered or removed"),
    ]  # fmt: skip
    for attack, name in attacks:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            attack()
    Consent.objects.update(withdrawn_on=TODAY, withdrawn_by="某人")
    with pytest.raises(IntegrityError, match="no consent"), transaction.atomic():
        write()
    with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
        Consent.objects.update(withdrawn_on=None, withdrawn_by="")
