"""The log 查阅记录 as the audit administrator reads it: who, when, what, why; no names of children."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import django_filters
from django import forms
from django.apps import apps
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission, Role
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.audit.models import Event
from nuantong.core.clock import SHANGHAI
from nuantong.core.errors import Refusal
from nuantong.core.listing import Listing, Sort
from nuantong.core.xlsx import Column, workbook_response

SORTS: Final = {"at": Sort("时间", "pk")}
COLUMNS: Final[list[Column | str]] = [
    Column("时间", 18), Column("操作人", 14), Column("身份", 18), Column("操作", 20),
    Column("儿童编号", 12), Column("事由", 40), Column("涉及内容", 40),
]  # fmt: skip
ROLES: Final = {**dict(Role.choices), "system": "系统"}
MOST_REASONS: Final = 100_000
DAY: Final = forms.DateInput(attrs={"type": "date"})


class LogFilter(django_filters.FilterSet):
    since = django_filters.DateFilter(label="从哪天", method="begin", widget=DAY)
    until = django_filters.DateFilter(label="到哪天", method="end", widget=DAY)
    who = django_filters.CharFilter(label="操作人", field_name="actor", lookup_expr="contains")
    role = django_filters.ChoiceFilter(label="身份", choices=Role.choices, empty_label="全部")
    act = django_filters.CharFilter(label="操作", field_name="action", lookup_expr="contains")
    child = django_filters.CharFilter(
        label="儿童编号", field_name="child_number", lookup_expr="iexact"
    )
    reason = django_filters.CharFilter(label="事由", method="because")

    class Meta:
        model = Event
        fields: list[str] = []

    def begin(self, events: QuerySet[Event], name: str, value: dt.date) -> QuerySet[Event]:
        return events.filter(at__gte=midnight(value))

    def end(self, events: QuerySet[Event], name: str, value: dt.date) -> QuerySet[Event]:
        return events.filter(at__lt=midnight(value) + dt.timedelta(days=1))

    def because(self, events: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        """Reasons are sealed, so each is opened: of what the other conditions leave, which is not
        to be more than can be read while somebody waits."""
        if events.count() > MOST_REASONS:
            raise Refusal(
                f"按事由查找要逐条打开记录，一次最多{MOST_REASONS // 10_000}万条。"
                "请先用日期、操作人等缩小范围，再按事由查找。"
            )
        said = events.filter(reason__isnull=False).values_list("pk", "reason")
        found = [key for key, words in said.iterator(chunk_size=5_000) if value in words]
        return events.filter(id__any_of=found)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Line:
    event: Event
    role: str
    touched: str


def line_of(event: Event) -> Line:
    return Line(event, ROLES.get(event.role, ""), touched(event))


def touched(event: Event) -> str:
    """What a change was about, by the names of the fields; never their values."""
    if not event.changes:
        return ""
    if "count" in event.changes:
        return f"{event.changes['count']}条"
    return "、".join(dict.fromkeys(_word(event.object_type, key) for key in event.changes))


@lru_cache(maxsize=512)
def _word(object_type: str, key: str) -> str:
    """A field's name on screen. One without a Chinese name of its own has one of OTHER_WORDS."""
    model = next((m for m in apps.get_models() if m._meta.model_name == object_type), None)
    fields = _fields(model) if model else {}
    return fields.get(key) or OTHER_WORDS.get(key, UNNAMED)


def _fields(model: type[Model]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        if not str(field.verbose_name).isascii():
            found[field.name] = found[field.attname] = str(field.verbose_name)
    return found


UNNAMED: Final = "其他内容"


OTHER_WORDS: Final = {
    "entries": "凭证数", "purposes": "用途", "reversed_by": "冲销凭证",
    "part": "隐藏信息", "category": "类别", "basis": "依据", "since": "起", "until": "止", "start": "起", "end": "止", "on": "日期",
    "kind": "类别", "relation": "与儿童关系", "parent": "父母", "met_on": "解决日期", "found": "查到人数",
    "elsewhere": "其中外地", "phone": "电话", "place": "地点", "user": "账号", "name": "姓名", "happened_on": "日期",
    "outcome": "结果", "rows": "行数", "recorded": "已记录", "standing": "去向", "reason_code": "原因",
    "next": "下一步", "to": "转给谁", "decider": "由谁定", "child": "儿童", "card": "卡片", "answer": "结论",
    "blind": "是否两人分别看", "source": "名册", "file": "文件", "stage": "进度", "region": "地方", "total": "合计",
    "on_register": "在册", "excluded": "已排除", "waiting": "待办", "not_home": "走访未找到",
    "handed": "转由他人", "children": "在册儿童", "on_none": "不在任何名册", "acts": "做了什么",
    "carer": "爱心妈妈", "former": "原爱心妈妈", "household": "户", "tier": "远近", "organisation": "单位",
    "owner": "由谁办", "place_id": "地点", "protocol": "职责办法", "windows": "时段", "steps": "件数", "verb": "做什么", "quiet": "不发短信", "done": "已办", "stand_in": "代收人", "kept": "保留数",
    "kinds": "种类", "lapsed": "失效数", "proposals": "建议数", "run": "第几次", "query": "条件",
    "filters": "筛选条件", "list": "名单", "photos": "照片数", "count": "条数",
    "purpose": "事项", "giver": "谁同意的", "given_on": "同意日期", "taken_on": "拍摄日期", "year": "年份",
    "together": "一起打印", "red": "红色项", "valid": "有效", "joined": "新增人数", "regions": "地方",
    "added": "新增人数", "came": "到场", "not_came": "没到", "rest": "其余到场", "participant": "名单第几条",
    "contract": "合同", "provider": "服务机构", "fields": "哪几项", "fen": "金额（分）", "budget_fen": "金额（分）",
    "before": "原来", "after": "现在",
    "occasion": "场合", "version": "版本", "title": "名称", "practitioner": "咨询师", "hospital": "医院",
    "how": "方式", "why": "原因", "size": "尺码", "state": "状态", "paid": "已入账", "failed": "没有入账",
    "number": "第几稿", "origin": "来源", "need": "需要程度", "absent": "没有谈成",
}  # fmt: skip


@require(Permission.READ_LOG)
def log(request: Request) -> HttpResponseBase:
    listing = Listing(
        request, Event.objects.all(), filterset=LogFilter, sorts=SORTS, default_sort="-at"
    )
    try:
        return _answer(request, listing)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        rest = request.GET.copy()
        rest.pop("reason", None)
        return redirect(f"{request.path}?{rest.urlencode()}")


def _answer(request: Request, listing: Listing) -> HttpResponseBase:
    if listing.wants_export:
        return _sheet(request, listing)
    page = {"listing": listing, "lines": map(line_of, listing.rows), "can_export": True}
    return render(request, "access/log.html", page)


def _sheet(request: Request, listing: Listing) -> HttpResponseBase:
    filters = {chip.label: chip.value for chip in listing.chips}
    record(
        action="导出查阅记录", by=request.reader, object_type="export",
        changes={"count": listing.total, "filters": filters},
    )  # fmt: skip
    return workbook_response("查阅记录", "查阅记录", COLUMNS, _sheet_rows(listing))


def _sheet_rows(listing: Listing) -> Iterator[list[Any]]:
    for event in listing.results.iterator(chunk_size=2000):
        line = line_of(event)
        yield [
            event.at.astimezone(SHANGHAI), event.actor, line.role, event.action,
            event.child_number, event.reason, line.touched,
        ]  # fmt: skip
