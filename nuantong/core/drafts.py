"""Half-filled forms that stay on somebody's device (js/drafts.js): who can read them, when they go.

A draft may tell of a child, so it is sealed on the device with a key that is in this person's own
pages only; and it goes when a page of the server, not the page that sent it, says it was saved.
"""

from base64 import b64encode
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString

SAVED: Final = "nuantong_saved"
HOUR: Final = 3600


def attributes(user: int | None) -> SafeString:
    """Of a form whose draft is kept for this user."""
    key = salted_hmac("nuantong.draft", str(user), algorithm="sha256").digest()
    return format_html('data-draft="{}" data-draft-key="{}"', user, b64encode(key).decode())


def saved(response: HttpResponse, form: UUID) -> HttpResponse:
    """Whatever page comes next, the device forgets the draft of the form with this key."""
    response.set_cookie(
        SAVED, str(form), max_age=HOUR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
