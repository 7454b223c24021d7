"""The ticket with which a child fills in one sheet on a tablet: for this sheet alone, for today.

Whoever has it can do nothing else and reads no name; it is void once the sheet is finished, taken out
or may not be filled in any more.
"""

from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from nuantong.instruments.models import AnswerSheet

LASTS: Final = 12 * 3600
SIGNER: Final = TimestampSigner(salt="instruments.sheet")


def ticket(sheet: AnswerSheet) -> str:
    return SIGNER.sign(sheet.key.hex)


def sheet_of(token: str) -> AnswerSheet | None:
    """The sheet of a ticket of today; None when it is no ticket or too old."""
    try:
        key = UUID(SIGNER.unsign(token, max_age=LASTS))
    except (BadSignature, ValueError):
        return None
    return (
        AnswerSheet.objects.filter(key=key).select_related("version__instrument", "child").first()
    )
