"""What the page of notices can be narrowed by."""

from typing import Any

import django_filters

from nuantong.notices.kinds import KINDS
from nuantong.notices.models import UNREAD, Notice, NoticeQuerySet


class NoticeFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="全部",
        choices=[("unread", "未读"), ("read", "已读")],
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(
        label="种类",
        choices=lambda: [(k.code, k.title) for k in KINDS.values()],
        empty_label="全部",
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def by_state(self, found: NoticeQuerySet, name: str, value: Any) -> NoticeQuerySet:
        return found.filter(UNREAD if value == "unread" else ~UNREAD)
