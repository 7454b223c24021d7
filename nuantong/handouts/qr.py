"""A code that a phone's camera opens."""

import io

from django.utils.safestring import SafeString


def qr_svg(address: str) -> SafeString:
    """The code as a drawing within the page, black on white; its modules alone, no text."""
    import segno

    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file, kind="svg", xmldecl=False, svgns=True, border=2, light="#fff", omitsize=True,
        title="扫码打开这份名单",
    )  # fmt: skip
    return SafeString(file.getvalue().decode())
