"""Tags of the look: icons, badges, form controls, sort headers, addresses with changed filters."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, MultiWidget
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nuantong.core.text import in_full

register = template.Library()

CONTROL_CLASSES = {
    "checkbox": "form-check-input",
    "radioselect": "nt-choices",
    "checkboxselectmultiple": "nt-choices",
    "select": "form-select",
    "nullbooleanselect": "form-select",
    "lazyselect": "form-select",
    "selectmultiple": "form-select",
}


HEAT_ICONS = {
    "met": "check", "met_late": "again", "missed": "close", "in_grace": "clock", "due": "clock",
    "unreported": "more", "exempt": "minus", "void": "minus",
}  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of img/icons.svg: decoration, or with `label` a picture that is read out."""
    address = f"{static('img/icons.svg')}#{name}"
    if not label:
        return format_html(
            '<svg class="nt-icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
            address,
        )
    return format_html(
        '<svg class="nt-icon" role="img" aria-label="{}"><use href="{}"/></svg>',
        label,
        address,
    )


@register.simple_tag
def heat_cell(cell: dict[str, Any]) -> SafeString:
    """A cell of components/heatmap.html: {state, text, [span]}; an open window has no drawing."""
    state, text, span = cell.get("state", "none"), cell.get("text", ""), cell.get("span", 1)
    if state == "none":
        return format_html('<td class="none" colspan="{}"></td>', span)
    drawn = icon(HEAT_ICONS[state]) if state in HEAT_ICONS else ""
    return format_html(
        '<td class="{}" colspan="{}" title="{}">{}<span class="nt-hidden">{}</span></td>',
        state, span, text, drawn, text,
    )  # fmt: skip


@register.simple_tag
def badge(text: str, tone: str = "info", icon: str = "") -> SafeString:
    """components/badge.html, drawn once for each wording: long lists are full of the same ones."""
    return _badge(str(text), tone, icon)


@lru_cache(maxsize=512)
def _badge(text: str, tone: str, icon: str) -> SafeString:
    return render_to_string("components/badge.html", {"text": text, "tone": tone, "icon": icon})


@register.simple_tag
def control(field: BoundField, **attrs: str) -> SafeString:
    """The form control of a field with its class; `placeholder=…` and the like pass through."""
    widget = field.field.widget
    for end, part in zip(("从", "到"), getattr(widget, "widgets", []), strict=False):
        part.attrs["aria-label"] = f"{field.label}{end}"
    kind = CONTROL_CLASSES.get(field.widget_type, "form-control")
    drawn = field.as_widget(attrs={"class": f"{kind} {widget.attrs.get('class', '')}", **attrs})
    if not isinstance(widget, MultiWidget):
        return drawn
    return format_html('<div class="nt-range">{}</div>', drawn)


@register.inclusion_tag("components/sort_header.html")
def sort_header(listing: Any, key: str, css: str = "") -> dict[str, Any]:
    """A column's heading that sorts: `{% sort_header listing "name" %}`; css="num" for numbers."""
    return {"heading": listing.heading(key), "css": css}


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: Any) -> str:
    """The page's own address with some parameters changed; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag
def grant_scope(reader: Any, grant: Any) -> str:
    """Where a grant holds, in words: the organisation's or the region's name of that day."""
    if grant.organisation_id:
        return str(grant.organisation.name)
    return str(reader.tree.name(grant.region_id)) if grant.region_id else ""


@register.filter
def day(on: dt.date | None) -> str:
    """2018年8月24日."""
    return in_full(on) if on else ""


@register.filter
def day_of(on: dt.date, year: int) -> str:
    """8月24日, with its year when that is another one than the page is about."""
    return f"{on.month}月{on.day}日" if on.year == year else day(on)


@register.filter
def share(part: float | None, whole: float | None) -> int:
    """A whole percentage between 0 and 100 for bars; nothing of nothing is 0."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(100 * float(part) / float(whole))))


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> SafeString:
    """What the page put into a block, out of the block's place: the title as the h1."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else SafeString("")
