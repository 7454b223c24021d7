"""Numbers as people read them."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share in percent, one decimal; a dash where nothing was owed."""
    return "—" if share is None else f"{share:.1f}%"
