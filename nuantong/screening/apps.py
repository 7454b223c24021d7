from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "nuantong.screening"

    def ready(self) -> None:
        from nuantong.consents.actions import when_said
        from nuantong.instruments.occasions import (
            Occasion,
            register_occasion,
            when_sheet_changed,
        )
        from nuantong.people.file import Section, register_column, register_section
        from nuantong.people.hooks import when_child_left
        from nuantong.screening import file, kinds, occasion
        from nuantong.screening.models import OCCASION

        kinds.contribute()
        register_occasion(Occasion(OCCASION, "心理健康筛查", occasion.may_fill))
        when_sheet_changed(occasion.changed)
        when_said(occasion.consent_said)
        when_child_left(occasion.child_left)
        register_column("screening_along", file.along)
        register_section(
            Section("screening", "心理关怀", "screening/section.html", file.section, order=39)
        )
