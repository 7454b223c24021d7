from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "nuantong.programmes"

    def ready(self) -> None:
        from nuantong.people.file import register_column, register_timeline
        from nuantong.programmes import file

        register_column("group_sessions_along", file.along)
        register_timeline(file.timeline)
