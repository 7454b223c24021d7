"""Files as received: sealed part by part, and read again like a file, never whole in memory."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from nuantong.core.crypto import DecryptionError, encrypt_bytes
from nuantong.sweeps.models import FilePart, Load
from nuantong.sweeps.models.load import PART

AHEAD: Final = 1 << 20


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of the bytes: the same file under another name is the same file."""
    found = hashlib.sha256()
    for part in _parts(file):
        found.update(part)
    return found.hexdigest()


def keep(load: Load, file: BinaryIO) -> None:
    size = file.seek(0, io.SEEK_END)
    of = -(-size // PART)
    for number, part in enumerate(_parts(file)):
        sealed = encrypt_bytes(part, FilePart.about(load.pk, number, of))
        FilePart.objects.create(load=load, number=number, sealed=sealed)


def kept(load: Load) -> BinaryIO:
    """The file of a load, to be read and sought in. Nothing of it is written anywhere."""
    return cast(BinaryIO, io.BufferedReader(KeptFile(load.pk), AHEAD))


def _parts(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(PART):
        yield part


class KeptFile(io.RawIOBase):
    """One opened part is held at a time. DecryptionError where a part was altered or is missing."""

    def __init__(self, load: int) -> None:
        self.load, self.at, self.number = load, 0, -1
        self.of = FilePart.objects.filter(load=load).count()
        self.part = b""
        last = len(self._opened(self.of - 1)) if self.of else 0
        self.size = max(self.of - 1, 0) * PART + last

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        self.at = max(start + offset, 0)
        return self.at

    def readinto(self, buffer: Any) -> int:
        if self.at >= self.size:
            return 0
        number, start = divmod(self.at, PART)
        piece = self._opened(number)[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def _opened(self, number: int) -> bytes:
        if number != self.number:
            found = FilePart.objects.filter(load=self.load, number=number).first()
            if found is None:
                raise DecryptionError(f"part {number} of load {self.load} is missing")
            self.part, self.number = found.opened(self.of), number
        return self.part
