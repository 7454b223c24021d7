"""Files that come as evidence: pictures, PDF, Word and Excel, told by their first bytes."""

from dataclasses import dataclass
from typing import Final

from nuantong.core.errors import Refusal
from nuantong.core.photos import BadPhoto, read_photo

MOST: Final = 10 * 1024 * 1024
PDF: Final = "pdf"
OFFICE: Final = {b"PK\x03\x04": "office", b"\xd0\xcf\x11\xe0": "office"}
"""docx, xlsx and their forerunners: handed out again only as a file to keep, never shown."""


@dataclass(frozen=True)
class Paper:
    name: str
    kind: str
    data: bytes


def read_paper(name: str, data: bytes) -> Paper:
    """The file as it may be kept, or a Refusal; a picture loses everything but the picture."""
    if not data:
        raise Refusal("文件是空的，请重新选择。")
    if len(data) > MOST:
        raise Refusal("材料不能超过10兆，请压缩后再传。")
    short = name.replace("\\", "/").rsplit("/", 1)[-1][-100:] or "材料"
    kind = PDF if data.startswith(b"%PDF-") else OFFICE.get(data[:4], "")
    if kind:
        return Paper(short, kind, data)
    try:
        picture = read_photo(data)
    except BadPhoto as bad:
        raise Refusal(f"{bad}也可以上传 PDF、Word 或 Excel。") from bad
    return Paper(short, picture.kind, picture.data)
