"""The menu: what the reader may do, in the order of the day's work."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from nuantong.access.http import base_for
from nuantong.access.roles import Permission as P
from nuantong.core import clock
from nuantong.notices.queries import number_known as notices_known
from nuantong.people.queries import moves
from nuantong.tasks.queries import number_known

MENU: list[tuple[str, list[tuple[str, str, str, P]]]] = [
    ("总览", [
        ("数据总览", "reports:dashboard", "chart", P.SEE_FIGURES),
        ("动态月报", "reports:monthly", "file", P.SEE_FIGURES),
        ("待办事项", "tasks:tasks", "done", P.DO_TASKS),
    ]),
    ("台账", [
        ("儿童台账", "people:children", "users", P.SEE_CHILDREN),
        ("搬迁", "people:moves", "place", P.MOVE_CHILDREN),
        ("到龄", "people:ageing", "calendar", P.EDIT_CHILDREN),
        ("导入花名册", "rosters:imports", "upload", P.IMPORT_ROSTERS),
        ("排查销号", "sweeps:closing", "check", P.SEE_FIGURES),
        ("符合情形线索", "eligibility:hints", "flag", P.SEE_HINTS),
        ("入户走访", "visits:homes", "home", P.SEE_VISITS),
    ]),
    ("关爱", [
        ("爱心妈妈", "people:carers", "heart", P.SEE_CARERS),
        ("爱心妈妈申请", "carers:applications", "plus", P.PROPOSE_CARERS),
        ("背景查询到期", "carers:checks", "shield", P.EDIT_CARERS),
        ("帮扶力量", "helpers:helpers", "gift", P.SEE_HELPERS),
        ("结对", "pairing:rounds", "link", P.RUN_ROUNDS),
        ("警示与上报", "care:escalations", "alert", P.SEE_OVERDUE),
        ("成长纪念册", "growth:keepsakes", "star", P.SEE_PHOTOS),
        ("逾期职责", "care:overdue", "clock", P.SEE_OVERDUE),
        ("要核对的记录", "duties:set_aside", "edit", P.CHECK_CONTACTS),
        ("关爱方案", "duties:protocols", "list", P.SEE_OVERDUE),
        ("判定情况", "duties:judging", "done", P.EDIT_PROTOCOLS),
        ("校历与节假日", "duties:calendar", "calendar", P.SEE_OVERDUE),
    ]),
    ("心理", [
        ("心理筛查", "screening:rounds", "heart", P.SEE_SCREENING),
        ("红色提示", "screening:alerts", "siren", P.ANSWER_RED),
        ("个案辅导", "counselling:cases", "message", P.SEE_CASES),
        ("量表库", "instruments:instruments", "list", P.SEE_SCREENING),
        ("辅导成效", "outcomes:projects", "chart", P.SEE_OUTCOMES),
        ("评议材料", "outcomes:mine", "list", P.JUDGE_FILES),
    ]),
    ("购买服务", [
        ("团辅覆盖", "programmes:coverage", "place", P.SEE_PROGRAMMES),
        ("团辅活动", "programmes:sessions", "meet", P.SEE_SERVICES),
        ("我的团辅", "programmes:sessions", "meet", P.RUN_SESSIONS),
        ("合同与验收", "services:contracts", "file", P.SEE_SERVICES),
    ]),
    ("微爱行动", [
        ("募集", "campaigns:campaigns", "heart", P.SEE_CAMPAIGNS),
        ("物资库存", "goods:stock", "house", P.SEE_STOCK),
        ("物资调拨", "goods:transfers", "next", P.SEE_STOCK),
        ("物资采购", "goods:purchases", "gift", P.SEE_STOCK),
        ("资金账", "books:funds", "file", P.SEE_BOOKS),
        ("行动账目", "reckoning:accounts", "chart", P.SEE_CAMPAIGNS),
        ("救助申请", "aid:applications", "heart", P.SEE_AID),
        ("救助金拨付", "aid:payments", "gift", P.KEEP_BOOKS),
        ("受助名单", "cohorts:cohorts", "users", P.CHOOSE_CHILDREN),
        ("发放与签收", "handouts:batches", "gift", P.SEE_HAND_OUTS),
    ]),
    ("办理", [
        ("强制报告", "protection:reports", "alert", P.SEE_DANGER_REPORTS),
        ("投诉建议处理", "help:complaints", "message", P.ANSWER_COMPLAINTS),
    ]),
    ("管理", [
        ("账号", "access:accounts", "user", P.MANAGE_ACCOUNTS),
        ("角色授权", "access:grants", "lock", P.MANAGE_GRANTS),
        ("查阅记录", "access:log", "eye", P.READ_LOG),
    ]),
]  # fmt: skip
"""Groups of pages: title, address, icon, and what one must be allowed to see it."""

address = cache(reverse)
"""Addresses of the menu do not change while a process runs."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the bases show; `base` is for pages of both sizes."""
    reader = getattr(request, "reader", None)
    if reader is None or not request.user.is_authenticated:
        return {"today": clock.today()}
    nav: list[dict[str, Any]] = [
        {
            "group": group,
            "title": title,
            "url": address(name),
            "icon": icon,
            "active": request.path.startswith(address(name)),
            "numbered": permission == P.DO_TASKS,
            "moves": name == "people:moves" and reader.can(P.EDIT_CHILDREN),
        }
        for group, pages in MENU
        for title, name, icon, permission in pages
        if reader.can(permission)
    ]
    here = max((len(item["url"]) for item in nav if item["active"]), default=0)
    for item in nav:
        item["active"] = item["active"] and len(item["url"]) == here
    return {
        "nav": nav,
        "tasks_number": number_known(reader),
        "notices_number": notices_known(reader),
        "moves_number": moves.number_known(reader),
        "reader": reader,
        "base": base_for(reader),
        "today": clock.today(),
        "may_search": reader.can(P.SEE_CHILDREN),
    }
