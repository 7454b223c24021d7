"""Reading what was printed."""

import io

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """The text layer of each page, without the breaks of lines."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return ["".join(page.extract_text().split()) for page in pages]


def text_of_pdf(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))
