"""What is printed of a child's growth file: the keepsake for her family, the closing sheet."""

import datetime as dt
from collections import Counter
from typing import Any, Final

from django.db.models import Count, Q

from nuantong.access.reader import Reader
from nuantong.documents.rendering import render
from nuantong.duties.models import Contact, WindowOutcome
from nuantong.duties.vocabulary import ACT_TITLES
from nuantong.growth.file import why_closed
from nuantong.growth.stories import COUNTED, Story, called, drawn, months, photos_of
from nuantong.pairing.file import pairings_of
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on

KEEPSAKE: Final = "growth/paper/keepsake.typ"
NOT_KNOWN: Final = "未采集"


def keepsake(story: Story, by: Reader) -> bytes | None:
    """The PDF of the year, or None when the year holds nothing to print."""
    photos = photos_of(story.child, story.year)
    if not story.contacts and not photos:
        return None
    counts = story.counts
    return render(KEEPSAKE, {
        "title": f"{story.child.name}的{story.year}年", "year": f"{story.year}",
        "name": story.child.name, "called": called(story.child, story.year),
        "carers": "、".join(story.carers),
        "counts": [[f"{counts[act]}", word] for act, word in COUNTED.items() if counts[act]],
        "months": list(months(story)),
        "photos": [
            {"svg": drawn(one.picture), "words": str(one.caption), "on": _day(one.taken_on)}
            for one in photos
        ],
        "foot": f"成长纪念册　{by.on:%Y-%m-%d}印，送给孩子和家人",
    })  # fmt: skip


def _day(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def closing_sheet(child: Child, by: Reader) -> bytes:
    """The PDF of a file that is closed: the whole way of the child's care, with lines to sign."""
    return render("growth/paper/closing.typ", {
        "title": "困境儿童关爱服务结案表", "name": child.name, "number": child.number,
        "child": _about(child, by), "pairings": _pairings(child, by), "contacts": _contacts(child),
        "needs": _needs(child), "duties": _duties(child),
        "signers": ["爱心妈妈", "村（社区）妇联", "乡镇（街道）妇联"],
        "foot": f"{by.on:%Y-%m-%d} {by.actor_name}打印　含儿童信息，请妥善保管",
    })  # fmt: skip


def _about(child: Child, by: Reader) -> list[list[str]]:
    age = age_on(child.birth_date, by.on)
    born = f"{_day(child.birth_date)}（{age}岁）" if child.birth_date else NOT_KNOWN
    labels = [_label(one) for one in child.labels.order_by("since", "pk")]
    return [
        ["性别、出生", f"{child.get_sex_display()}　{born}"],
        ["现居住地", by.tree.full_name(child.place_id, " ") or NOT_KNOWN],
        ["登记入册", _day(child.registered_on)],
        ["结案原因", why_closed(child, by) + (f"，{_day(child.left_on)}" if child.left_on else "")],
        ["类别", "\n".join(labels) or "没有认定过类别"],
        ["就学", f"{child.get_stage_display()}　{child.school}　{child.grade}".strip()],
    ]


def _label(one: Any) -> str:
    since = _day(one.since) if one.since else "起始日期不详，"
    return f"{one.get_category_display()}（{since}至{_day(one.until) if one.until else '今'}）"


def _pairings(child: Child, by: Reader) -> list[list[str]]:
    rows = reversed(pairings_of(child, by))
    return [
        [one.carer.name, _day(one.start), _day(one.end) if one.end else "至今",
         one.get_ended_reason_display() if one.ended_reason else ""]
        for one in rows
    ]  # fmt: skip


def _contacts(child: Child) -> list[list[str]]:
    """Contacts of each year by what they were about."""
    counts: dict[int, Counter[str]] = {}
    rows = Contact.objects.in_effect().filter(child=child, acts__len__gt=0)
    for on, acts in rows.order_by("happened_on").values_list("happened_on", "acts"):
        counts.setdefault(on.year, Counter()).update([*acts, "all"])
    return [
        [f"{year}年", f"{count['all']}", *(f"{count[act]}" for act in ACT_TITLES)]
        for year, count in counts.items()
    ]


def _needs(child: Child) -> list[list[str]]:
    return [
        [one.get_kind_display(), _day(one.raised_on), _day(one.met_on) if one.met_on else "未解决",
         str(one.met_how)]
        for one in child.needs.order_by("raised_on", "pk")
    ]  # fmt: skip


def _duties(child: Child) -> str:
    """Windows that were owed and met; what was missed is a number here and nobody's name."""
    met = Count("pk", filter=Q(outcome__in=["met", "met_late"]))
    owed = Count("pk", filter=Q(outcome__in=["met", "met_late", "missed"]))
    found = WindowOutcome.objects.filter(enrolment__child=child).aggregate(met=met, owed=owed)
    return (
        f"应履行 {found['owed']} 次，已履行 {found['met']} 次"
        if found["owed"]
        else "没有参加六个一关爱"
    )
