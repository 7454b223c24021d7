from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "nuantong.screening"

    def ready(self) -> None:
        from nuantong.people.file import Section, register_section
        from nuantong.screening import file, kinds

        kinds.contribute()
        register_section(
            Section("screening", "心理关怀", "screening/section.html", file.section, order=39)
        )
