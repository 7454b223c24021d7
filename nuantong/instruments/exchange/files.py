"""A definition from whatever file somebody has: ours as TOML or JSON, FHIR, XLSForm. Pure."""

import json

from nuantong.core.encodings import text_of
from nuantong.instruments.definition import Contradiction, Definition
from nuantong.instruments.exchange import fhir, xlsform
from nuantong.instruments.reading import read, read_text

MOST_BYTES = 2 * 1024 * 1024


def read_file(data: bytes) -> Definition:
    """What the file says, or Contradiction with where and what to do."""
    if len(data) > MOST_BYTES:
        raise Contradiction("文件超过2兆，不像是量表定义。")
    if not data.strip():
        raise Contradiction("文件是空的。")
    if data.startswith(b"PK"):
        return xlsform.read_form(data)
    try:
        text = text_of(data).lstrip("\ufeff")
    except UnicodeError:
        raise Contradiction(
            "打不开这个文件：要 TOML、JSON（本系统的或 FHIR 的）、或 xlsx。"
        ) from None
    return _of_json(text) if text.lstrip().startswith("{") else read_text(text)


def _of_json(text: str) -> Definition:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Contradiction(f"文件读不出来：{error}") from None
    return fhir.read_questionnaire(found) if "resourceType" in found else read(found)
