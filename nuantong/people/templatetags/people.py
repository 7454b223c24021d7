"""Tags of a child's page: its sections, its masked parts, what a changed form began with."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context, Engine
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def file_section(context: Context, part: dict[str, Any]) -> SafeString:
    """A section's own template, with its own context over the page's."""
    engine = Engine.get_default() if context.template is None else context.template.engine
    inner = engine.get_template(part["template"])
    with context.push(**part):
        return inner.render(context)


@register.inclusion_tag("people/part.html", takes_context=True)
def part(context: dict[str, Any], key: str) -> dict[str, Any]:
    """A part of the file that is masked, shown at once, or not there."""
    found = context["parts"].get(key)
    return {
        "part": found, "open": key in context["open_parts"], "child": context["child"],
        "may_reveal": context["may_reveal"], "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.simple_tag
def as_it_was(field: BoundField) -> SafeString:
    """The value a form began with, hidden beside the field: tells a change from a repetition."""
    if not field.field.show_hidden_initial:
        return SafeString()
    return SafeString(field.as_hidden(only_initial=True))
