"""Photos on a consent, contacts that wait for somebody, a calendar that ends where news ended.

The pictures are drawn here: a sun, hills, a house, a kite. Nobody's photo is in the demo.
"""

import datetime as dt
import struct
import uuid
import zlib
from typing import Any, Final

from nuantong.access.reader import Reader, reader_of
from nuantong.accounts.models import User
from nuantong.calendars.festivals import legal_holidays
from nuantong.calendars.models import Holiday
from nuantong.calendars.seeding import LAST_YEAR
from nuantong.consents.actions import give
from nuantong.consents.models import Consent
from nuantong.core.photos import read_photo
from nuantong.demo import cast
from nuantong.demo.size import TODAY
from nuantong.duties.actions import record_contact
from nuantong.duties.models import Contact, Enrolment
from nuantong.growth.actions import add_photo
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer, Child

SPACE: Final = uuid.UUID("0b6f2f0e-4f0c-4c56-9b58-6b0f3f2a7c11")
LAST_OF_2018: Final = dt.date(2018, 12, 19)
"""The days off after it were announced in December 2018."""
WIDE, HIGH = 480, 360
AGREED: Final = dt.date(2018, 3, 20)
TAKEN: Final = (
    (dt.date(2018, 6, 1), "六一一起放风筝", (250, 196, 84)),
    (dt.date(2018, 6, 18), "端午包粽子，在院子里", (235, 120, 82)),
    (dt.date(2018, 8, 19), "一起给小菜园浇水", (246, 226, 150)),
)


def write_album() -> None:
    """By the same actions as on the pages."""
    carer = reader_of(User.objects.get(staff_number=cast.CARER.staff_number))
    held = Pairing.objects.current(TODAY).filter(carer__user=carer.user)
    for child in Child.objects.filter(pk__in=held.values("child")).order_by("-birth_date")[:1]:
        _photos(child, carer)


def _photos(child: Child, by: Reader) -> None:
    guardian = child.guardians.filter(until=None).first()
    give(child=child, purpose=Consent.Purpose.PHOTOS, giver=Consent.Giver.GUARDIAN,
         given_by=guardian.name if guardian else "祖母", how=Consent.How.values[0],
         given_on=AGREED, by=by)  # fmt: skip
    for number, (day, words, sun) in enumerate(TAKEN):
        picture = read_photo(drawing(number, sun))
        add_photo(child=child, key=uuid.uuid5(SPACE, f"photo {number}"), picture=picture,
                  taken_on=day, caption=words, by=by)  # fmt: skip


def drawing(number: int, sun: tuple[int, int, int]) -> bytes:
    """A PNG: sky, a sun, two hills, a house, and a kite that is elsewhere each time."""
    import numpy as np

    y, x = np.mgrid[0:HIGH, 0:WIDE]
    canvas = np.empty((HIGH, WIDE, 3), np.uint8)
    canvas[:] = (214, 233, 240)
    canvas[(x - 380 + 60 * number) ** 2 + (y - 80) ** 2 < 42**2] = sun
    canvas[y > 250 - 40 * np.sin(x / 90 + number)] = (150, 190, 140)
    canvas[y > 290 - 25 * np.sin(x / 60)] = (104, 158, 108)
    canvas[(abs(x - 130) < 50) & (abs(y - 265) < 35)] = (247, 240, 226)
    canvas[(y > 195) & (y < 232) & (abs(x - 130) < (y - 190) * 1.7)] = (196, 92, 64)
    canvas[(abs(x - 130) < 10) & (y > 268) & (y < 300)] = (120, 84, 60)
    canvas[abs(x - 250 - 30 * number) + abs(y - 110 + 20 * number) < 26] = (221, 96, 70)
    return _png(canvas)


def _png(canvas: Any) -> bytes:
    lines = b"".join(b"\0" + line.tobytes() for line in canvas)
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def write_asides() -> None:
    """In the tour's township: a day before the programme began, and one visit told by two."""
    chair = reader_of(User.objects.get(staff_number=cast.TOWNSHIP_CHAIR.staff_number))
    rows = Enrolment.objects.filter(end=None, child__place__code__startswith=cast.TOWNSHIP)
    told = [member.staff_number for member in cast.CAST]
    others = rows.exclude(child__pairings__carer__user__staff_number__in=told)
    chosen = list(others.select_related("child").order_by("pk")[:2])
    if chosen:
        _too_early(chosen[0], chair)
        _told_twice(chosen[-1].child, chair)


def _too_early(enrolment: Enrolment, by: Reader) -> None:
    _record("early", enrolment.child, by, enrolment.start - dt.timedelta(days=12), ["meet"])


def _told_twice(child: Child, by: Reader) -> None:
    """What her carer wrote down, entered once more from the chair's paper."""
    known = Contact.objects.in_effect().filter(child=child, acts__contains=["meet"])
    for contact in known.order_by("-happened_on")[:1]:
        _record("twice", child, by, contact.happened_on, ["meet", "guardian"])


def _record(name: str, child: Child, by: Reader, on: dt.date, acts: list[str]) -> None:
    pairing = Pairing.objects.current(TODAY).filter(child=child).select_related("carer").first()
    carer: Carer | None = pairing.carer if pairing else None
    record_contact(key=uuid.uuid5(SPACE, name), child=child, carer=carer, by=by, happened_on=on,
                   acts=acts, means="face", note="从村里的纸质记录补录")  # fmt: skip


def forget_what_was_announced_later() -> None:
    """From 2019 on there are the days the law itself names; nobody had announced others yet."""
    later = Holiday.objects.filter(ended_on=None, day__gt=LAST_OF_2018)
    later.update(ended_on=TODAY, ended_by="演示")
    Holiday.objects.bulk_create(
        Holiday(day=one.day, festival=one.festival.value)
        for year in range(TODAY.year + 1, LAST_YEAR + 1)
        for one in legal_holidays(year)
    )
