from django import template

register = template.Library()


@register.filter
def days_left(days: int) -> str:
    """还有 3 天: how long a duty can still be done in time."""
    return f"还有 {days} 天"
