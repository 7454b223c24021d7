from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "nuantong.care"

    def ready(self) -> None:
        from nuantong.care import register
        from nuantong.care.actions import enrol_paired
        from nuantong.care.bulk import NUDGE
        from nuantong.care.file import contacts, duty_year
        from nuantong.notices.kinds import register_kind as notice_kind
        from nuantong.pairing.hooks import when_paired
        from nuantong.people import hooks
        from nuantong.people.file import Section, register_section, register_timeline
        from nuantong.tasks.kinds import register_kind

        when_paired(enrol_paired)
        notice_kind(NUDGE, "请您联系孩子", "去看看", leaves=True)
        register_kind(register.AGEING, "到龄待办", "决定孩子是否退出台账；暂不退出的写明原因。")
        register_kind(register.SOON, "即将到龄", "向孩子和家庭说明到龄后的安排。")
        register_kind(register.MOVE, "迁入待接收", "核对后接收，或写明不接收的原因。")
        hooks.when_growing_up(register.of_age)
        hooks.when_moves_wait(register.late_moves)
        hooks.when_move_decided(register.move_decided)
        register_section(Section("duties", "六个一", "care/duty_year.html", duty_year, order=35))
        register_timeline(contacts)
