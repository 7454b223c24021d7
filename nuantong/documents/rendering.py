"""Data and a template in, a PDF out.

A template is a file of the program, `<app>/paper/<name>.typ`. What people typed reaches it as one
JSON text in `sys.inputs` and is set as text: nothing they type can be markup, run, or read a file
(typst sees the program's folder alone, no packages and no network).
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from nuantong.documents.glyphs import Printable, font_file

ROOT: Final = Path(__file__).resolve().parent.parent


class UnprintableError(RuntimeError):
    """The template is wrong: typst refused it or warned, of a missing font for one."""


@lru_cache
def our_fonts() -> Any:
    """Our font and no other: a sheet looks the same on every machine."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=[str(font_file().parent)],
    )  # fmt: skip


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `template` ("care/paper/handover.typ") with `data`: plain values, lists, dicts.

    A warning is an error: without its font typst prints blank pages and only warns.
    """
    import typst

    printable = Printable()
    clean = printable.of(dict(data))
    inputs = {"data": json.dumps({**clean, "missing": list(printable.missing)})}
    try:
        compiler = typst.Compiler(
            input=str(ROOT / template), root=str(ROOT), font_paths=our_fonts(),
            ignore_system_fonts=True, sys_inputs=inputs,
        )  # fmt: skip
        pdf, warnings = compiler.compile_with_warnings()
    except RuntimeError as error:
        raise UnprintableError(f"{template}: {error}") from error
    if warnings or not isinstance(pdf, bytes):
        raise UnprintableError(f"{template}: {warnings[:1]}")
    return pdf


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """The sheet to look at and print; no cache keeps it."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or ""
    response["Cache-Control"] = "private, no-store"
    return response
