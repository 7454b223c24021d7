"""Form controls drawn by functions: a page with filters has dozens, and hundreds of options.

Django draws each control, and each of its options, by templates of its own; what those write, these
functions write. Whatever is not in DRAWN is still drawn by its template.
"""

from collections.abc import Callable
from typing import Any, Final

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

Widget = dict[str, Any]
INPUTS: Final = (
    "checkbox",
    "date",
    "datetime",
    "hidden",
    "input",
    "number",
    "search",
    "tel",
    "text",
)


def attributes(attrs: dict[str, Any]) -> str:
    """True stands for a bare name, False for nothing."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def draw_input(widget: Widget) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{conditional_escape(value)}"'
    kind, name = widget["type"], escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{given}{attributes(widget["attrs"])}>'


def option(value: Any, label: Any, selected: bool = False, disabled: bool = False) -> str:
    state = f"{' selected' * selected}{' disabled' * disabled}"
    value, label = conditional_escape(value), conditional_escape(label)
    return f'<option value="{value}"{state}>{label}</option>'


def draw_option(one: Widget) -> str:
    attrs = one["attrs"]
    selected, disabled = bool(attrs.get("selected")), bool(attrs.get("disabled"))
    return option(one["value"], one["label"], selected, disabled)


def draw_select(widget: Widget) -> str:
    parts = [f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        inside = "".join(map(draw_option, options))
        parts.append(
            f'<optgroup label="{conditional_escape(group)}">{inside}</optgroup>'
            if group
            else inside
        )
    return "".join([*parts, "</select>"])


def draw_range(widget: Widget) -> str:
    """From and to."""
    return "-".join(map(draw_input, widget["subwidgets"]))


DRAWN: Final[dict[str, Callable[[Widget], str]]] = {
    **{f"django/forms/widgets/{name}.html": draw_input for name in INPUTS},
    "django/forms/widgets/select.html": draw_select,
    "django_filters/widgets/multiwidget.html": draw_range,
}


class Renderer(TemplatesSetting):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return SafeString(draw(context["widget"]))
