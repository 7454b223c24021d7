"""Photos kept long enough go at night, on the log; nobody else removes one, and none sooner."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.photos import Photo
from nuantong.visits.actions.photos import REMOVED, remove_old_photos
from nuantong.visits.models import Visit, VisitPhoto
from tests.conftest import TODAY
from tests.unit.visits.conftest import met

pytestmark = pytest.mark.django_db
DAYS = 3 * 365
PICTURE = Photo("image/jpeg", b"picture")


@pytest.fixture
def pictured(cast, visit, monkeypatch) -> Callable[..., Visit]:
    """pictured(moment): a visit with two photos that came then."""

    def keep(moment: dt.datetime, on: dt.date = TODAY) -> Visit:
        with monkeypatch.context() as patched:
            patched.setattr(clock, "now", lambda: moment)
            return visit(met(cast.children.own, on=on), photos=[PICTURE, PICTURE])

    return keep


def test_those_of_the_day_before_go_and_the_visit_stays(pictured, client_of) -> None:
    now = clock.now()
    gone = pictured(now - dt.timedelta(days=DAYS, seconds=1))
    kept = pictured(now - dt.timedelta(days=DAYS - 1), TODAY - dt.timedelta(days=1))
    assert remove_old_photos(system_reader()) == 2
    assert remove_old_photos(system_reader()) == 0
    assert set(VisitPhoto.objects.values_list("visit", flat=True)) == {kept.pk}
    assert Visit.objects.filter(pk=gone.pk).exists()
    told = Event.objects.get(action=REMOVED)
    assert (told.object_id, told.changes) == (gone.key.hex, {"photos": 2})
    page = client_of(Role.DISTRICT_OFFICER)
    page.post(f"/visits/records/{gone.key}/words/", {"reason": "核实信息"})
    shown = page.get(f"/visits/records/{gone.key}/").content.decode()
    assert f"原有2张照片，保存期限已到，{TODAY:%Y年}8月24日删除" in shown
    assert "保存期限已到" not in page.get(f"/visits/records/{kept.key}/").content.decode()


def test_the_city_may_keep_them_for_less(pictured, settings) -> None:
    pictured(clock.now() - dt.timedelta(days=500))
    settings.PHOTO_DAYS = 365
    assert remove_old_photos(system_reader()) == 2


@pytest.mark.parametrize("says", ["", "old photos"])
@pytest.mark.parametrize("change", ["UPDATE {} SET kind = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_a_photo_of_this_year_is_neither_altered_nor_removed(pictured, says, change) -> None:
    pictured(dt.datetime.now(dt.UTC))
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('nuantong.removes', %s, true)", [says])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change.format("visits_visitphoto"))


def test_an_old_photo_goes_only_by_the_run_that_says_so(pictured) -> None:
    pictured(clock.now() - dt.timedelta(days=DAYS + 1))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        VisitPhoto.objects.all().delete()
