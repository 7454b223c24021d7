"""What pages of caring draw."""

from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString

from nuantong.care.overdue import Line
from nuantong.core.templatetags.look import badge

register = template.Library()

ROW: Final = """<tr>{pick}
  <th scope="row"><a href="{file}">{name}</a></th>
  <td data-label="住在">{place}</td>
  <td data-label="爱心妈妈">{carer}</td>
  <td data-label="逾期"><span>{duties}</span></td>
  <td class="num" data-label="几次">{missed}</td>
  <td data-label="最早">{oldest}</td>
  <td data-label="最近联系"><span>{last_contact} {silence}</span></td>{act}
</tr>
"""
PICK: Final = (
    '<td class="pick"><input type="checkbox" name="child" value="{number}" form="bulk"'
    ' aria-label="勾选 {name}"></td>'
)
ACT: Final = '<td><a class="btn btn-sm" href="{address}">处理<span class="nt-hidden">：{name}</span></a></td>'


@register.filter
def days_left(days: int) -> str:
    """还有 3 天: how long a duty can still be done in time."""
    return f"还有 {days} 天"


@register.simple_tag
def overdue_row(line: Line, can_act: bool) -> SafeString:
    """A row of the overdue list, put together as text: for fifty of them a template took half of
    the page's time."""
    name = escape(line.name)
    row = ROW.format(
        pick=PICK.format(number=escape(line.number), name=name) if can_act else "",
        file=escape(line.file), name=name, place=escape(line.place), carer=escape(line.carer),
        duties=_duties(line), missed=line.row.missed, oldest=line.oldest,
        last_contact=line.last_contact, silence=badge(line.silence, line.tone),
        act=ACT.format(address=escape(line.act), name=name) if can_act else "",
    )  # fmt: skip
    return SafeString(row)


def _duties(line: Line) -> str:
    tags = [
        f'<span class="nt-tag">{escape(title)}{f" ×{count}" if count > 1 else ""}</span> '
        for title, count in line.row.by_duty
    ]
    unreported = line.unreported
    return "".join([*tags, badge(unreported, "info", "more") if unreported else ""])
