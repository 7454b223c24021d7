from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    name = "nuantong.counselling"

    def ready(self) -> None:
        from nuantong.access.roles import Role
        from nuantong.consents.actions import when_said
        from nuantong.counselling import access, file, occasion
        from nuantong.counselling.actions import consent_said
        from nuantong.counselling.actions.cases import child_left
        from nuantong.instruments.occasions import Occasion, register_occasion
        from nuantong.people.file import Section, register_column, register_section
        from nuantong.people.hooks import when_child_left
        from nuantong.people.visibility import register_list
        from nuantong.screening.receiving import register_named

        register_named(access.counsellors)
        register_list(Role.COUNSELLOR, access.counselled)
        register_list(Role.CASE_SUPERVISOR, access.supervised)
        register_occasion(Occasion(occasion.KIND, "个案测评", occasion.may_fill))
        when_said(consent_said)
        when_child_left(child_left)
        register_column("counselling_case", file.along)
        register_section(
            Section("counselling", "个案辅导", "counselling/section.html", file.section, order=40)
        )
