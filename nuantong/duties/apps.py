from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "nuantong.duties"

    def ready(self) -> None:
        from nuantong.duties.actions.aside import UNCOUNTED
        from nuantong.duties.actions.calendars import MISSING
        from nuantong.duties.actions.enrolments import end_all, restart
        from nuantong.duties.actions.escalations import end_with_registration
        from nuantong.duties.actions.growing import end_grown, go_on
        from nuantong.duties.circle import last_contacts
        from nuantong.duties.excusing import MUCH
        from nuantong.duties.ladder.digest import DIGEST
        from nuantong.duties.ladder.reminding import REMIND
        from nuantong.duties.ladder.telling import ESCALATION, OWN
        from nuantong.duties.queries.contacted import of_pairings
        from nuantong.duties.setting_aside import ASIDE, SUMS
        from nuantong.helpers.circle import register_last
        from nuantong.notices.kinds import register_kind
        from nuantong.pairing.hooks import when_asked_who_has_contact
        from nuantong.people.hooks import (
            when_child_left,
            when_child_returned,
            when_child_stays,
            when_growing_up,
        )
        from nuantong.tasks.kinds import register_kind as register_task_kind

        register_task_kind(
            UNCOUNTED, "关爱记录要核对", "没有计入的核对日期；两个人记的，看是不是同一次。"
        )
        register_task_kind(MISSING, "校历、放假安排待录入", "请把公布的日期录进系统。")
        register_task_kind(ASIDE, "职责无法判定", "核对资料或方案；更正以后，夜间会重新判定。")
        register_task_kind(SUMS, "统计与明细不符", "请系统维护人员查明原因；数字已按明细更正。")
        register_task_kind(
            MUCH, "免除过多", "看每一条免除的事由；情况变了的另行结对，免除多了的以后不再批。"
        )
        register_kind(REMIND, "到期提醒", "去看看", leaves=True)
        register_kind(ESCALATION, "请您答复", "去答复", leaves=True)
        register_kind(OWN, "孩子很久没有联系", "去看看", leaves=True)
        register_kind(DIGEST, "每周清单", "去看看")
        when_child_left(end_all)
        when_child_left(end_with_registration)
        when_child_returned(restart)
        when_child_stays(go_on)
        when_growing_up(end_grown)
        register_last(last_contacts)
        when_asked_who_has_contact(of_pairings)
