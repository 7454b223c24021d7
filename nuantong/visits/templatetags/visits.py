"""Tags of the visits' pages."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from nuantong.core import drafts
from nuantong.visits import survey
from nuantong.visits.survey import Kind
from nuantong.visits.typed import OUTCOMES

register = template.Library()


@register.filter
def survey_groups(form: Any) -> list[tuple[str, str, list[Any]]]:
    """The groups of the survey that open on demand: key, title, fields."""
    shown = {"met": form.group("met")[1:], "care": form.group("care")[1:]}
    names = ("care", "home", "entrusted", "opinion", "met")
    titles = {**survey.GROUPS, "met": "问询对象和地点"}
    return [(name, titles[name], shown.get(name) or form.group(name)) for name in names]


@register.filter
def tally_states(tally: Any) -> list[tuple[str, int]]:
    """The columns of a place's row that open to homes, in the table's order."""
    order = ("met", "never", "waiting", "due", "overdue", "handed")
    return [(state, getattr(tally, state)) for state in order]


@register.filter
def paper_lines(fields: Any) -> list[list[Any]]:
    """The fields of the paper form line by line: two short ones side by side."""
    lines: list[list[Any]] = []
    for one in fields:
        if not one.paper:
            continue
        if _is_short(one) and lines and len(lines[-1]) == 1 and _is_short(lines[-1][0]):
            lines[-1].append(one)
        else:
            lines.append([one])
    return lines


def _is_short(one: Any) -> bool:
    return one.kind is Kind.DAY or (one.kind is Kind.TEXT and not one.rows)


@register.simple_tag
def outcome_boxes() -> SafeString:
    """The outcomes on paper, each with its number."""
    boxes = [(number, word) for number, (_, word) in enumerate(OUTCOMES, 1)]
    return format_html_join(" ", '<span class="v-box">□{} {}</span>', boxes)


@register.simple_tag(takes_context=True)
def draft(context: dict[str, Any]) -> SafeString:
    """Attributes of a form that is kept on the device, for its reader alone, until it is saved."""
    return drafts.attributes(context["reader"].actor_id)


@register.simple_tag(takes_context=True)
def region_name(context: dict[str, Any], region: int) -> str:
    """A place by the reader's tree."""
    return str(context["reader"].tree.full_name(region, " "))
