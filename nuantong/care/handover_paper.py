"""The hand-over sheet on paper: what the next carer has to know, and lines to sign.

No telephone number and no ID number stands on it: paper lies about, and the new carer has the
guardian's number on her phone.
"""

from collections.abc import Collection
from typing import Any

from nuantong.access.reader import Reader
from nuantong.care.handing import Given, Missed
from nuantong.documents.rendering import render
from nuantong.duties.models import Contact
from nuantong.duties.queries import Owed
from nuantong.pairing.models import Handover
from nuantong.people.models import Need

TITLE = "爱心妈妈结对移交表"
NOT_KNOWN = "未采集"


def handover_sheet(
    handover: Handover, parts: list[Given], gaps: Collection[Owed], by: Reader
) -> bytes:
    """The PDF, with the children the reader sees."""
    return render("care/paper/handover.typ", {
        "title": TITLE,
        "children": [_child(part, gaps) for part in parts],
        "handover": _handover(handover),
        "signers": [
            f"移交人　{handover.former.name if handover.former else '（无）'}",
            f"接手人　{handover.carer.name}",
            "村（社区）妇联",
        ],
        "foot": f"{by.on:%Y-%m-%d} {by.actor_name}打印　含儿童信息，请妥善保管",
    })  # fmt: skip


def _handover(handover: Handover) -> list[list[str]]:
    gap = f"（中间空 {handover.gap} 天）" if handover.gap else ""
    rows = [
        ["移交日期", f"{handover.on:%Y年%m月%d日}{gap}"],
        ["安排人", handover.by],
        ["要交代的事", handover.words or "没有"],
    ]
    if handover.accepted_at:
        rows.append(["已接手", f"{handover.accepted_at:%Y年%m月%d日}确认"])
    return rows


def _child(part: Given, gaps: Collection[Owed]) -> dict[str, Any]:
    child, guardian = part.child, part.guardian
    named = (
        f"{guardian.name}（{guardian.relation or '关系' + NOT_KNOWN}）" if guardian else NOT_KNOWN
    )
    age = f"{part.age}岁" if part.age is not None else f"年龄{NOT_KNOWN}"
    school = " ".join(filter(None, [child.school, child.grade])) or NOT_KNOWN
    rows = [
        ["孩子", f"{child.get_sex_display()}　{age}　{part.place}"],
        ["监护人", named],
        ["学校", f"{school}　班主任 {child.teacher or NOT_KNOWN}"],
        ["需要的帮扶", "\n".join(map(_need, part.needs)) or "没有记着的需求"],
        ["要办的事", "\n".join(_owed(part, gaps)) or "眼下没有"],
        ["最近的关爱", "\n".join(map(_contact, part.contacts)) or "还没有记录"],
    ]
    return {"name": child.name, "number": child.number, "rows": rows}


def _need(need: Need) -> str:
    return "：".join(filter(None, [need.get_kind_display(), str(need.note)]))


def _owed(part: Given, gaps: Collection[Owed]) -> list[str]:
    due = [
        f"{one.title}（{one.last_day:%m-%d}前）{'【空档】' if one in gaps else ''}"
        for one in part.due
    ]
    return due + [f"{one.title}（{_span(one)}）【空档，没做】" for one in part.missed]


def _span(one: Missed) -> str:
    return f"{one.start:%m-%d}至{one.last_day:%m-%d}"


def _contact(contact: Contact) -> str:
    who = f"　{contact.carer.name}" if contact.carer else ""
    said = f"：{contact.note}" if contact.note else ""
    return f"{contact.happened_on:%m-%d} {'、'.join(contact.act_titles)}（{contact.get_means_display()}）{who}{said}"
