"""All keepsakes of a village as one zip, written while it is sent: no child's page lies on a disk."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.audit.actions import event
from nuantong.audit.models import Event
from nuantong.growth.papers import keepsake
from nuantong.growth.stories import stories
from nuantong.people.models import Child

NOTE = "没有印的孩子.txt"


@transaction.atomic
def log_prints(action: str, children: Sequence[Child], year: int, by: Reader) -> None:
    """Before anything is sent: one event a child."""
    Event.objects.bulk_create(
        event(action=action, by=by, child_number=child.number, object_type="child",
              object_id=str(child.pk), changes={"year": year, "together": len(children)})
        for child in children
    )  # fmt: skip


class Sent(io.RawIOBase):
    """What a zip writes, to be taken away piece by piece."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self.waiting.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        pieces, self.waiting = self.waiting, []
        return b"".join(pieces)


def zipped(children: Sequence[Child], year: int, by: Reader) -> Iterator[bytes]:
    """The parts of the zip, a child at a time; at its end who had nothing to print, and why."""
    told, sent, nothing = stories(children, year, by.on), Sent(), []
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:
        for child in children:
            pdf = keepsake(told[child.pk], by)
            if pdf is None:
                nothing.append(f"{child.name} {child.number}")
                continue
            archive.writestr(f"{child.name} {child.number} {year}年成长纪念册.pdf", pdf)
            yield sent.taken()
        if nothing:
            lines = [f"{year}年没有见面、谈心、活动、过节的记录，也没有照片：", *nothing]
            archive.writestr(NOTE, "\r\n".join(lines))
    yield sent.taken()
