from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "nuantong.eligibility"

    def ready(self) -> None:
        from nuantong.eligibility.actions import mark_stale
        from nuantong.eligibility.file import section, timeline
        from nuantong.eligibility.vocabulary import ANSWER, CHANGING
        from nuantong.people.file import Section, register_section, register_timeline
        from nuantong.people.hooks import when_child_changed
        from nuantong.tasks.kinds import register_kind

        register_kind(
            CHANGING, "保障情形可能变化",
            "时间到了，孩子的情形可能与原来不同。请核实父母现在的情况，更新档案；是否继续保障由民政认定。",
        )  # fmt: skip
        register_kind(ANSWER, "等待民政答复", "请向民政询问结果，在这里记下答复。")
        when_child_changed(mark_stale)
        register_section(
            Section("hints", "情形线索", "eligibility/section.html", section, order=61,
                    rows=("hint_referrals",))
        )  # fmt: skip
        register_timeline(timeline)
