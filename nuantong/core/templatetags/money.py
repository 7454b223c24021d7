"""Money as pages show it."""

from django import template

from nuantong.core.money import yuan as in_yuan

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """1,560,000元 of 156000000."""
    return "" if fen is None else in_yuan(fen)
