from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "nuantong.duties"

    def ready(self) -> None:
        from nuantong.duties.actions.enrolments import end_all
        from nuantong.people.hooks import when_left

        when_left(end_all)
