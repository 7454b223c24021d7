"""A link as a picture a phone reads (QR, ISO/IEC 18004)."""

from django.utils.safestring import SafeString, mark_safe


def picture_of(link: str) -> SafeString:
    """An SVG to stand in a page: a quarter of it may be covered or torn."""
    import segno

    drawn = segno.make(link, error="q", micro=False)
    return mark_safe(drawn.svg_inline(scale=4, border=2, omitsize=True, svgclass="c-picture"))
