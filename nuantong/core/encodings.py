"""The bytes of an office's text file → UTF-8: one door for every list that comes in as csv.

UTF-8 with or without mark, GB18030, UTF-16, Big5, or two of them in one file. A byte that is no
character becomes �; nothing else is lost for it.
"""

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

BLOCK: Final = 8 << 20
CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
STRAY, BINARY = 5, 100
"""More control characters than a few, and than one in a hundred: it is no text file."""
UTF_8_WORDS: Final = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){4}")
"""Four hanzi in UTF-8; in GB18030 these bytes would be rare ones in step, by chance."""
STRANGE: Final = re.compile("[\u0100-\u07ff]")
HAN: Final = re.compile("[\u2e80-\uffef]")
NAME: Final = "姓名"
"""Written alike in both scripts: without it another encoding is tried."""
BIG5: Final = "big5hkscs"
MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def text_of(data: bytes) -> str:
    """A whole file as text without control characters; UnicodeError when the bytes are no text."""
    text = _decoded(data)
    if len(CONTROL.findall(text)) > max(STRAY, len(text) // BINARY):
        raise UnicodeError("control characters: not a text file")
    return CONTROL.sub("", text)


def open_text(path: Path) -> TextIO:
    """A file of any length as lines of text; closing it closes the file."""
    found = utf_8_of(path)
    stream = found.open("rb") if isinstance(found, Path) else io.BytesIO(found)
    return io.TextIOWrapper(stream, "utf-8-sig", newline="")


def utf_8_of(path: Path) -> Path | bytes:
    """The file itself where it is UTF-8 already, however long; what it says in UTF-8 otherwise."""
    with path.open("rb") as file:
        start = file.read(2000)
        file.seek(0)
        plain = not wide_encoding(start) and all(map(_is_utf_8, _blocks(file)))
    return path if plain else _decoded(path.read_bytes()).encode()


def wide_encoding(start: bytes) -> str:
    """The kind of UTF-16 that a file begins in; '' for none."""
    if MARKS.get(start[:2]):
        return MARKS[start[:2]]
    even, odd = start[:2000:2].count(0), start[1:2000:2].count(0)
    if even + odd > len(start[:2000]) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def is_big5(start: bytes) -> bool:
    """Whether a list names people in traditional characters of Taiwan's or Hong Kong's encoding."""
    return NAME.encode(BIG5) in start and NAME not in as_utf_8(start).decode()


def as_utf_8(block: bytes) -> bytes:
    """Line by line only where the encodings are mixed."""
    block = block.removeprefix(codecs.BOM_UTF8)
    if block.isascii() or _is_utf_8(block):
        return block
    if not UTF_8_WORDS.search(block):
        try:
            return block.decode("gb18030").encode()
        except UnicodeDecodeError:
            pass
    return b"".join(map(_line, block.splitlines(keepends=True)))


def _decoded(data: bytes) -> str:
    if wide := wide_encoding(data):
        return data.decode(wide, "replace").removeprefix("\ufeff")
    return data.decode(BIG5, "replace") if is_big5(data) else as_utf_8(data).decode()


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Cut between lines."""
    while block := file.read(BLOCK):
        yield block + file.readline()


def _is_utf_8(block: bytes) -> bool:
    """Two bytes of GB18030 may look like one letter of UTF-8 that nobody writes here."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        return False
    return bool(HAN.search(text)) or not STRANGE.search(text)


def _line(line: bytes) -> bytes:
    if _is_utf_8(line):
        return line
    return line.decode("gb18030", "replace").encode()
