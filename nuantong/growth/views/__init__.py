from nuantong.growth.views.album import album, consent, photo, remove, withdraw
from nuantong.growth.views.prints import closing_sheet, keepsake, keepsakes
from nuantong.growth.views.year import year

__all__ = [
    "album", "closing_sheet", "consent", "keepsake", "keepsakes", "photo", "remove", "withdraw",
    "year",
]  # fmt: skip
